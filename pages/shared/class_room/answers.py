"""What a phone sent becomes an answer that the room keeps."""

from __future__ import annotations

from typing import Any

from kmeans_core.teaching import Task, read_drawing, read_groups, read_places, read_vote, tried, where_it_ends
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import Answer, Drawn, Room, RoomProblem, Starts

MOST_STARTS = 20  # of one phone in one task


def send(room: Room, person: str, turn: int, raw: Any) -> Room:
    """Read what a phone sent in this turn and keep it; raises `RoomProblem` and `UnusableAnswer`."""
    return register().answer(room.code, person, turn, lambda task, before: read(task, before, raw))


def read(task: Task, before: Answer | None, raw: Any) -> Answer:
    """Return the answer that was sent, or raise `UnusableAnswer`; `before` is this phone's last one."""
    match task.kind:
        case "place":
            return _start(task, before, raw)
        case "count":
            return read_vote(raw)
        case "assign":
            return read_groups(raw, len(task.points), task.k)
        case "draw":
            number = before.number if isinstance(before, Drawn) else 0
            return Drawn(number + 1, tried(*read_drawing(raw)))


def _start(task: Task, before: Answer | None, raw: Any) -> Starts:
    inertias = before.inertias if isinstance(before, Starts) else ()
    if len(inertias) == MOST_STARTS:
        raise RoomProblem.enough(MOST_STARTS)
    start = read_places(raw, task.k)
    end = where_it_ends(task.points, start)
    return Starts((*inertias, end.inertia), start, end.trail[-1])
