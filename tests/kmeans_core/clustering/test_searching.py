"""Searches put every centre in its own cluster, and go on while starts disagree."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.solving import search
from kmeans_core.clustering.swaps import swap_search
from kmeans_core.common import Stopped
from tests.kmeans_core.clustering.test_swaps import everyone_found, grid


def cost(points: Points, centres: np.ndarray) -> float:
    return float(((points.values[:, None] - centres) ** 2).sum(axis=2).min(axis=1) @ points.mass)


@pytest.mark.parametrize("number", range(5))
def test_every_centre_finds_its_own_cluster_on_a_grid(number):
    truth, values = grid(7, 60, number)
    found = fit(values, KMeansSettings(49, "random rows", seed=number))
    assert everyone_found(found.centres, truth)
    assert max(found.restarts) > found.inertia * 1.01


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.booleans(), st.integers(1, 3))
def test_no_search_ends_above_its_starts(number, k, weighted, count):
    random = np.random.default_rng(number)
    values = random.choice([1.0, 30.0], (90, 1)) * random.standard_t(2, (90, 2))
    weights = random.uniform(0.1, 3, 90) if weighted else None
    points = Points(values, weights)
    starts = [descend(points, values[random.choice(90, k, replace=False)]) for _ in range(count)]
    for start in starts:
        assert swap_search(points, start).inertia <= start.inertia * (1 + 1e-12)
    found = search(points, starts, random, 10)
    assert found.restarts == tuple(start.inertia for start in starts[: len(found.restarts)])
    assert found.best.inertia <= min(found.restarts) * (1 + 1e-12)
    assert found.best.inertia == pytest.approx(cost(points, found.best.centres))


def test_two_starts_that_come_to_the_same_are_enough_where_rows_are_many():
    random = np.random.default_rng(3)
    points = Points(random.normal(size=(30_000, 2)))
    starts = [descend(points, points.values[at : at + 3]) for at in (0, 3, 6, 9)]
    found = search(points, starts, random, 10)
    assert found.sure
    assert found.restarts == (starts[0].inertia, starts[1].inertia)


def test_one_start_is_enough_for_a_settled_solution_of_many_rows():
    truth, values = grid(5, 4_000)
    starts = (descend(Points(values), truth) for _ in range(10))
    found = search(Points(values), starts, np.random.default_rng(0), 10)
    assert (len(found.restarts), found.sure) == (1, True)
    assert len(list(starts)) == 9  # starts are made as they are asked for


def test_two_more_starts_confirm_a_settled_solution_of_few_rows():
    truth, values = grid(3, 50)
    starts = (descend(Points(values), truth) for _ in range(10))
    found = search(Points(values), starts, np.random.default_rng(0), 10)
    assert (len(found.restarts), found.sure) == (3, True)
    assert len(list(starts)) == 7


def test_all_starts_are_made_where_rows_are_few_and_no_solution_is_settled():
    points = Points(np.random.default_rng(0).normal(size=(500, 4)))
    starts = [descend(points, points.values[at : at + 8]) for at in range(0, 80, 8)]
    found = search(points, starts, np.random.default_rng(0), 10)
    assert found.restarts == tuple(start.inertia for start in starts)
    assert found.best.inertia < min(found.restarts)


def test_a_search_that_ends_with_its_time_is_not_sure():
    points = Points(np.random.default_rng(0).normal(size=(3_000, 6)))
    start = descend(points, points.values[:25])
    assert not search(points, [start], np.random.default_rng(0), 1).sure


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_a_search_does_not_depend_on_the_unit(unit):
    values = np.random.default_rng(0).normal(size=(180, 13))
    start = descend(Points(values), values[:7])
    scaled = descend(Points(values * unit), start.centres * unit)
    plain = search(Points(values), [start], np.random.default_rng(0), 10).best
    found = search(Points(values * unit), [scaled], np.random.default_rng(0), 10).best
    assert plain.inertia < start.inertia
    assert found.inertia / unit**2 == pytest.approx(plain.inertia, rel=1e-9)


def test_a_search_tells_what_it_does_and_stops_when_asked():
    told = []

    def stop(done, words):
        told.append((done, words))
        if done > 0.6:
            raise Stopped

    values = np.random.default_rng(0).normal(size=(300, 4))
    points = Points(values, progress=stop)
    starts = [descend(Points(values), values[at : at + 8]) for at in range(0, 80, 8)]
    with pytest.raises(Stopped):
        search(points, starts, np.random.default_rng(0), 10)
    assert {words for _, words in told} == {"Moving centres", "Trying swaps"}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert 0 < max(done for done, _ in told) <= 1


def test_a_trap_from_which_no_swap_leads_is_left_by_hope():
    # six groups and three centres: which groups are joined decides, and two starts may join the same ones
    random = np.random.default_rng(6)
    values = 3 * random.normal(size=(6, 4))[random.integers(6, size=12_000)] + random.normal(size=(12_000, 4))
    values = (values - values.mean(axis=0)) / values.std(axis=0)
    for number in range(4):
        assert fit(values, KMeansSettings(3, seed=number)).inertia < 16_561
