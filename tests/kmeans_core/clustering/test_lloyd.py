"""A descent ends where plain Lloyd iterations end, and leaves no cluster empty."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans

from kmeans_core.clustering import assignment
from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.lloyd import descend, filled
from kmeans_core.clustering.points import Points


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(2, 12), st.integers(1, 5), st.booleans(), st.booleans())
def test_a_descent_ends_where_plain_lloyd_ends(number, k, d, weighted, parted):
    random = np.random.default_rng(number)
    values = random.standard_t(3, (200, d))
    weights = random.uniform(0.1, 3, 200) if weighted else None
    first = values[random.choice(200, k, replace=False)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(assignment, "_STEP_ROWS", 30 if parted else 2**16)
        found = descend(Points(values, weights), first)
    plain = KMeans(k, init=first, n_init=1, tol=0).fit(values, sample_weight=weights)
    assert found.converged
    assert found.inertia == pytest.approx(plain.inertia_, rel=1e-9)
    np.testing.assert_array_equal(found.nearest.labels, plain.labels_)
    np.testing.assert_allclose(found.centres, plain.cluster_centers_, atol=1e-9)


def test_a_descent_takes_the_steps_that_it_may_take():
    values = np.random.default_rng(0).normal(size=(3_000, 2))
    whole = descend(Points(values), values[:9])
    assert whole.converged
    assert whole.n_iter > 20
    for most in (1, 4, 5, 6, 17):
        found = descend(Points(values, max_iter=most), values[:9])
        assert (found.n_iter, found.converged) == (most, False)
        plain = KMeans(9, init=values[:9], n_init=1, max_iter=most, tol=0).fit(values)
        np.testing.assert_allclose(found.centres, plain.cluster_centers_, atol=1e-12)


def test_a_descent_ends_at_the_first_step_below_the_tolerance():
    values = np.random.default_rng(0).normal(size=(3_000, 2))
    ends = [descend(Points(values, max_iter=most), values[:9]).centres for most in range(1, 40)]
    steps = [((b - a) ** 2).sum() for a, b in pairwise(ends)]
    place = next(i for i in range(15, 38) if steps[i] < min(steps[:i]))
    found = descend(Points(values, tolerance=steps[place] * (1 + 1e-9)), values[:9])
    assert (found.n_iter, found.converged) == (place + 2, True)


def test_an_empty_cluster_takes_the_farthest_row():
    found = descend(Points(np.array([[0.0], [1.0], [2.0], [50.0]])), np.array([[1.0], [900.0]]))
    assert sorted(found.centres.ravel().tolist()) == [1, 50]


@pytest.mark.parametrize("most", [1, 2, 300])
def test_no_cluster_is_left_empty_even_after_one_step(most):
    values = np.repeat(np.arange(12.0), 25)[:, None] ** 2
    for number in range(30):
        first = values[np.random.default_rng(number).choice(300, 11, replace=False)]
        found = descend(Points(values, max_iter=most), first)
        assert np.bincount(found.nearest.labels, minlength=11).min() > 0
        assert found.inertia == pytest.approx(((values - found.centres[found.nearest.labels]) ** 2).sum())


def test_weights_that_leave_a_cluster_leave_no_rounding_behind():
    # .1 + .2 - .1 - .2 is not 0, and to divide by that would throw the centre of an emptied cluster far off
    values = np.array([[0.0], [0.1], [5.0], [5.2], [5.4], [9.0], [30.0]])
    weights = np.array([0.1, 0.2, 0.3, 0.7, 0.1, 0.2, 0.6])
    for number in range(50):
        random = np.random.default_rng(number)
        found = descend(Points(values, weights), random.uniform(-5, 40, (5, 1)))
        assert np.bincount(found.nearest.labels, minlength=5).min() > 0
        assert found.centres.min() >= 0
        assert found.centres.max() <= 30


def test_an_empty_cluster_is_filled_with_all_rows_that_equal_the_farthest():
    values = np.array([[0.0], [1.0], [7.0], [7.0], [100.0]])
    centres = np.array([[1.0], [100.0], [500.0]])
    centres, nearest = filled(values, centres, assign(values, centres))
    assert nearest.labels.tolist() == [0, 0, 2, 2, 1]
    assert centres.ravel().tolist() == [1, 100, 7]


def test_rows_near_the_one_that_fills_a_cluster_go_with_it():
    values = np.array([[0.0], [1.0], [6.0], [7.0], [100.0]])
    centres, nearest = filled(values, np.array([[1.0], [100.0], [500.0]]), assign(values, values[[1, 4]]))
    assert centres.ravel().tolist() == [1, 100, 7]
    assert nearest.labels.tolist() == [0, 0, 2, 2, 1]
    assert nearest.second.tolist() == [2, 2, 0, 0, 2]
    assert nearest.d1.tolist() == [1, 0, 1, 0, 0]
    assert nearest.d2.tolist() == [49, 36, 25, 36, 93**2]


def test_a_centre_whose_only_row_is_taken_moves_on_to_the_next_one():
    values = np.array([[0.0], [0.5], [60.0]])
    centres = np.array([[0.0], [40.0], [900.0]])
    centres, nearest = filled(values, centres, assign(values, centres))
    assert nearest.labels.tolist() == [0, 1, 2]
    assert nearest.d1.tolist() == [0, 0, 0]


def test_fewer_different_rows_than_clusters_leave_some_empty():
    values = np.repeat([[0.1], [0.7]], 5, axis=0)
    found = descend(Points(values, max_iter=20), values[[0, 0, 5]])
    assert np.unique(found.nearest.labels).tolist() == [0, 2]
    assert found.inertia == pytest.approx(0, abs=1e-20)


def test_clusters_that_all_have_rows_are_left_as_they_are():
    values = np.array([[0.0], [1.0]])
    nearest = assign(values, values)
    assert filled(values, values, nearest)[1] is nearest
