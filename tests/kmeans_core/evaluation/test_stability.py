"""Stability: plain groups come back, arbitrary cuts do not; restarts end in few places."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.minima import local_minima, shown_minimum
from kmeans_core.evaluation.robustness import robustness
from kmeans_core.evaluation.stability import cluster_stability, jaccard
from tests.kmeans_core.matrices import groups, matrix_of

THREE = KMeansSettings(k=3, n_init=2)


def test_jaccard_by_hand() -> None:
    one, other = np.array([0, 0, 0, 1, 1], np.int32), np.array([1, 1, 0, 0, 0], np.int32)
    assert jaccard(one, other, 2) == pytest.approx([2 / 3, 2 / 3])


def test_plain_groups_are_very_stable() -> None:
    matrix = matrix_of(groups(3))
    found = cluster_stability(matrix, cluster(matrix, THREE), draws=5)
    assert found.jaccard == pytest.approx(1)
    assert [found.level(i) for i in range(3)] == ["very stable"] * 3


def test_a_cloud_cut_in_six_is_less_stable() -> None:
    matrix = matrix_of(np.random.default_rng(0).normal(size=(200, 3)))
    found = cluster_stability(matrix, cluster(matrix, KMeansSettings(k=6, n_init=2)), draws=8)
    assert found.jaccard.max() < 0.85
    assert found.level(int(found.jaccard.argmin())) in ("a pattern", "doubtful")


def test_restarts_are_gathered_by_where_they_end() -> None:
    matrix = matrix_of(groups(5, each=30, apart=12))
    found = local_minima(matrix, KMeansSettings(k=5), starts=20)
    inertias = [each.inertia for each in found.minima]
    assert inertias == sorted(inertias)
    assert sum(each.starts for each in found.minima) == len(found.ends) == 20
    assert found.minima[0].ari == 1
    assert [found.ends.count(i) for i in range(len(inertias))] == [each.starts for each in found.minima]
    for each in found.minima:
        assert each.ari == pytest.approx(adjusted_rand_score(found.minima[0].labels, each.labels))
        assert adjusted_rand_score(each.labels, shown_minimum(matrix, each)) == pytest.approx(1)


def test_robustness_is_1_where_nothing_changes() -> None:
    matrix = matrix_of(groups(3))
    found = robustness({"none": matrix, "again": matrix}, cluster(matrix, THREE), [2, 3], [0, 1])
    assert found.ari.shape == (2, 2, 2)
    assert found.ari[:, 1] == pytest.approx(1)
    assert (found.ari[:, 0] < 0.9).all()


def test_robustness_has_a_gap_where_k_passes_the_distinct_rows() -> None:
    matrix = matrix_of(np.repeat([[0.0], [1.0], [5.0]], 4, axis=0))
    found = robustness({"none": matrix}, cluster(matrix, THREE), [3, 4], [0])
    assert found.ari[0, 0, 0] == pytest.approx(1)
    assert np.isnan(found.ari[0, 1, 0])


def test_clusters_that_no_draw_can_test_are_said_to_be_untestable() -> None:
    values = np.repeat(np.arange(6.0), 1)[:, None]
    matrix = matrix_of(values)
    found = cluster_stability(matrix, cluster(matrix, KMeansSettings(k=6, n_init=1)), draws=3)
    assert found.draws == 0
    assert [found.level(i) for i in range(6)] == ["not testable"] * 6


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_any_seed_that_can_be_chosen_works(seed: int) -> None:
    matrix, settings = matrix_of(groups(3)), KMeansSettings(k=3, n_init=1, seed=seed)
    assert cluster_stability(matrix, cluster(matrix, settings), draws=2).draws == 2
    assert sum(each.starts for each in local_minima(matrix, settings, starts=3).minima) == 3
