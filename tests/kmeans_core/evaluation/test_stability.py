"""Stability: plain groups come back, arbitrary cuts do not."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.stability import ClusterStability, cluster_stability, jaccard
from tests.kmeans_core.matrices import groups, matrix_of

THREE = KMeansSettings(k=3, n_init=2)


def test_jaccard_by_hand() -> None:
    one, other = np.array([0, 0, 0, 1, 1], np.int32), np.array([1, 1, 0, 0, 0], np.int32)
    assert jaccard(one, other, 2) == pytest.approx([2 / 3, 2 / 3])


def test_jaccard_of_unequal_clusters_by_hand() -> None:
    one = np.array([0] * 6 + [1] * 2 + [2], np.int32)
    other = np.array([2] * 5 + [0] * 3 + [1], np.int32)
    assert jaccard(one, other, 3) == pytest.approx([5 / 6, 2 / 3, 1])
    assert jaccard(other, one, 3) == pytest.approx([2 / 3, 1, 5 / 6])


def test_a_cluster_that_was_not_drawn_has_no_jaccard() -> None:
    found = jaccard(np.array([0, 0, 2], np.int32), np.array([0, 0, 1], np.int32), 3)
    assert found.tolist() == pytest.approx([1, np.nan, 1], nan_ok=True)


@pytest.mark.parametrize(
    ("value", "badge"),
    [
        (1.0, "very stable"),
        (0.85, "very stable"),
        (0.849, "stable"),
        (0.75, "stable"),
        (0.749, "a pattern"),
        (0.6, "a pattern"),
        (0.599, "doubtful"),
        (0.0, "doubtful"),
        (np.nan, "not testable"),
    ],
)
def test_badges_begin_at_their_thresholds(value: float, badge: str) -> None:
    assert ClusterStability(np.array([value]), 25, 100, "").level(0) == badge


def test_draws_are_of_2000_rows_or_20_a_cluster_or_the_table() -> None:
    for n, k, drawn in ((90, 3, 90), (2_500, 3, 2_000), (2_500, 110, 2_200)):
        matrix = matrix_of(np.random.default_rng(0).normal(size=(n, 2)))
        found = cluster_stability(matrix, cluster(matrix, KMeansSettings(k=k, n_init=1)), draws=1)
        assert (found.rows, found.draws) == (drawn, 1)


def test_stability_is_that_of_its_clustering() -> None:
    matrix = matrix_of(groups(3))
    present = cluster(matrix, THREE)
    assert cluster_stability(matrix, present, draws=1).digest == present.digest


def test_a_cluster_is_judged_by_the_draws_that_held_it() -> None:
    values = np.concatenate([groups(2, each=200), [[90.0, 90]]])
    matrix = matrix_of(values)
    found = cluster_stability(matrix, cluster(matrix, THREE), draws=12)
    assert found.level(2) == "very stable"  # one row, found in each draw that holds it
    assert found.jaccard[2] == 1
    assert found.draws == 12


def test_one_draw_says_how_alike_its_clusters_are() -> None:
    matrix = matrix_of(groups(3))
    assert cluster_stability(matrix, cluster(matrix, THREE), draws=1).jaccard == pytest.approx(1)


def test_progress_counts_the_draws() -> None:
    matrix, said = matrix_of(groups(3)), list[tuple[float, str]]()
    cluster_stability(matrix, cluster(matrix, THREE), 4, lambda done, words: said.append((done, words)))
    assert said == [(i / 4, "Drawing rows again") for i in range(4)]


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
