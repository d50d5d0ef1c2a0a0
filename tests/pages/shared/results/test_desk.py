"""The desk: one piece of work for everybody who asks, ended when nobody wants it any more."""

from __future__ import annotations

from threading import Event

import numpy as np
import pytest

from kmeans_core.common.errors import Stopped, TooFewRows
from kmeans_core.common.progress import Progress
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


def test_results_unused_for_longest_make_room_for_new_ones():
    desk = Desk(workers=1, room=2_500_000)
    for key in "abc":
        desk.keep(key, np.zeros(125_000))
        desk.kept("a")
    assert [desk.kept(key)[0] for key in "abc"] == [True, False, True]
