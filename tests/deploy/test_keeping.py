"""What a closed tab leaves: its work ends at once, its session after some minutes."""

from __future__ import annotations

from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest

from deploy import keeping
from deploy.keeping import Sessions
from kmeans_core.common import Progress, Stopped
from pages.shared.results.computing import desk
from pages.shared.state import returning


class Tab:
    """The session of a closed tab, as Streamlit hands it over."""

    def __init__(self, name: str, **state: str) -> None:
        self.ended: list[str] = []
        self.session = SimpleNamespace(id=name, session_state=state, shutdown=lambda: self.ended.append(name))


def test_the_work_of_a_closed_tab_ends_at_once():
    started = Event()

    def work(progress: Progress) -> None:
        while True:
            started.set()
            progress(0.5, "half way")
            Event().wait(0.01)

    job = desk().ask("work of a closed tab", "ann", work)
    assert started.wait(30)
    Sessions(60).save(Tab("a", visitor="ann"))  # type: ignore[arg-type]
    with pytest.raises(Stopped):
        job.future.result(2)


def test_a_tab_that_comes_back_in_time_finds_its_session():
    sessions, tab = Sessions(60), Tab("a")
    sessions.save(tab)  # type: ignore[arg-type]
    assert sessions.let_go() == 0
    assert sessions.get("a") is tab
    assert sessions.get("b") is None


def test_sessions_whose_time_is_over_end_and_what_their_browser_had_is_forgotten(monkeypatch):
    forgotten: list[Any] = []
    monkeypatch.setattr(returning, "forget", forgotten.append)
    monkeypatch.setattr(keeping, "_names", lambda: {"still here"})
    sessions, tabs = Sessions(0), [Tab("a", returning="gone"), Tab("b", returning="still here"), Tab("c")]
    for tab in tabs:
        sessions.save(tab)  # type: ignore[arg-type]
    assert sessions.let_go() == 3
    assert [tab.ended for tab in tabs] == [["a"], ["b"], ["c"]]
    assert forgotten == ["gone"]
    assert sessions.list() == []


def test_results_of_a_tab_that_stays_closed_go_before_its_session(monkeypatch):
    sessions = Sessions(600)
    desk().keep("what only Dora saw", 1, "dora")
    sessions.save(Tab("d", visitor="dora"))  # type: ignore[arg-type]
    assert sessions.let_go() == 0
    assert desk().kept("what only Dora saw") == (True, 1)
    monkeypatch.setattr(keeping, "RELOADED", 0)
    assert sessions.let_go() == 0
    assert desk().kept("what only Dora saw") == (False, None)
    assert len(sessions.list()) == 1


def test_garbage_is_collected_now_and_then_and_not_after_each_page(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, collected = [100.0], []
    monkeypatch.setattr(keeping.time, "monotonic", lambda: clock[0])
    monkeypatch.setattr(keeping.gc, "collect", lambda generation: collected.append(generation) or 7)
    seldom = keeping.SeldomCollected()
    assert [seldom.collect(2) for _ in range(50)] == [7, *[0] * 49]
    clock[0] += 4.9
    assert seldom.collect(2) == 0
    clock[0] += 0.2
    assert seldom.collect(2) == 7
    assert collected == [2, 2]
