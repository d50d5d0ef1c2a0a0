"""Moves of single rows go below where Lloyd stops."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_wine

from kmeans_core.clustering.assignment import sums
from kmeans_core.clustering.lloyd import (
    Descent,
    best_of_each_cluster,
    descend,
    exchanged,
    single_row_moves,
    squared_distances,
)
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.restarts import seed

WINE = (load_wine().data - load_wine().data.mean(axis=0)) / load_wine().data.std(axis=0)


def moved(points: Points, first: np.ndarray) -> Descent:
    """Move single rows from where one step of Lloyd leads."""
    few = Points(points.values, points.weights, max_iter=1)
    return single_row_moves(points, descend(few, first))[0]


@pytest.mark.parametrize("weighted", [False, True])
def test_no_single_row_can_move_to_gain_after_single_row_moves(weighted):
    values = load_wine().data[:60, :3]
    mass = np.random.default_rng(0).integers(1, 5, 60).astype(float) if weighted else np.ones(60)
    found = moved(Points(values, mass if weighted else None), values[:6])
    for row in range(60):
        for target in range(6):
            labels = found.nearest.labels.copy()
            labels[row] = target
            if np.bincount(labels, minlength=6).all():
                means = sums(values, labels, 6, mass) / np.bincount(labels, mass)[:, None]
                assert ((values - means[labels]) ** 2).sum(axis=1) @ mass >= found.inertia * (1 - 1e-9)


def test_a_weighted_row_moves_as_its_copies_do_together():
    values, times = WINE[:40], np.arange(40) % 3 + 1
    once = moved(Points(values, times.astype(float)), values[:5])
    nearest = once.nearest
    copied = Points(np.repeat(values, times, axis=0))
    assert once.inertia == pytest.approx(descend(copied, once.centres).inertia)
    assert once.inertia == pytest.approx(nearest.d1 @ times)


def test_single_row_moves_go_below_where_lloyd_stops():
    points = Points(WINE)
    stopped = [descend(points, seed(points, 10, np.random.RandomState(n))) for n in range(10)]
    better = [single_row_moves(points, each)[0] for each in stopped]
    assert all(b.inertia <= a.inertia * (1 + 1e-12) for a, b in zip(stopped, better, strict=True))
    assert sum(b.inertia < a.inertia * 0.999 for a, b in zip(stopped, better, strict=True)) >= 5
    for each in better:
        assert each.inertia == pytest.approx(((WINE - each.centres[each.nearest.labels]) ** 2).sum())


def test_a_row_moves_where_the_shifts_of_both_means_pay_by_hand():
    # Lloyd rests at {0, 4}, {6.5, 8}: 4 is nearer to 2 than to 7.25. With the means' shifts the other pairing
    # costs less: {0}, {4, 6.5, 8} has 8.17 against 9.13.
    points = Points(np.array([[0.0], [4.0], [6.5], [8.0]]))
    found, turns = single_row_moves(points, descend(points, np.array([[2.0], [7.25]])))
    assert found.nearest.labels.tolist() == [0, 1, 1, 1]
    assert found.inertia == pytest.approx(8 + 1 / 6)
    assert turns == 2


def test_a_heavy_row_goes_to_its_second_nearest_centre_where_that_pays():
    # 90 is nearer to 75 than to 110. Alone with 110, and 60 by itself, costs 200 instead of 450.
    values = np.append(np.linspace(-1, 1, 2_001), [60.0, 90.0, 110.0])[:, None]
    points = Points(values)
    stuck = descend(points, np.array([[0.0], [75.0], [110.0]]))
    assert stuck.nearest.labels[-3:].tolist() == [1, 1, 2]
    found = exchanged(points, stuck, 1e-4)
    assert found.nearest.labels[-3:].tolist() == [1, 2, 2]
    assert stuck.inertia - found.inertia == pytest.approx(450 - 200)


def test_rows_are_not_exchanged_for_less_than_was_asked():
    points = Points(WINE)
    stopped = descend(points, seed(points, 10, np.random.RandomState(0)))
    assert exchanged(points, stopped, 1.0) is stopped
    found = exchanged(points, stopped, 1e-6)
    assert found.inertia < stopped.inertia
    assert found.n_iter > stopped.n_iter


def test_rows_stay_where_there_are_fewer_different_ones_than_clusters():
    points = Points(np.repeat([[0.0], [5.0]], 3, axis=0))
    start = descend(points, np.array([[0.0], [5.0], [7.0]]))
    found, turns = single_row_moves(points, start)
    assert (found.inertia, turns) == (0, 0)


def test_only_moves_between_clusters_not_yet_touched_are_made_at_once():
    labels, rows, targets = np.array([0, 0, 1, 2, 3]), np.array([0, 2, 3, 1]), np.array([1, 3, 3, 2])
    assert best_of_each_cluster(4, labels, rows, targets).tolist() == [1, 0, 1, 3, 3]


def test_squared_distances_are_those_of_pythagoras_and_never_negative():
    values = np.array([[3.0, 4.0], [1e8, 1e8]])
    norms = (values**2).sum(axis=1)
    squared = squared_distances(values, norms, np.array([[0.0, 0.0], [1e8, 1e8]]))
    assert squared[0, 0] == 25
    assert squared.min() >= 0
