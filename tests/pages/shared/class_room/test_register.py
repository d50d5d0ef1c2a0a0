"""Rooms: who may do what, what comes back after a reload, and how the register stays bounded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from kmeans_core.teaching import Task, scene, tried
from pages.shared.class_room.guesses import WRONG
from pages.shared.class_room.register import HERE, LEFT, Register
from pages.shared.class_room.rooms import (
    LENGTH,
    SIGNS,
    Answer,
    Drawn,
    Room,
    RoomProblem,
    Starts,
    new_code,
    read_code,
    spoken,
    weight,
)
from pages.shared.results.limits import ServerLimits

VOTE = Task("count", scene("Three blobs"))


class Clock:
    """Time that passes when a test says so."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(clock: Clock, **limits: int) -> Register:
    return Register(ServerLimits(**limits), clock)


def told(act: Callable[..., Any], *arguments: Any) -> str:
    with pytest.raises(RoomProblem) as problem:
        act(*arguments)
    return str(problem.value)


def vote(register: Register, code: str, person: str, turn: int, k: int) -> Room:
    return register.answer(code, person, turn, lambda task, before: k)


def test_codes_are_long_easy_to_say_and_never_the_same() -> None:
    codes = {new_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(code) == LENGTH and set(code) <= set(SIGNS) for code in codes)
    assert not set("AEIOUBSZ0152L8") & set(SIGNS)
    assert spoken("KQ7M4RD") == "KQ7-M4RD"


@pytest.mark.parametrize("typed", ["KQ7M4RD", "kq7-m4rd", " kq7 m4rd ", "KQ7–M4RD"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "KQ7M4RD"


def test_a_phone_that_loads_the_page_again_is_the_same_pupil(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    assert register.enter(code, "one").phones == {"one": 1}
    assert register.enter(code, "two").phones == {"one": 1, "two": 2}
    register.begin("teacher", VOTE)
    vote(register, code, "one", 1, 3)
    again = register.enter(code.lower(), "one")
    assert again.phones == {"one": 1, "two": 2}
    assert again.answers == {1: 3}


def test_a_teacher_who_comes_back_has_the_same_room_and_nobody_else_has(clock: Clock) -> None:
    register = made(clock)
    room = register.open("teacher")
    assert register.open("teacher") is room
    assert register.of("teacher") is room
    assert register.of("pupil") is None


def test_rights_are_held_by_the_visit_not_by_the_code(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "pupil")
    register.begin("teacher", VOTE)
    words = "This room has ended, or it is not yours. Open a room of your own."
    assert told(register.begin, "pupil", VOTE) == words
    assert told(register.show, "pupil") == words
    assert told(register.hide, "pupil", 1) == words
    assert told(register.turn_door, "pupil") == words
    register.end("pupil")
    room = register.of("teacher")
    assert room is not None
    assert (room.turn, room.shown, room.door, room.hidden) == (1, False, True, frozenset())


def test_an_answer_to_a_task_that_is_over_is_refused(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "one")
    words = "This task is over, so the answer came too late. Look at the wall for the next one."
    assert told(vote, register, code, "one", 0, 3) == words  # nothing is asked yet
    register.begin("teacher", VOTE)
    clock.now += 2
    assert told(vote, register, code, "one", 0, 3) == words
    clock.now += 2

    def slow(task: Task, before: Answer | None) -> int:
        register.begin("teacher", VOTE)
        return 3

    assert told(register.answer, code, "one", 1, slow) == words
    room = register.of("teacher")
    assert room is not None
    assert room.answers == {}


def test_what_goes_wrong_with_one_phones_answer_changes_nothing_for_the_others(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    for person in ("one", "two"):
        register.enter(code, person)
    register.begin("teacher", VOTE)
    before = vote(register, code, "one", 1, 3)
    with pytest.raises(ZeroDivisionError):
        register.answer(code, "two", 1, lambda task, before: 1 // 0)
    assert register.of("teacher") is before


def test_a_phone_answers_at_most_once_a_second(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "one")
    register.begin("teacher", VOTE)
    vote(register, code, "one", 1, 3)
    clock.now += 0.5
    assert told(vote, register, code, "one", 1, 4) == (
        "Your last answer is not a second old. Send this one again."
    )
    clock.now += 0.6
    assert vote(register, code, "one", 1, 4).answers == {1: 4}


def test_who_is_not_in_the_room_cannot_answer(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.begin("teacher", VOTE)
    assert told(vote, register, code, "stranger", 1, 3).startswith(f"There is no room {spoken(code)}.")


def test_wrong_codes_are_told_and_many_of_them_make_a_person_wait(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    for _ in range(WRONG):
        assert told(register.enter, "CCCCCCC", "guesser") == (
            "There is no room CCC-CCCC. Look at the code on the wall again; "
            "a room ends when its teacher ends it, or after 180 minutes."
        )
    wait = "These were many wrong codes. Look at the wall, and try again in 10 minutes."
    assert told(register.enter, "CCCCCCC", "guesser") == wait
    assert told(register.enter, code, "guesser") == wait  # or the right one would stand out
    assert register.enter(code, "pupil").phones == {"pupil": 1}
    clock.now += 601
    assert register.enter(code, "guesser").phones == {"pupil": 1, "guesser": 2}


def test_a_room_ends_after_its_hours_and_every_phone_is_told(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "one")
    clock.now += 180 * 60 - 1
    assert register.enter(code, "one").code == code
    clock.now += 1
    assert register.let_go() == 1
    assert register.of("teacher") is None
    assert told(register.enter, code, "one").startswith(f"There is no room {spoken(code)}.")


def test_a_teacher_ends_a_room_at_once(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.end("teacher")
    assert told(register.enter, code, "one").startswith(f"There is no room {spoken(code)}.")


def test_a_server_takes_so_many_rooms_and_ends_only_those_that_everybody_left(clock: Clock) -> None:
    register = made(clock, rooms=2)
    first, second = register.open("first").code, register.open("second").code
    assert told(register.open, "third") == (
        "This server has 2 rooms open, as many as it takes. Try again when one has ended."
    )
    clock.now += LEFT - 1
    register.enter(second, "pupil")
    clock.now += 1
    register.open("third")
    assert register.of("first") is None
    assert register.enter(second, "pupil").phones == {"pupil": 1}
    assert told(register.enter, first, "pupil").startswith("There is no room")


def test_a_room_takes_so_many_phones_and_forgets_only_those_that_left_without_an_answer(
    clock: Clock,
) -> None:
    register = made(clock, room_phones=2)
    code = register.open("teacher").code
    register.enter(code, "one")
    register.enter(code, "two")
    register.begin("teacher", VOTE)
    vote(register, code, "one", 1, 3)
    assert told(register.enter, code, "three") == (
        "The room is full: 2 phones are in it. Look on with somebody beside you."
    )
    clock.now += HERE + 1
    room = register.enter(code, "three")
    assert dict(room.phones) == {"one": 1, "three": 2}
    assert room.answers == {1: 3}


def test_a_closed_door_keeps_those_in_who_are_in(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "one")
    register.turn_door("teacher")
    assert told(register.enter, code, "two") == (
        "The door of this room is closed. Ask your teacher to open it."
    )
    assert register.enter(code, "one").phones == {"one": 1}
    register.turn_door("teacher")
    assert register.enter(code, "two").phones == {"one": 1, "two": 2}


def test_a_room_holds_no_more_than_it_may(clock: Clock) -> None:
    register = made(clock, room_mb=0)
    code = register.open("teacher").code
    register.enter(code, "one")
    register.begin("teacher", VOTE)
    assert told(vote, register, code, "one", 1, 3) == (
        "The room holds as much as it may. Ask your teacher for the next task."
    )


def test_the_largest_answers_of_a_full_room_have_place_in_it() -> None:
    limits, random = ServerLimits(), np.random.default_rng(0)
    points = random.uniform(0, 100, (150, 2))
    drawn = Drawn(1, tried(points, tuple(random.integers(0, 3, 150).tolist())))
    starts = Starts((1.0,) * 20, points[:8], points[:8])
    assert (
        max(weight(each) for each in (drawn, starts, 3, (1,) * 10)) * limits.room_phones
        < 2**20 * limits.room_mb
    )


def test_a_new_task_forgets_the_answers_and_keeps_who_is_hidden(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    for person in ("one", "two"):
        register.enter(code, person)
    register.begin("teacher", VOTE)
    vote(register, code, "one", 1, 3)
    vote(register, code, "two", 1, 4)
    register.hide("teacher", 1)
    register.show("teacher")
    room = register.of("teacher")
    assert room is not None
    assert (room.seen(), room.shown) == ({2: 4}, True)
    register.begin("teacher", VOTE)
    room = register.of("teacher")
    assert room is not None
    assert (room.answers, room.shown, room.hidden) == ({}, False, {1})
    register.hide_nobody("teacher")
    room = register.of("teacher")
    assert room is not None
    assert room.hidden == set()


def test_phones_see_news_of_the_teacher_and_not_of_each_other(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code
    register.enter(code, "one")
    register.begin("teacher", VOTE)
    before = register.enter(code, "one")
    after = vote(register, code, "one", 1, 3)
    assert after.news == before.news
    assert after.changes > before.changes
    register.show("teacher")
    assert register.enter(code, "one").news == before.news + 1


def test_phones_that_say_nothing_are_no_longer_here(clock: Clock) -> None:
    register = made(clock)
    room = register.open("teacher")
    register.enter(room.code, "one")
    clock.now += HERE - 1
    room = register.enter(room.code, "two")
    assert register.here(room) == 2
    clock.now += 2
    assert register.here(room) == 1


def test_a_hundred_phones_at_once_lose_no_answer(clock: Clock) -> None:
    register = made(clock)
    code = register.open("teacher").code

    def enter(i: int) -> None:
        register.enter(code, f"phone {i}")

    with ThreadPoolExecutor(16) as pool:
        tuple(pool.map(enter, range(100)))
        register.begin("teacher", VOTE)
        tuple(pool.map(lambda i: vote(register, code, f"phone {i}", 1, i % 10), range(100)))
    room = register.of("teacher")
    assert room is not None
    assert sorted(room.phones.values()) == list(range(1, 101))
    assert sorted(room.answers.values(), key=int) == sorted(i % 10 for i in range(100))  # type: ignore[call-overload]
