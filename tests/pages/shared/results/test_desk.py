"""The desk: one piece of work for everybody who asks, ended when nobody wants it any more."""

from __future__ import annotations

from threading import Event

import numpy as np
import pyarrow as pa
import pytest

from kmeans_core.common import Progress
from kmeans_core.common.errors import DataProblem, Stopped, TooFewRows
from pages.shared.results import desk as module
from pages.shared.results.desk import Desk

LIMIT = 30


def until_stopped(started: Event) -> object:
    """Make work that goes on until its progress callback stops it."""

    def work(progress: Progress) -> None:
        started.set()
        while True:
            progress(0.5, "half way")
            Event().wait(0.01)

    return work


def test_work_asked_for_twice_is_done_once():
    desk, gate, runs = Desk(workers=2), Event(), []

    def work(progress: Progress) -> int:
        runs.append(1)
        gate.wait(LIMIT)
        return 7

    first, second = desk.ask("a", "anna", work), desk.ask("a", "ben", work)
    gate.set()
    assert first.future.result(LIMIT) == second.future.result(LIMIT) == 7
    assert len(runs) == 1
    assert desk.kept("a") == (True, 7)


def test_a_newer_request_ends_the_older_work_of_the_same_visitor():
    desk, started = Desk(workers=2), Event()
    old = desk.ask("old", "anna", until_stopped(started))
    assert started.wait(LIMIT)
    new = desk.ask("new", "anna", lambda progress: "done")
    assert new.future.result(LIMIT) == "done"
    with pytest.raises(Stopped):
        old.future.result(LIMIT)
    assert desk.kept("old") == (False, None)


def test_work_goes_on_while_somebody_else_still_wants_it():
    desk, gate = Desk(workers=2), Event()

    def work(progress: Progress) -> str:
        gate.wait(LIMIT)
        progress(0.9, "nearly")
        return "done"

    job = desk.ask("shared", "anna", work)
    desk.ask("shared", "ben", work)
    desk.leave("shared", "anna")
    gate.set()
    assert job.future.result(LIMIT) == "done"


def test_work_that_nobody_waits_for_ends_by_itself(monkeypatch):
    monkeypatch.setattr(module, "PATIENCE", 0.05)
    job = Desk(workers=1).ask("left", "anna", until_stopped(Event()))
    with pytest.raises(Stopped):
        job.future.result(LIMIT)


def test_work_stopped_by_its_visitor_can_be_started_again():
    desk, started = Desk(workers=1), Event()
    job = desk.ask("again", "anna", until_stopped(started))
    assert started.wait(LIMIT)
    desk.leave("again", "anna")
    again = desk.ask("again", "anna", lambda progress: "second try")
    with pytest.raises(Stopped):
        job.future.result(LIMIT)
    assert again.future.result(LIMIT) == "second try"


def test_a_problem_reaches_whoever_waits_and_is_not_kept():
    desk = Desk(workers=1)

    def work(progress: Progress) -> None:
        raise TooFewRows.for_clusters(3, 5)

    with pytest.raises(TooFewRows, match=r"3 different rows cannot form 5 clusters. Choose at most 3."):
        desk.ask("bad", "anna", work).future.result(LIMIT)
    assert desk.kept("bad") == (False, None)


def test_the_place_in_the_queue_counts_what_is_before():
    desk, gate = Desk(workers=1), Event()
    first = desk.ask("first", "anna", lambda progress: gate.wait(LIMIT))
    second = desk.ask("second", "ben", lambda progress: 2)
    third = desk.ask("third", "cora", lambda progress: 3)
    while not first.started:
        Event().wait(0.01)
    assert (desk.before(second), desk.before(third)) == (0, 1)
    gate.set()
    assert third.future.result(LIMIT) == 3


def test_asking_again_for_the_same_work_does_not_end_it():
    desk, gate = Desk(workers=1), Event()

    def work(progress: Progress) -> str:
        gate.wait(LIMIT)
        progress(0.5, "half way")
        return "done"

    first, again = desk.ask("same", "anna", work), desk.ask("same", "anna", work)
    gate.set()
    assert first is again
    assert first.future.result(LIMIT) == "done"


def test_a_newer_request_ends_nobody_elses_work():
    desk, gate = Desk(workers=2), Event()

    def work(progress: Progress) -> str:
        gate.wait(LIMIT)
        progress(0.5, "half way")
        return "done"

    shared = desk.ask("shared", "anna", work)
    desk.ask("shared", "ben", work)
    desk.ask("other", "anna", lambda progress: "other").future.result(LIMIT)
    gate.set()
    assert shared.future.result(LIMIT) == "done"


def test_the_end_of_stopped_work_leaves_the_new_work_under_its_key_alone():
    desk, started, old_gate, new_gate, runs = Desk(workers=2), Event(), Event(), Event(), []

    def old(progress: Progress) -> None:
        started.set()
        old_gate.wait(LIMIT)
        progress(0.5, "half way")

    def new(progress: Progress) -> str:
        runs.append("new")
        new_gate.wait(LIMIT)
        return "new"

    stopped = desk.ask("key", "anna", old)
    assert started.wait(LIMIT)
    desk.leave("key", "anna")
    first = desk.ask("key", "anna", new)
    old_gate.set()
    with pytest.raises(Stopped):
        stopped.future.result(LIMIT)
    second = desk.ask("key", "ben", new)
    new_gate.set()
    assert first.future.result(LIMIT) == second.future.result(LIMIT) == "new"
    assert runs == ["new"]


class Unweighable:
    """A result whose bytes cannot be told."""

    @property
    def nbytes(self) -> int:
        raise ValueError("nobody knows")


def test_a_result_that_cannot_be_weighed_is_a_problem_for_whoever_waits_and_blocks_nobody():
    desk = Desk(workers=1)
    with pytest.raises(ValueError, match="nobody knows"):
        desk.ask("odd", "anna", lambda progress: Unweighable()).future.result(5)
    again = desk.ask("odd", "ben", lambda progress: "fine")
    assert again.future.result(5) == "fine"


def test_results_unused_for_longest_make_room_for_new_ones():
    desk = Desk(workers=1, room=2_500_000)
    for key in "abc":
        desk.keep(key, np.zeros(125_000))
        desk.kept("a")
    assert [desk.kept(key)[0] for key in "abc"] == [True, False, True]


def test_a_result_larger_than_the_room_is_kept_alone():
    desk = Desk(workers=1, room=1_000)
    desk.keep("small", np.zeros(10))
    desk.keep("large", np.zeros(1_000))
    assert [desk.kept(key)[0] for key in ("small", "large")] == [False, True]
    desk.keep("small", np.zeros(10))
    assert [desk.kept(key)[0] for key in ("small", "large")] == [True, False]


def test_short_work_is_done_beside_as_many_long_works_as_there_are_workers(monkeypatch):
    monkeypatch.setattr(module, "SHORT", 0.05)
    monkeypatch.setattr(module, "PATIENCE", 60.0)
    desk, gate = Desk(workers=2), Event()

    def long(progress: Progress) -> str:
        while not gate.wait(0.01):
            progress(0.5, "half way")
        return "long"

    visitors = ("anna", "ben", "cora")
    works = [desk.ask(f"long {visitor}", visitor, long) for visitor in visitors]
    for _ in range(100):
        for work, visitor in zip(works, visitors, strict=True):
            desk.wait_on(work, visitor)
        if all(work.long for work in works):
            break
        Event().wait(0.02)
    short = desk.ask("short", "dora", lambda progress: "short")
    assert short.future.result(LIMIT) == "short"
    assert [work.future.done() for work in works] == [False, False, False]
    for _ in range(300):  # the third waits for its turn as soon as it reports
        waiting = [desk.before(work) for work in works if not work.going]
        if waiting == [0]:
            break
        Event().wait(0.02)
    assert waiting == [0]
    gate.set()
    for work, visitor in zip(works, visitors, strict=True):
        desk.wait_on(work, visitor)
        assert work.future.result(LIMIT) == "long"


def test_work_that_was_stopped_and_is_asked_for_again_goes_to_the_end_of_the_queue():
    desk, gate = Desk(workers=1), Event()
    first = desk.ask("first", "anna", lambda progress: gate.wait(LIMIT))
    again = desk.ask("again", "ben", lambda progress: 2)
    after = desk.ask("after", "cora", lambda progress: 3)
    desk.leave("again", "ben")
    again = desk.ask("again", "ben", lambda progress: 4)
    assert (desk.before(after), desk.before(again)) == (0, 1)
    gate.set()
    assert first.future.result(LIMIT)
    assert again.future.result(LIMIT) == 4


def test_the_work_of_a_closed_tab_ends_at_once():
    desk, started = Desk(workers=1), Event()
    job = desk.ask("left", "anna", until_stopped(started))
    assert started.wait(LIMIT)
    desk.gone("anna")
    with pytest.raises(Stopped):
        job.future.result(1)


def test_work_for_which_no_memory_is_free_is_refused_with_a_sentence():
    desk = Desk(workers=1, memory=0)
    with pytest.raises(DataProblem) as refused:
        desk.ask("large", "anna", lambda progress: 1, needs=2**30).future.result(LIMIT)
    assert str(refused.value) == (
        "The server is full: 0 MB of its memory are free. Try a smaller file, or try again in some minutes."
    )


def test_memory_that_runs_out_becomes_the_same_sentence():
    def work(progress: Progress) -> None:
        raise pa.ArrowMemoryError("malloc of size 9 failed")

    desk = Desk(workers=1, memory=2**50)
    with pytest.raises(
        DataProblem, match=r"^The server is full: [\d,]+ MB of its memory are free\. Try a smaller"
    ):
        desk.ask("large", "anna", work).future.result(LIMIT)


def test_two_works_are_not_promised_the_same_memory():
    desk, gate, free = Desk(workers=2, memory=2**50), Event(), 2**50
    started = Event()
    desk.ask("one", "anna", lambda progress: (started.set(), gate.wait(LIMIT)), needs=free - 2**40)
    assert started.wait(LIMIT)
    with pytest.raises(DataProblem, match="The server is full"):
        desk.ask("two", "ben", lambda progress: 2, needs=free - 2**40).future.result(LIMIT)
    gate.set()


def test_a_stopping_server_ends_work_with_a_word():
    desk, started = Desk(workers=1), Event()
    job = desk.ask("work", "anna", until_stopped(started))
    assert started.wait(LIMIT)
    desk.stop()
    with pytest.raises(DataProblem) as ended:
        job.future.result(LIMIT)
    assert str(ended.value) == (
        "The server is being restarted. This page comes back by itself; then do this again."
    )


def test_results_that_nobody_asked_for_in_a_while_go():
    desk = Desk(workers=1)
    desk.keep("old", np.zeros(10))
    assert desk.results.let_go(60) == 0
    assert desk.results.let_go(0) == 1
    assert desk.kept("old") == (False, None)
    assert desk.results.bytes == 0


def test_with_the_last_visitor_who_looked_at_a_result_it_goes():
    desk = Desk(workers=1)
    assert desk.ask("own", "ann", lambda progress: "a").future.result(LIMIT) == "a"
    desk.keep("shared", "b", "ann")
    assert desk.kept("shared", "ben") == (True, "b")
    desk.keep("anybody's", "c")
    desk.results.left("ann")
    there = [desk.kept(key)[0] for key in ("own", "shared", "anybody's")]
    assert there == [False, True, True]
    desk.results.left("ben")
    assert desk.kept("shared") == (False, None)
