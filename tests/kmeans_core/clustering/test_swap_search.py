"""Swap search puts every centre in its own cluster, and its prices are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import load_wine

from kmeans_core.clustering.assignment import assign, sums
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.seeding import seed
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.single_row_search import single_row_moves, thorough_search
from kmeans_core.clustering.swap_search import (
    Trade,
    lasting_search,
    merged,
    removal_losses,
    split_gains,
    swap_search,
)

CORNERS = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)


def grid(side: int, rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    truth = np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)
    random = np.random.default_rng(seed)
    return truth, np.repeat(truth, rows, axis=0) + random.normal(0, 0.12, (side * side * rows, 2))


def everyone_found(centres: np.ndarray, truth: np.ndarray) -> bool:
    squared = ((centres[:, None] - truth) ** 2).sum(axis=2)
    return len(set(squared.argmin(axis=1))) == len(truth) == len(set(squared.argmin(axis=0)))


def inertia(values: np.ndarray, centres: np.ndarray) -> float:
    return float(((values[:, None] - centres) ** 2).sum(axis=2).min(axis=1).sum())


def test_the_nearest_and_second_nearest_are_found_by_hand():
    found = assign(CORNERS, np.array([(0.0, 1.0), (10.0, 1.0), (0.0, 5.0)]))
    assert found.labels.tolist() == [0, 0, 1, 1]
    assert found.second.tolist() == [2, 2, 0, 0]
    assert found.d1.tolist() == [1, 1, 1, 1]
    assert found.d2.tolist() == [25, 9, 101, 101]


def test_ties_go_to_the_smaller_number():
    assert assign(np.array([[1.0]]), np.array([[0.0], [2.0], [2.0]])).labels.tolist() == [0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 5), st.booleans())
def test_a_descent_ends_where_plain_lloyd_ends(number, k, d, weighted):
    random = np.random.default_rng(number)
    values = random.standard_t(3, (200, d))
    weights = random.uniform(0.1, 3, 200) if weighted else None
    first = values[random.choice(200, k, replace=False)]
    found = descend(values, first, weights, tolerance=0)
    plain = KMeans(k, init=first, n_init=1, tol=0).fit(values, sample_weight=weights)
    assert found.converged
    assert found.inertia == pytest.approx(plain.inertia_, rel=1e-9)
    np.testing.assert_array_equal(found.nearest.labels, plain.labels_)


def test_an_empty_cluster_takes_the_farthest_row():
    found = descend(np.array([[0.0], [1.0], [2.0], [50.0]]), np.array([[1.0], [900.0]]))
    assert sorted(found.centres.ravel().tolist()) == [1, 50]


def test_the_same_seed_draws_the_rows_that_scikit_learn_draws():
    values = load_wine().data
    values = values - values.mean(axis=0)
    theirs = KMeans(7, init="k-means++", n_init=1, max_iter=1, random_state=4).fit(values)
    ours = descend(values, seed(values, 7, np.random.RandomState(4)), max_iter=1)
    np.testing.assert_allclose(ours.centres, theirs.cluster_centers_, atol=1e-9)


def test_sums_are_by_group_and_weighted():
    summed = sums(CORNERS, np.array([0, 2, 2, 0], np.int32), 3, np.array([1.0, 2.0, 3.0, 4.0]))
    assert summed.tolist() == [[40, 8], [0, 0], [30, 4]]


def test_a_split_gains_what_the_inertia_falls_by():
    gains, left, right = split_gains(
        np.array([[0.0], [1.0], [9.0], [10.0], [30.0]]),
        np.array([[5.0], [30.0]]),
        np.array([0, 0, 0, 0, 1], np.int32),
        np.ones(5),
    )
    assert gains.tolist() == [81, 0]
    assert sorted([left[0, 0], right[0, 0]]) == [0.5, 9.5]


def test_a_removal_costs_what_the_inertia_rises_by():
    values = np.array([[0.0], [2.0], [3.0], [20.0]])
    centres = np.array([[1.0], [3.0], [20.0]])
    losses = removal_losses(values, centres, assign(values, centres), np.ones(4))
    assert losses.tolist() == pytest.approx([14 / 3 - 2, 14 / 3 - 2, 1 / 2 * 17**2])


def test_weights_count_as_repeated_rows():
    values, times = CORNERS, np.array([1, 3, 2, 5])
    centres, repeated = np.array([(0.0, 1.5), (10.0, 1.0)]), np.repeat(CORNERS, times, axis=0)
    near, near_repeated = assign(values, centres), assign(repeated, centres)
    for weighted, plain in zip(
        (*split_gains(values, centres, near.labels, times.astype(float)),),
        (*split_gains(repeated, centres, near_repeated.labels, np.ones(11)),),
        strict=True,
    ):
        np.testing.assert_allclose(weighted, plain)
    np.testing.assert_allclose(
        removal_losses(values, centres, near, times.astype(float)),
        removal_losses(repeated, centres, near_repeated, np.ones(11)),
    )


@pytest.mark.parametrize("number", range(5))
def test_every_centre_finds_its_own_cluster_on_a_grid(number):
    truth, values = grid(7, 60, number)
    found = fit(values, KMeansSettings(49, "random rows", seed=number))
    assert everyone_found(found.centres, truth)
    assert max(found.restarts) > found.inertia * 1.01


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.booleans(), st.integers(1, 3))
def test_no_search_ends_above_its_start(number, k, weighted, count):
    random = np.random.default_rng(number)
    values = random.choice([1.0, 30.0], (90, 1)) * random.standard_t(2, (90, 2))
    weights = random.uniform(0.1, 3, 90) if weighted else None
    starts = [descend(values, values[random.choice(90, k, replace=False)], weights) for _ in range(count)]
    for start in starts:
        assert swap_search(values, start, weights).inertia <= start.inertia
    best, used = lasting_search(values, starts, random, weights)
    assert used == tuple(start.inertia for start in starts[: len(used)])
    assert best.inertia <= min(used)
    assert best.inertia == pytest.approx(best.nearest.d1 @ (np.ones(90) if weights is None else weights))
    if weights is None:
        thorough = thorough_search(values, starts, random)
        assert thorough.inertia <= min(start.inertia for start in starts) * (1 + 1e-9)
        assert thorough.inertia == pytest.approx(inertia(values, thorough.centres))


def test_a_solution_far_better_than_any_swap_is_settled():
    truth, values = grid(3, 50)
    best = descend(values, truth)
    assert Trade.of(values, best, None).settled()
    stuck = descend(values, np.vstack([truth[1:], truth[-1:] + 0.01]))
    assert not Trade.of(values, stuck, None).settled()


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
    values = load_wine().data
    values = (values - values.mean(axis=0)) / values.std(axis=0)
    stopped = [descend(values, seed(values, 10, np.random.RandomState(n))) for n in range(10)]
    moved = [single_row_moves(values, each.centres) for each in stopped]
    assert all(b.inertia <= a.inertia * (1 + 1e-12) for a, b in zip(stopped, moved, strict=True))
    assert sum(b.inertia < a.inertia * 0.999 for a, b in zip(stopped, moved, strict=True)) >= 5


def test_merged_solutions_take_one_of_each_pair():
    one, other = np.array([[0.0], [10.0], [20.0]]), np.array([[21.0], [1.0], [11.0]])
    child = merged(one, other, np.random.default_rng(0))
    assert all(value in (a, a + 1) for value, a in zip(child.ravel(), (0, 10, 20), strict=True))
