"""Work tells its share of the whole and can be stopped; results of parts come in order."""

from __future__ import annotations

import threading
import time

import pytest

from kmeans_core.common import parallel
from kmeans_core.common.errors import Stopped
from kmeans_core.common.parallel import in_order, part


@pytest.fixture(autouse=True)
def four_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "THREADS", 4)


@pytest.mark.parametrize("parts", [0, 1, 3, 4, 40])
def test_results_come_in_the_order_of_the_parts(parts: int) -> None:
    def slow_first(number: int) -> int:
        time.sleep(0.01 if number == 0 else 0)
        return number * number

    assert list(in_order(slow_first, range(parts))) == [n * n for n in range(parts)]


def test_many_parts_are_done_side_by_side_and_few_are_not() -> None:
    def thread(_: int) -> str:
        time.sleep(0.005)
        return threading.current_thread().name

    assert len(set(in_order(thread, range(12)))) > 1
    assert set(in_order(thread, range(3))) == {threading.current_thread().name}


def test_progress_tells_the_share_done_in_the_given_words() -> None:
    seen: list[tuple[float, str]] = []
    list(in_order(str, range(5), lambda done, words: seen.append((done, words)), "reading"))
    assert seen == [(n / 5, "reading") for n in (1, 2, 3, 4, 5)]


def test_parts_that_have_not_begun_are_given_up_when_the_work_is_stopped() -> None:
    begun: list[int] = []

    def work(number: int) -> None:
        begun.append(number)
        time.sleep(0.01)

    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        list(in_order(work, range(100), stop))
    assert len(begun) < 20


def test_what_a_part_raises_reaches_whoever_asked() -> None:
    def work(number: int) -> int:
        return 1 // (number - 7)

    with pytest.raises(ZeroDivisionError):
        list(in_order(work, range(10)))


def test_a_part_reports_its_stretch_of_the_whole_in_its_own_words() -> None:
    seen: list[tuple[float, str]] = []
    second_half = part(lambda done, words: seen.append((done, words)), 0.5, 1.0)
    for done in (0.0, 0.5, 1.0):
        second_half(done, f"{done:.0%}")
    assert seen == [(0.5, "0%"), (0.75, "50%"), (1.0, "100%")]


def test_parts_of_parts_report_to_the_whole() -> None:
    seen: list[float] = []
    whole = part(part(lambda done, words: seen.append(done), 0.5, 1.0), 0.0, 0.5)
    whole(1.0, "")
    assert seen == [0.75]


def test_whoever_listens_can_stop_the_work_within_a_part() -> None:
    def stop(done: float, words: str) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        part(stop, 0.0, 0.5)(0.1, "")
