"""Plain restarts and mini-batches are those of scikit-learn, and no solution has an empty cluster."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris, load_wine
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import restarts
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings


def blobs(n: int, d: int, k: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0, 5, (k, d))[random.integers(k, size=n)] + random.normal(size=(n, d))


def check_equal(ours, theirs):
    assert adjusted_rand_score(ours.labels, theirs.labels_) == 1
    numbers = np.zeros(len(ours.centres), int)
    numbers[theirs.labels_] = ours.labels
    np.testing.assert_allclose(ours.centres[numbers], theirs.cluster_centers_, rtol=1e-7, atol=1e-9)
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-9)
    assert ours.n_iter == theirs.n_iter_ or theirs.algorithm == "elkan"  # which counts equal ends otherwise


@pytest.mark.parametrize("k", [2, 3, 7, 20])
@pytest.mark.parametrize("init", ["k-means++", "random rows"])
@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
@pytest.mark.parametrize("load", [load_iris, load_wine])
def test_restarts_equal_scikit_learn(k, init, algorithm, load):
    values = load().data
    ours = fit(values, KMeansSettings(k, init, n_init=4, seed=5, search="restarts", algorithm=algorithm))
    name = {"random rows": "random"}.get(init, init)
    theirs = KMeans(k, init=name, n_init=4, random_state=5, algorithm=algorithm).fit(values)
    check_equal(ours, theirs)
    assert len(ours.restarts) == 4
    assert min(ours.restarts) == pytest.approx(theirs.inertia_, rel=1e-9)


@pytest.mark.parametrize("init", ["k-means++", "random rows"])
def test_restarts_of_many_rows_equal_scikit_learn_too(init):
    values = blobs(9_000, 4, 9)
    ours = fit(values, KMeansSettings(9, init, n_init=3, seed=2, search="restarts"))
    theirs = KMeans(9, init={"random rows": "random"}.get(init, init), n_init=3, random_state=2).fit(values)
    check_equal(ours, theirs)


def test_one_start_from_own_centres_equals_scikit_learn():
    values = load_iris().data
    own = values[[0, 1, 2]]
    ours = fit(values, KMeansSettings(3, search="restarts"), start=own)
    check_equal(ours, KMeans(3, init=own, n_init=1).fit(values))
    assert len(ours.restarts) == 1


def test_every_start_is_told_in_its_stretch():
    told = []
    points = Points(blobs(200, 2, 3), progress=lambda done, words: told.append((done, words)))
    list(restarts.restarts(points, KMeansSettings(3, n_init=4)))
    begun = [(done, words) for done, words in told if words.startswith("Start")]
    assert begun == [
        (0, "Start 1 of 4"),
        (0.25, "Start 2 of 4"),
        (0.5, "Start 3 of 4"),
        (0.75, "Start 4 of 4"),
    ]
    assert [done for done, _ in told] == sorted(done for done, _ in told)


@pytest.mark.parametrize("init", ["k-means++", "random rows", "random partition"])
@pytest.mark.parametrize("algorithm", ["lloyd", "mini-batch"])
@pytest.mark.parametrize("most", [1, 300])
def test_no_solution_has_an_empty_cluster(init, algorithm, most, monkeypatch):
    monkeypatch.setattr(restarts, "_BATCHES", 3)
    different = np.random.default_rng(0).normal(size=(12, 2))
    for number in range(20):
        rows = np.r_[np.arange(12), np.random.default_rng(number).integers(12, size=288)]
        for k in (10, 11, 12):
            asked = KMeansSettings(k, init, 1, most, algorithm=algorithm, seed=number, search="restarts")
            found = fit(different[rows], asked)
            assert found.sizes.min() > 0
            assert len(found.sizes) == k


def test_mini_batches_come_close_to_the_best_and_repeat():
    values = blobs(30_000, 5, 6)
    quick = fit(values, KMeansSettings(6, algorithm="mini-batch"))
    assert quick.inertia <= fit(values, KMeansSettings(6)).inertia * 1.4
    again = fit(values, KMeansSettings(6, algorithm="mini-batch"))
    assert quick.labels.tolist() == again.labels.tolist()
    assert (quick.n_iter, quick.searched_rows, quick.restarts) == (300, 30_000, (quick.inertia,))


def test_mini_batches_begin_at_own_centres():
    values = np.array([[0.0], [1.0], [10.0], [11.0], [30.0]])
    own = KMeansSettings(2, "own centres", own_centres=((5.0,), (30.0,)), algorithm="mini-batch")
    assert fit(values, own).labels.tolist() == [0, 0, 0, 0, 1]


def test_mini_batches_tell_how_far_they_are(monkeypatch):
    monkeypatch.setattr(restarts, "_BATCHES", 4)
    told = []
    points = Points(blobs(200, 2, 3), progress=lambda done, words: told.append((done, words)))
    restarts.mini_batches(points, KMeansSettings(3, algorithm="mini-batch"))
    assert [each for each in told if each[1] == "Mini-batches"] == [(i / 4, "Mini-batches") for i in range(4)]


def test_mini_batches_make_more_clusters_than_a_batch_has_rows(monkeypatch):
    monkeypatch.setattr(restarts, "_BATCHES", 2)
    monkeypatch.setattr(restarts, "_BATCH_ROWS", 40)
    found = fit(blobs(200, 2, 50), KMeansSettings(90, algorithm="mini-batch"))
    assert (len(found.sizes), found.sizes.sum()) == (90, 200)
    assert found.sizes.min() > 0
