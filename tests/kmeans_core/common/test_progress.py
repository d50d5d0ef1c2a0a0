"""A step's own share of the work is told as its stretch of the whole."""

from __future__ import annotations

import pytest

from kmeans_core.common.errors import Stopped
from kmeans_core.common.progress import part


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
