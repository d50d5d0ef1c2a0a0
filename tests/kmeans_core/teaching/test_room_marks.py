"""Where a class's starts end, what is right, and what k-means makes of a drawing, by hand-checked cases."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering import KMeansSettings, fit
from kmeans_core.teaching import (
    SCENES,
    Scene,
    contenders,
    found_best,
    nearest_centres,
    scene,
    tried,
    where_it_ends,
)

FOUR = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])


def test_a_good_start_ends_at_the_means() -> None:
    end = where_it_ends(FOUR, np.array([[1.0, 0], [9, 0]]))
    assert end.trail.tolist() == [[[1, 0], [9, 0]], [[0, 1], [10, 1]]]
    assert end.labels.tolist() == [0, 0, 1, 1]
    assert end.inertia == 4


def test_a_bad_start_stays_where_it_is_stuck() -> None:
    end = where_it_ends(FOUR, np.array([[5.0, 0], [5, 2]]))
    assert end.trail.tolist() == [[[5, 0], [5, 2]]]
    assert end.inertia == 100


def test_centres_on_one_place_all_get_points() -> None:
    end = where_it_ends(FOUR, np.full((3, 2), 50.0))
    assert set(end.labels.tolist()) == {0, 1, 2}
    assert end.inertia == 2


@pytest.mark.parametrize("name", SCENES)
@pytest.mark.parametrize("k", [2, 8])
def test_no_start_of_a_class_beats_the_lowest_of_the_contenders_by_more_than_an_eye_sees(
    name: Scene, k: int
) -> None:
    points = scene(name)
    found = contenders(points, k)
    lowest = min(found.swap, *found.plus_plus)
    random = np.random.default_rng(1)
    ends = [where_it_ends(points, random.uniform(0, 100, (k, 2))).inertia for _ in range(20)]
    assert min(ends) > 0.995 * lowest
    assert where_it_ends(points, found.centres).inertia == pytest.approx(lowest, rel=1e-3)


def test_swap_search_reaches_what_the_studio_reaches() -> None:
    points = scene("Eight towns")
    assert contenders(points, 8).swap == pytest.approx(fit(points, KMeansSettings(k=8)).inertia, rel=0.01)


def test_starts_within_half_a_per_cent_of_the_lowest_found_the_best() -> None:
    assert found_best([100.0, 100.4, 100.6, 200.0], 100.0) == 2


def test_the_right_centre_is_the_nearest() -> None:
    assert nearest_centres(FOUR, np.array([[9.0, 1], [1, 1]])) == (1, 1, 0, 0)


def test_two_blobs_do_not_break_k_means() -> None:
    points = np.array([[x + dx, 50.0] for x in (10, 90) for dx in range(6)])
    found = tried(points, (2,) * 6 + (0,) * 6)
    assert (found.ari, found.together, found.fair) == (1, 1, True)
    assert found.labels == found.groups


def test_two_long_lines_side_by_side_break_k_means_and_are_fair() -> None:
    points = np.array([[x, y] for y in (45.0, 55) for x in range(0, 100, 5)])
    found = tried(points, (0,) * 20 + (1,) * 20)
    assert found.together == 1
    assert found.ari == pytest.approx(-0.026, abs=0.001)  # cut across, half of each line: no agreement


def test_groups_that_are_mixed_are_no_fair_drawing() -> None:
    points = np.array([[x, y] for x in range(0, 60, 10) for y in (10.0, 20)])
    found = tried(points, tuple(i % 2 for i in range(12)))
    assert not found.fair
