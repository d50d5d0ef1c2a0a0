"""Swap search puts every centre in its own cluster, and its prices are what they say."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.swap_search import (
    lasting_search,
    merged,
    swap_search,
)
from kmeans_core.common import Stopped

CORNERS = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)


def grid(side: int, rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    truth = np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)
    random = np.random.default_rng(seed)
    return truth, np.repeat(truth, rows, axis=0) + random.normal(0, 0.12, (side * side * rows, 2))


def everyone_found(centres: np.ndarray, truth: np.ndarray) -> bool:
    squared = ((centres[:, None] - truth) ** 2).sum(axis=2)
    return len(set(squared.argmin(axis=1))) == len(truth) == len(set(squared.argmin(axis=0)))


def cost(points: Points, centres: np.ndarray) -> float:
    return float(((points.values[:, None] - centres) ** 2).sum(axis=2).min(axis=1) @ points.mass())


@pytest.mark.parametrize("number", range(5))
def test_every_centre_finds_its_own_cluster_on_a_grid(number):
    truth, values = grid(7, 60, number)
    found = fit(values, KMeansSettings(49, "random rows", seed=number))
    assert everyone_found(found.centres, truth)
    assert max(found.restarts) > found.inertia * 1.01


def test_one_centre_between_two_groups_and_two_in_one_are_put_right():
    truth, values = grid(3, 50)
    stuck = descend(Points(values), np.vstack([truth[:-2], (truth[-2] + truth[-1]) / 2, truth[0] + 0.01]))
    assert not everyone_found(stuck.centres, truth)
    assert everyone_found(swap_search(Points(values), stuck).centres, truth)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.booleans(), st.integers(1, 3))
def test_no_search_ends_above_its_start(number, k, weighted, count):
    random = np.random.default_rng(number)
    values = random.choice([1.0, 30.0], (90, 1)) * random.standard_t(2, (90, 2))
    weights = random.uniform(0.1, 3, 90) if weighted else None
    points = Points(values, weights)
    starts = [descend(points, values[random.choice(90, k, replace=False)]) for _ in range(count)]
    for start in starts:
        assert swap_search(points, start).inertia <= start.inertia
    best, used = lasting_search(points, starts, random)
    assert used == tuple(start.inertia for start in starts[: len(used)])
    assert best.inertia <= min(used)
    assert best.inertia == pytest.approx(cost(points, best.centres))


def test_a_worse_solution_is_never_taken(monkeypatch):
    points = Points(grid(3, 20)[1])
    start = descend(points, points.values[:9])
    spoilt = Descent(start.centres, start.nearest, start.inertia * 1.5, 1, True)
    monkeypatch.setattr(sys.modules[swap_search.__module__], "descend", lambda *_: spoilt)
    assert swap_search(points, start) is start
    best, used = lasting_search(points, [start, spoilt, spoilt], np.random.default_rng(0))
    assert best is start
    assert used == (start.inertia, spoilt.inertia, spoilt.inertia)


def test_the_second_start_is_the_last_one_when_both_come_to_the_same():
    random = np.random.default_rng(3)
    points = Points(random.normal(size=(600, 2)))
    starts = [descend(points, points.values[:5]) for _ in range(4)]
    _, used = lasting_search(points, starts, random)
    assert used == (starts[0].inertia, starts[1].inertia)


def test_one_start_is_enough_where_its_solution_is_settled():
    truth, values = grid(3, 50)
    starts = (descend(Points(values), truth) for _ in range(3))
    assert len(lasting_search(Points(values), starts, np.random.default_rng(0))[1]) == 1
    assert len(list(starts)) == 2  # starts are made as they are asked for


def test_a_search_without_starts_is_a_mistake():
    with pytest.raises(ValueError) as mistake:
        lasting_search(Points(CORNERS), [], np.random.default_rng(0))
    assert str(mistake.value) == "No start was given."


def test_a_search_tells_which_start_it_improves_and_stops_when_asked():
    told = []

    def stop(done, words):
        told.append((done, words))
        if words == "Improving start 2":
            raise Stopped

    _, values = grid(3, 30)
    points = Points(values, progress=stop)
    starts = [descend(Points(values), values[:10]), descend(Points(values), values[-10:])]
    with pytest.raises(Stopped):
        lasting_search(points, starts, np.random.default_rng(0))
    assert (0.5, "Improving start 1") in told
    assert (0.5, "Moving centres") in told


def test_merged_solutions_take_one_of_each_pair():
    one, other = np.array([[0.0], [10.0], [20.0]]), np.array([[21.0], [1.0], [11.0]])
    child = merged(one, other, np.random.default_rng(0))
    assert all(value in (a, a + 1) for value, a in zip(child.ravel(), (0, 10, 20), strict=True))


def test_merged_solutions_take_from_both():
    one, other = np.zeros((40, 1)), np.full((40, 1), 1e-3)
    child = merged(one + np.arange(40)[:, None], other + np.arange(40)[:, None], np.random.default_rng(0))
    taken = (child.ravel() % 1 > 0).sum()
    assert 10 <= taken <= 30
