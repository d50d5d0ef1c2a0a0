"""Where rows are few, moves of single rows and random swaps go below where Lloyd stops."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_wine

from kmeans_core.clustering.assignment import sums
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.single_row_search import (
    Solution,
    best_of_each_cluster,
    fill_an_empty_cluster,
    random_swap,
    single_row_moves,
    squared_distances,
    thorough_search,
)
from kmeans_core.common import Stopped

WINE = (load_wine().data - load_wine().data.mean(axis=0)) / load_wine().data.std(axis=0)


def inertia(values: np.ndarray, centres: np.ndarray) -> float:
    return float(((values[:, None] - centres) ** 2).sum(axis=2).min(axis=1).sum())


def test_no_single_row_can_move_to_gain_after_single_row_moves():
    values = load_wine().data[:60, :3]
    found = single_row_moves(values, values[:6])
    for row in range(60):
        for target in range(6):
            labels = found.labels.copy()
            labels[row] = target
            if np.bincount(labels, minlength=6).all():
                means = sums(values, labels.astype(np.int32), 6) / np.bincount(labels)[:, None]
                assert ((values - means[labels]) ** 2).sum() >= found.inertia * (1 - 1e-9)


def test_single_row_moves_go_below_where_lloyd_stops():
    points = Points(WINE)
    stopped = [descend(points, seed(points, 10, np.random.RandomState(n))) for n in range(10)]
    moved = [single_row_moves(WINE, each.centres) for each in stopped]
    assert all(b.inertia <= a.inertia * (1 + 1e-12) for a, b in zip(stopped, moved, strict=True))
    assert sum(b.inertia < a.inertia * 0.999 for a, b in zip(stopped, moved, strict=True)) >= 5
    for each in moved:
        assert each.inertia == pytest.approx(((WINE - each.centres[each.labels]) ** 2).sum())


def test_a_row_moves_where_the_shifts_of_both_means_pay_by_hand():
    # Lloyd rests at {0, 4}, {6.5, 8}: 4 is nearer to 2 than to 7.25. With the means' shifts the other pairing
    # costs less: {0}, {4, 6.5, 8} has 8.17 against 9.13.
    values = np.array([[0.0], [4.0], [6.5], [8.0]])
    found = single_row_moves(values, np.array([[2.0], [7.25]]))
    assert found.labels.tolist() == [0, 1, 1, 1]
    assert found.inertia == pytest.approx(8 + 1 / 6)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 3))
def test_a_thorough_search_never_ends_above_its_best_start(number, k, count):
    random = np.random.default_rng(number)
    values = random.choice([1.0, 30.0], (90, 1)) * random.standard_t(2, (90, 2))
    points = Points(values)
    starts = [descend(points, values[random.choice(90, k, replace=False)]) for _ in range(count)]
    centres = thorough_search(points, starts, random)
    assert inertia(values, centres) <= min(start.inertia for start in starts) * (1 + 1e-9)


def test_random_swaps_and_mergers_go_below_single_row_moves_alone():
    points = Points(WINE)
    starts = [descend(points, seed(points, 10, np.random.RandomState(n))) for n in range(5)]
    alone = min(single_row_moves(WINE, each.centres).inertia for each in starts)
    assert inertia(WINE, thorough_search(points, starts, np.random.default_rng(0))) < alone * 0.998


def test_a_thorough_search_tells_what_it_does_and_stops_when_asked():
    told = []
    points = Points(WINE, progress=lambda done, words: told.append((done, words)))
    starts = [descend(Points(WINE), seed(points, 6, np.random.RandomState(n))) for n in range(5)]
    told.clear()
    thorough_search(points, starts, np.random.default_rng(0))
    assert list(dict.fromkeys(words for _, words in told)) == [
        "Moving single rows",
        "Trying swaps",
        "Merging solutions",
    ]
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert max(done for done, words in told if words == "Trying swaps") < 1
    assert sum(words == "Moving single rows" for _, words in told) <= 4

    def stop(done, words):
        raise Stopped

    with pytest.raises(Stopped):
        thorough_search(Points(WINE, progress=stop), starts, np.random.default_rng(0))


@pytest.mark.parametrize("unit", [1, 1e-3])
def test_an_empty_cluster_takes_the_farthest_row_that_is_not_alone(unit):
    values = np.array([[0.0], [1.0], [5.0], [99.0]]) * unit
    labels = np.array([0, 0, 0, 1])
    centres = np.array([[0.0], [50.0], [7.0]]) * unit
    filled = fill_an_empty_cluster(values, centres, labels, np.array([3.0, 1.0, 0.0]))
    assert filled.tolist() == [0, 0, 2, 1]
    assert labels.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize("unit", [1e-9, 1e9])
def test_a_thorough_search_does_not_depend_on_the_unit(unit):
    starts = [descend(Points(WINE), seed(Points(WINE), 7, np.random.RandomState(0)))]
    scaled = [descend(Points(WINE * unit), starts[0].centres * unit)]
    plain = thorough_search(Points(WINE), starts, np.random.default_rng(0))
    found = thorough_search(Points(WINE * unit), scaled, np.random.default_rng(0))
    assert inertia(WINE, plain) < starts[0].inertia
    assert inertia(WINE, found / unit) == pytest.approx(inertia(WINE, plain), rel=1e-9)


def test_empty_clusters_are_filled_on_the_way():
    found = single_row_moves(WINE, np.vstack([WINE[:3], WINE[:2] + 900]))
    assert np.bincount(found.labels, minlength=5).min() > 0


def test_only_moves_between_clusters_not_yet_touched_are_made_at_once():
    labels, rows, targets = np.array([0, 0, 1, 2, 3]), np.array([0, 2, 3, 1]), np.array([1, 3, 3, 2])
    assert best_of_each_cluster(4, labels, rows, targets).tolist() == [1, 0, 1, 3, 3]


def test_a_swap_puts_the_centre_that_is_missed_least_on_a_drawn_row():
    values = np.array([[0.0], [0.2], [10.0], [10.1], [50.0], [52.0]])
    labels, centres = np.array([0, 0, 1, 1, 2, 2]), np.array([[0.1], [10.05], [51.0]])
    drawn = set()
    for number in range(30):
        swapped = random_swap(values, Solution(centres, labels, 0.0), np.random.default_rng(number))
        gone = [j for j in range(3) if swapped[j] != centres[j]]
        assert gone in ([0], [1], [2])
        drawn.add(float(swapped[gone[0]][0]))
    assert drawn == {50.0, 52.0}  # they hold nearly all of the inertia


def test_squared_distances_are_those_of_pythagoras_and_never_negative():
    values = np.array([[3.0, 4.0], [1e8, 1e8]])
    squared = squared_distances(values, np.array([[0.0, 0.0], [1e8, 1e8]]), (values**2).sum(axis=1))
    assert squared[0, 0] == 25
    assert squared.min() >= 0


def test_a_fall_by_rounding_is_none():
    one, same, lower = (Solution(np.zeros((1, 1)), np.zeros(1, int), x) for x in (1.0, 1 - 1e-12, 1 - 1e-6))
    assert lower.beats(one)
    assert not same.beats(one)
    assert not one.beats(one)
