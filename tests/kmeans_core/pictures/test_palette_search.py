"""The search for centres: exact assignment, weights, and centres that stay."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.pictures.palette_search import Cloud, first_centres, improve, lloyd, nearest


@pytest.mark.parametrize("k", [2, 40, 96, 97, 256])
def test_the_nearest_of_few_and_of_many_centres_is_the_first_at_the_least_distance(k: int) -> None:
    random = np.random.default_rng(k)
    places, centres = (random.integers(0, 16, (n, 3)).astype(np.float32) for n in (5000, k))
    far = ((places[:, None] - centres) ** 2).sum(axis=2)
    assert (nearest(places, centres) == far.argmin(axis=1)).all()


def cloud(*points: tuple[float, float], fixed: int = 0) -> Cloud:
    """Points on a line (place, weight) in three dimensions."""
    places = np.array([[place, 0, 0] for place, _ in points], np.float32)
    return Cloud(places, np.array([weight for _, weight in points], np.float32), fixed)


def at(*places: float) -> np.ndarray:
    return np.array([[place, 0, 0] for place in places], np.float32).reshape(-1, 3)


def test_centres_move_to_the_weighted_mean_and_those_without_points_stay() -> None:
    moved = lloyd(cloud((0, 3), (4, 1), (10, 1)), at(1, 10, 99), 9)
    assert moved[:, 0].tolist() == [1, 10, 99]


def test_fixed_centres_stay_in_every_part_of_the_search() -> None:
    points = [(float(x), 1.0) for x in range(64)]
    held = cloud(*points, fixed=2)
    centres = lloyd(held, improve(held, first_centres(held, at(200, -50), 6), 0.5, 4), 5)
    assert centres[:2, 0].tolist() == [200, -50]
    assert len(centres) == 6


def test_a_fixed_centre_at_the_edge_of_its_points_gets_another_where_most_of_them_are() -> None:
    held = cloud(*((float(x), 1.0) for x in range(1, 10)), (100, 1), (101, 1), fixed=1)
    centres = improve(held, at(0, 100, 101), 0.25, 3)[:, 0]
    assert centres[0] == 0
    assert 5 <= sorted(centres)[1] <= 7
    assert sorted(centres)[2] == 100.5


def test_two_centres_in_one_group_and_one_in_two_are_mended() -> None:
    held = cloud((0, 1), (1, 1), (50, 1), (51, 1), (100, 1), (101, 1))
    stuck = at(0, 1, 75)
    assert sorted(improve(held, lloyd(held, stuck, 5), 0.25, 3)[:, 0].tolist()) == [0.5, 50.5, 100.5]


def test_fewer_different_points_than_centres_end_the_splitting() -> None:
    assert sorted(first_centres(cloud((0, 1), (9, 1)), at(), 5)[:, 0].tolist()) == [0, 9]
