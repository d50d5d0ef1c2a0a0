"""Many starts, and what swaps make of a bad one."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.teaching import film, race, shape, swap_film

NINE = shape("Nine blobs", 0.2).values


def test_two_corners_have_two_endings_that_a_hand_can_count():
    # (0,0), (0,2), (10,0), (10,2): left and right give 4, top and bottom 100; one start in three draws a row
    # and the one above it, which never leaves the second.
    corners = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])
    found = race(corners, 2, "random rows", starts=200)
    assert [each.inertia for each in found.endings] == [4.0, 100.0]
    assert found.starts == 200
    assert found.endings[1].starts / 200 == pytest.approx(1 / 3, abs=0.1)
    assert found.share(4.0) == found.endings[0].starts / 200


def test_k_means_plus_plus_finds_the_best_more_often_than_rows_by_chance():
    by_chance, spread = race(NINE, 9, "random rows"), race(NINE, 9, "k-means++")
    best = min(by_chance.endings[0].inertia, spread.endings[0].inertia)
    assert spread.share(best) > 2 * by_chance.share(best)


def test_an_ending_can_be_watched_by_its_seed():
    for each in race(NINE, 9, "random rows", starts=10).endings:
        assert film(NINE, 9, start="random rows", seed=each.seed).inertia == pytest.approx(each.inertia)


@pytest.mark.parametrize("seed", range(8))
def test_swaps_lead_every_start_to_the_best(seed: int):
    best = film(NINE, 9, start="farthest first").inertia
    shown = swap_film(NINE, 9, "random rows", seed)
    assert shown.inertia == pytest.approx(best)
    swaps = [i for i, step in enumerate(shown.steps) if step.kind == "swap"]
    ends = [shown.steps[i - 1].inertia for i in swaps] + [shown.inertia]
    assert ends == sorted(ends, reverse=True)
    for i in swaps:
        assert (shown.steps[i].centres != shown.steps[i - 1].centres).any()
