"""The one register of rooms: bounded, for everybody on this server, and forgetting them after some hours."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from threading import Lock
from typing import Any

from kmeans_core.teaching import Task
from pages.shared.class_room.guesses import Guesses
from pages.shared.class_room.rooms import Answer, Room, RoomProblem, new_code, read_code, spoken, weight
from pages.shared.results.limits import LIMITS, MB, ServerLimits

HERE = 25.0  # seconds after which a phone that says nothing has left
LEFT = 600.0  # seconds after which a room in which nobody is makes way for another
APART = 1.0  # seconds between two answers of a phone


@dataclass
class _Open:
    """A room's present value, and when its people were last heard of."""

    room: Room
    heard: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)


class Register:
    """Rooms by code. A room's value is replaced, never changed; every right is held by the visit."""

    def __init__(self, limits: ServerLimits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits, self._clock = limits, clock
        self._rooms: dict[str, _Open] = {}
        self._guesses = Guesses()
        self._lock = Lock()
        self.tell: Callable[[Room], None] | None = None  # shows a room's phones what is new

    # The teacher

    def open(self, teacher: str) -> Room:
        """Open a room, or return the one that this teacher has."""
        with self._lock:
            self._end_old()
            if mine := self._of(teacher):
                return mine.room
            if len(self._rooms) >= self._limits.rooms:
                self._make_way()
            code = next(code for code in iter(new_code, None) if code not in self._rooms)
            now = self._clock()
            opened = _Open(Room(code, teacher, now + 60 * self._limits.room_minutes), {teacher: now})
            self._rooms[code] = opened
            return opened.room

    def of(self, teacher: str) -> Room | None:
        """Return the room that this person opened; None where there is none any more."""
        with self._lock:
            self._end_old()
            mine = self._of(teacher)
            if mine:
                mine.heard[teacher] = self._clock()
            return mine.room if mine else None

    def begin(self, teacher: str, task: Task | None) -> None:
        """Ask something new; the answers before are forgotten."""
        self._change(
            teacher,
            lambda room: dict(task=task, turn=room.turn + 1, shown=False, answers={}, news=room.news + 1),
        )

    def show(self, teacher: str) -> None:
        """Show what the methods find beside the answers."""
        self._change(teacher, lambda room: dict(shown=True, news=room.news + 1))

    def hide(self, teacher: str, phone: int) -> None:
        """Take what a phone sends off the wall, for as long as the room is open."""
        self._change(teacher, lambda room: dict(hidden=room.hidden | {phone}))

    def hide_nobody(self, teacher: str) -> None:
        """Put what every phone sends on the wall again."""
        self._change(teacher, lambda room: dict(hidden=frozenset()))

    def turn_door(self, teacher: str) -> None:
        """Close the door to new phones, or open it again."""
        self._change(teacher, lambda room: dict(door=not room.door))

    def end(self, teacher: str) -> None:
        """End this teacher's room."""
        with self._lock:
            mine = self._of(teacher)
            if mine is None:
                return
            del self._rooms[mine.room.code]
        self._tell(mine.room)

    # The pupils

    def enter(self, typed: str, person: str) -> Room:
        """Let a person in, as the same phone as before where they were in; raises `RoomProblem`."""
        with self._lock:
            self._end_old()
            now, code = self._clock(), read_code(typed)
            there = self._rooms.get(code)
            if there and person in there.room.phones:
                there.heard[person] = now
                return there.room
            self._guesses.count(person, now, wrong=there is None)
            if there is None:
                raise RoomProblem.unknown(spoken(code), self._limits.room_minutes)
            if not there.room.door:
                raise RoomProblem.closed()
            if len(there.room.phones) >= self._limits.room_phones:
                self._make_room(there, now)
            there.heard[person] = now
            return self._put(there, phones={**there.room.phones, person: _next_number(there.room)})

    def answer(
        self, code: str, person: str, turn: int, work: Callable[[Task, Answer | None], Answer]
    ) -> Room:
        """Keep what `work` makes of the task and the last answer; raises `RoomProblem`, or as `work` does."""
        now = self._clock()
        with self._lock:
            there, task = self._inside(code, person, turn)
            if now - there.answered.get(person, -APART) < APART:
                raise RoomProblem.fast()
            there.answered[person] = there.heard[person] = now
            phone = there.room.phones[person]
            before = there.room.answers.get(phone)
        answer = work(task, before)
        with self._lock:
            there, _ = self._inside(code, person, turn)
            answers = {**there.room.answers, phone: answer}
            if sum(map(weight, answers.values())) > self._limits.room_mb * MB:
                raise RoomProblem.no_space()
            return self._put(there, answers=answers)

    # Everybody

    def here(self, room: Room) -> int:
        """Return how many phones were heard of just now."""
        with self._lock:
            there, since = self._rooms.get(room.code), self._clock() - HERE
            return sum(there.heard.get(each, 0) > since for each in room.phones) if there else 0

    def let_go(self) -> int:
        """End the rooms whose time is over; return how many."""
        with self._lock:
            return self._end_old()

    # Inside; where no lock is taken, it is held

    def _of(self, teacher: str) -> _Open | None:
        return next((each for each in self._rooms.values() if each.room.teacher == teacher), None)

    def _inside(self, code: str, person: str, turn: int) -> tuple[_Open, Task]:
        there = self._rooms.get(code)
        if there is None or person not in there.room.phones:
            raise RoomProblem.unknown(spoken(code), self._limits.room_minutes)
        if there.room.turn != turn or there.room.task is None:
            raise RoomProblem.over()
        return there, there.room.task

    def _change(self, teacher: str, change: Callable[[Room], dict[str, Any]]) -> None:
        with self._lock:
            mine = self._of(teacher)
            if mine is None:
                raise RoomProblem.not_yours()
            before, room = mine.room, self._put(mine, **change(mine.room))
        if room.news != before.news:
            self._tell(room)

    def _tell(self, room: Room) -> None:
        if self.tell is not None:
            self.tell(room)

    def _put(self, there: _Open, **changed: Any) -> Room:
        there.room = replace(there.room, **changed, changes=there.room.changes + 1)
        return there.room

    def _end_old(self) -> int:
        now = self._clock()
        old = [code for code, each in self._rooms.items() if each.room.until <= now]
        for code in old:
            del self._rooms[code]
        return len(old)

    def _make_way(self) -> None:
        """End the room that everybody left longest ago, if there is one."""
        last = {code: max(each.heard.values()) for code, each in self._rooms.items()}
        quiet = min(last, key=last.__getitem__, default=None)
        if quiet is None or self._clock() - last[quiet] < LEFT:
            raise RoomProblem.many_rooms(self._limits.rooms)
        del self._rooms[quiet]

    def _make_room(self, there: _Open, now: float) -> None:
        """Forget a phone that left without an answer, if there is one."""
        room = there.room
        gone = [
            person
            for person, phone in room.phones.items()
            if phone not in room.answers and now - there.heard.get(person, 0) > HERE
        ]
        if not gone:
            raise RoomProblem.full(self._limits.room_phones)
        for person in gone:
            there.heard.pop(person, None)
            there.answered.pop(person, None)
        self._put(there, phones={p: n for p, n in room.phones.items() if p not in gone})


def _next_number(room: Room) -> int:
    return max(room.phones.values(), default=0) + 1


@cache
def register() -> Register:
    """The one register of this server."""
    return Register(LIMITS)
