"""The estimator keeps every rule that scikit-learn has for its own, and finds lower inertia."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.datasets import make_blobs
from sklearn.exceptions import ConvergenceWarning
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from kmeans_core.clustering import SwapKMeans


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")  # checks have few rows
@parametrize_with_checks([SwapKMeans()])
def test_every_check_of_scikit_learn_holds(estimator: Any, check: Any) -> None:
    assert check(estimator) is None  # a check raises where a rule is broken


def test_four_points_are_two_pairs() -> None:
    model = SwapKMeans(2, random_state=0).fit([[0, 0], [0, 2], [10, 0], [10, 2]])
    assert model.cluster_centers_.tolist() == [[0, 1], [10, 1]]
    assert (model.inertia_, model.labels_.tolist()) == (4, [0, 0, 1, 1])
    assert model.transform([[3, 1]]).tolist() == [[3, 7]]
    assert model.score([[3, 1]], sample_weight=[2]) == -18


def test_a_weight_counts_as_so_many_rows() -> None:
    rows = np.random.default_rng(0).normal(size=(200, 3))
    times = np.arange(200) % 4
    weighted = SwapKMeans(6, random_state=1).fit(rows, sample_weight=times)
    repeated = SwapKMeans(6, random_state=1).fit(np.repeat(rows, times, axis=0))
    assert weighted.cluster_centers_ == pytest.approx(repeated.cluster_centers_)
    assert weighted.inertia_ == pytest.approx(repeated.inertia_)


def test_the_same_seed_gives_the_same_centres_and_no_worse_than_ten_restarts() -> None:
    rows, _ = make_blobs(3_000, 4, centers=30, random_state=0)
    ours = SwapKMeans(30, random_state=3).fit(rows)
    assert (ours.cluster_centers_ == clone(ours).fit(rows).cluster_centers_).all()
    assert ours.inertia_ <= KMeans(30, n_init=10, random_state=3).fit(rows).inertia_ * (1 + 1e-9)


def test_fewer_different_rows_than_clusters_warn_and_leave_equal_centres() -> None:
    with pytest.warns(ConvergenceWarning, match="2 different rows cannot form 3 clusters"):
        model = SwapKMeans(3, random_state=0).fit([[0.0], [0.0], [5.0], [5.0]])
    assert np.unique(model.cluster_centers_).tolist() == [0, 5]
    assert model.inertia_ == 0


def test_one_cluster_is_the_mean() -> None:
    model = SwapKMeans(1).fit([[0.0], [3.0]], sample_weight=[1, 2])
    assert (model.cluster_centers_.tolist(), model.inertia_) == ([[2]], 6)


def test_it_works_in_pipelines_grids_and_with_frames() -> None:
    rows, _ = make_blobs(120, 2, centers=3, random_state=0)
    frame = pd.DataFrame(rows, columns=["x", "y"])
    pipeline = make_pipeline(StandardScaler(), SwapKMeans(random_state=0)).set_output(transform="pandas")
    found = GridSearchCV(pipeline, {"swapkmeans__n_clusters": [2, 3]}, cv=3).fit(frame)
    assert found.best_params_ == {"swapkmeans__n_clusters": 3}
    distances = found.best_estimator_.transform(frame)
    assert list(distances.columns) == ["swapkmeans0", "swapkmeans1", "swapkmeans2"]
