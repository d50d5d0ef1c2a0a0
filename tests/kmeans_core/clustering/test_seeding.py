"""First centres are the ones that scikit-learn draws."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans, kmeans_plusplus
from sklearn.datasets import load_wine

from kmeans_core.clustering.points import Points
from kmeans_core.clustering.restarts import first_centres, seed
from kmeans_core.common import Stopped

WINE = load_wine().data - load_wine().data.mean(axis=0)


@pytest.mark.parametrize("number", range(3))
@pytest.mark.parametrize("weighted", [False, True])
def test_the_same_seed_draws_the_rows_that_scikit_learn_draws(number, weighted):
    weights = np.random.default_rng(number).uniform(0.1, 9, len(WINE)) if weighted else None
    ours = seed(Points(WINE, weights), 12, np.random.RandomState(number))
    theirs, _ = kmeans_plusplus(WINE, 12, sample_weight=weights, random_state=np.random.RandomState(number))
    np.testing.assert_array_equal(ours, theirs)


def test_k_means_plus_plus_draws_a_row_from_each_far_group():
    values = np.repeat([[0.0], [50.0], [90.0], [200.0]], 40, axis=0) + np.random.default_rng(0).normal(
        size=(160, 1)
    )
    for number in range(10):
        drawn = seed(Points(values), 4, np.random.RandomState(number))
        assert np.round(np.sort(drawn.ravel()), -1).tolist() == [0, 50, 90, 200]


def test_random_rows_are_drawn_by_weight_and_none_twice():
    weights = np.array([1.0, 1.0, 1e-9, 1.0])
    points = Points(np.arange(4.0)[:, None], weights)
    for number in range(20):
        drawn = first_centres(points, 3, "random rows", np.random.RandomState(number))
        assert sorted(drawn.ravel().tolist()) == [0, 1, 3]


def test_random_rows_are_those_of_scikit_learn():
    drawn = first_centres(Points(WINE), 7, "random rows", np.random.RandomState(4))
    model = KMeans(7, init="random", n_init=1, max_iter=1, tol=1e9, random_state=4).fit(WINE)
    again = KMeans(7, init=drawn, n_init=1, max_iter=1, tol=1e9).fit(WINE)
    np.testing.assert_allclose(model.cluster_centers_, again.cluster_centers_)


def test_a_random_partition_begins_at_the_means_of_random_groups():
    centres = first_centres(Points(WINE), 5, "random partition", np.random.RandomState(0))
    assert centres.shape == (5, 13)
    assert np.abs(centres).max() < np.abs(WINE).max() / 3  # means of many rows lie near the middle


def test_no_group_of_a_random_partition_is_empty():
    values = np.arange(6.0)[:, None]
    for number in range(20):
        centres = first_centres(Points(values), 6, "random partition", np.random.RandomState(number))
        assert sorted(centres.ravel().tolist()) == [0, 1, 2, 3, 4, 5]


def test_a_partition_is_weighted():
    points = Points(np.array([[0.0], [8.0]]), np.array([3.0, 1.0]))
    for number in range(5):
        centres = first_centres(points, 2, "random partition", np.random.RandomState(number))
        assert sorted(centres.ravel().tolist()) == [0, 8]
    points = Points(np.array([[0.0], [4.0], [8.0]]), np.array([1.0, 3.0, 1.0]))
    means = {
        tuple(sorted(first_centres(points, 2, "random partition", np.random.RandomState(n)).ravel().tolist()))
        for n in range(20)
    }
    assert means == {(0, 5), (3, 8), (4, 4)}


def test_seeding_stops_when_asked():
    def stop(done, words):
        assert (done, words) == (0.25, "Drawing first centres")
        raise Stopped

    with pytest.raises(Stopped):
        seed(Points(WINE, progress=stop), 4, np.random.RandomState(0))
