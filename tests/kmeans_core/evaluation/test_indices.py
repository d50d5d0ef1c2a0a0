"""The three indices equal scikit-learn's, and say `None` where they mean nothing."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_wine
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.indices import Quality, quality_of


def test_four_corners_are_judged_as_by_hand():
    values = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)
    assert quality_of(values, np.array([0, 0, 1, 1])) == Quality((1 + 1) / 10, 100 / 1 / (4 / 2))


@pytest.mark.parametrize("k", [2, 3, 10])
@pytest.mark.parametrize("algorithm", ["lloyd", "mini-batch"])
def test_indices_equal_scikit_learn(k, algorithm):
    values = load_wine().data
    found = fit(values, KMeansSettings(k, algorithm=algorithm))
    judged = quality_of(values, found.labels)
    assert judged.davies_bouldin == pytest.approx(davies_bouldin_score(values, found.labels))
    assert judged.calinski_harabasz == pytest.approx(calinski_harabasz_score(values, found.labels))


def test_numbers_without_rows_are_ignored():
    values = load_wine().data
    labels = np.arange(len(values)) % 3
    assert quality_of(values, labels * 5) == quality_of(values, labels)


def test_one_cluster_and_rows_alone_in_theirs_have_no_index() -> None:
    values = np.array([[0.0], [2.0], [9.0]])
    assert quality_of(values, np.zeros(3, int)) == Quality(None, None)
    assert quality_of(values, np.arange(3)) == Quality(0.0, None)
    assert quality_of(values, np.array([0, 0, 1])).calinski_harabasz == pytest.approx(
        calinski_harabasz_score(values, [0, 0, 1])
    )


def test_no_spread_within_clusters_has_no_index():
    values = np.array([[1.0], [1.0], [3.0], [3.0]])
    assert quality_of(values, np.array([0, 0, 1, 1])) == Quality(0.0, None)


def test_equal_means_have_no_davies_bouldin():
    values = np.array([[1.0], [-1.0], [2.0], [-2.0]])
    assert quality_of(values, np.array([0, 0, 1, 1])) == Quality(None, 0.0)
