"""Silhouettes: by hand, against scikit-learn, and the estimate's interval against the exact mean."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import sample_rows
from kmeans_core.evaluation.silhouettes import (
    centroid_silhouettes,
    exact_silhouettes,
    mean_silhouettes,
    row_silhouettes,
    sampled_silhouettes,
    silhouette,
)
from tests.kmeans_core.matrices import groups, matrix_of


def blobs(n: int, d: int, k: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    labels = random.integers(k, size=n)
    return random.normal(0, 3, (k, d))[labels] + random.normal(size=(n, d)), labels


def test_two_pairs_by_hand() -> None:
    values = np.array([[0.0], [2.0], [10.0], [12.0]])
    inside, outside = 2, np.array([11, 9, 9, 11])  # mean distances to the own pair and to the other
    assert exact_silhouettes(values, np.array([0, 0, 1, 1])) == pytest.approx((outside - inside) / outside)


def test_a_row_alone_in_its_cluster_has_silhouette_0() -> None:
    assert exact_silhouettes(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]))[2] == 0


def test_one_cluster_has_no_silhouette_but_0() -> None:
    assert exact_silhouettes(np.arange(4.0)[:, None], np.zeros(4, int)).tolist() == [0, 0, 0, 0]


def test_equal_rows_in_different_clusters_have_silhouette_0() -> None:
    assert exact_silhouettes(np.ones((4, 3)), np.array([0, 0, 1, 1])).tolist() == [0, 0, 0, 0]


@settings(max_examples=25)
@given(st.integers(3, 60), st.integers(1, 20), st.integers(2, 8), st.integers(0, 99))
def test_exact_values_are_those_of_scikit_learn(n: int, d: int, k: int, seed: int) -> None:
    values, labels = blobs(n, d, k, seed)
    if 2 <= len(np.unique(labels)) < n:
        assert exact_silhouettes(values, labels) == pytest.approx(
            silhouette_samples(values, labels), abs=1e-6
        )


def test_silhouettes_do_not_depend_on_the_unit() -> None:
    values, labels = blobs(60, 2, 3)
    assert exact_silhouettes(values * 1e-9, labels) == pytest.approx(exact_silhouettes(values, labels))
    near, far = np.array([0.1, 1.0]), np.array([0.4, 1.5])
    assert centroid_silhouettes(near, far) == pytest.approx([0.75, 1 / 3])


def test_many_rows_are_compared_a_few_at_a_time_and_progress_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[exact_silhouettes.__module__], "_CELLS", 2_400)
    values, labels = blobs(120, 2, 4)
    told: list[tuple[float, str]] = []
    found = exact_silhouettes(values, labels, lambda done, words: told.append((done, words)))
    assert found == pytest.approx(silhouette_samples(values, labels))
    assert told == [(i / 6, "Comparing rows with each other") for i in range(6)]


def test_clusters_far_apart_and_tiny_keep_their_digits() -> None:
    values, labels = blobs(60, 2, 2, seed=1)
    away = values * 1e-6 + labels[:, None] * 1e6
    assert exact_silhouettes(away, labels) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("n", "d", "k"), [(3_000, 8, 12), (4_000, 2, 4), (2_500, 30, 3)])
def test_the_interval_covers_the_exact_mean_in_nine_of_ten_draws(n: int, d: int, k: int) -> None:
    values, labels = blobs(n, d, k)
    mean = exact_silhouettes(values, labels).mean()
    drawn = [sampled_silhouettes(values, [labels], seed)[0] for seed in range(30)]
    assert sum(one.low <= mean <= one.high for one in drawn) >= 27
    assert max(abs(one.mean - mean) for one in drawn) < 0.015


def test_the_error_is_that_of_the_interval_and_of_the_estimates_themselves() -> None:
    values, labels = blobs(3_000, 4, 6)
    drawn = [sampled_silhouettes(values, [labels], seed)[0] for seed in range(40)]
    assert [one.mean - one.low for one in drawn] == pytest.approx(
        [2.262 * one.error for one in drawn], rel=1e-3
    )
    assert [one.high - one.mean for one in drawn] == pytest.approx(
        [2.262 * one.error for one in drawn], rel=1e-3
    )
    spread = np.std([one.mean for one in drawn], ddof=1)
    assert 0.7 < spread / np.mean([one.error for one in drawn]) < 1.3


def test_few_references_do_not_shift_the_estimate() -> None:
    """The nearest of many groups looks too near against few rows of each: too high but for the jackknife."""
    random = np.random.default_rng(0)
    values, labels = random.normal(size=(3_000, 2)), random.integers(10, size=3_000)
    mean = exact_silhouettes(values, labels).mean()
    drawn = [sampled_silhouettes(values, [labels], seed)[0].mean for seed in range(12)]
    assert np.mean(drawn) == pytest.approx(mean, abs=0.015)


def test_of_more_than_two_hundred_clusters_fewer_rows_are_drawn() -> None:
    values = np.repeat(np.arange(210.0), 30)[:, None] * 50 + np.random.default_rng(0).normal(size=(6_300, 1))
    labels = np.repeat(np.arange(210), 30)
    estimate = sampled_silhouettes(values, [labels], 0)[0]
    assert 3_900 < estimate.rows <= 4_000
    assert estimate.low <= exact_silhouettes(values, labels).mean() <= estimate.high


def test_the_mean_silhouette_is_exact_up_to_five_thousand_rows_or_so_many_as_asked_for() -> None:
    matrix = matrix_of(groups(3, each=100, apart=4))
    found = cluster(matrix, KMeansSettings(k=3, n_init=1, seed=5))
    mean = silhouette_samples(matrix.values, found.labels).mean()
    exact = silhouette(matrix, found)
    assert (exact.mean, exact.low, exact.high) == pytest.approx((mean, mean, mean))
    assert (exact.rows, exact.exact, exact.error) == (300, True, 0)
    assert mean_silhouettes(matrix.values, [found.labels], 5, 300) == [exact]
    estimated = mean_silhouettes(matrix.values, [found.labels], 5, 299)[0]
    assert estimated == sampled_silhouettes(matrix.values, [found.labels], 5)[0]
    assert not estimated.exact


def test_every_row_of_a_small_table_has_its_exact_silhouette() -> None:
    matrix = matrix_of(groups(3, each=30, apart=4))
    found = cluster(matrix, KMeansSettings(k=3, n_init=1))
    told: list[float] = []
    rows = row_silhouettes(matrix, found, lambda done, words: told.append(done))
    assert rows.values == pytest.approx(silhouette_samples(matrix.values, found.labels))
    assert (rows.exact, rows.references, told) == (True, 90, [0])


def test_every_row_of_a_large_table_is_compared_with_references(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[row_silhouettes.__module__], "EXACT_ROWS", 599)
    matrix = matrix_of(groups(3, each=200, apart=4))
    found = cluster(matrix, KMeansSettings(k=3, n_init=1))
    told: list[float] = []
    rows = row_silhouettes(matrix, found, lambda done, words: told.append(done))
    assert (rows.exact, rows.references, len(rows.values), told) == (False, 100, 600, [0])
    difference = rows.values - silhouette_samples(matrix.values, found.labels)
    assert np.abs(difference).max() < 0.1
    assert np.abs(difference.mean()) < 0.01


def test_the_estimate_is_a_jackknife_over_ten_parts_of_the_rows_drawn() -> None:
    values, labels = blobs(3_000, 3, 4)
    rows = sample_rows(labels, 1_500, 7)
    rows = rows[np.argsort(labels[rows], kind="stable")]
    weights = np.bincount(labels) / 3_000

    def mean(kept: np.ndarray) -> float:
        found = exact_silhouettes(values[kept], labels[kept])
        return sum(weight * found[labels[kept] == i].mean() for i, weight in enumerate(weights))

    full, part = mean(rows), np.arange(len(rows)) % 10
    without = np.array([mean(rows[part != g]) for g in range(10)])
    unseen = 1 - len(rows) / 3_000
    estimate = sampled_silhouettes(values, [labels], 7)[0]
    assert estimate.rows == len(rows)
    assert estimate.mean == pytest.approx(full + unseen * 9 * (full - without.mean()))
    assert estimate.error == pytest.approx((unseen * 9 * without.var()) ** 0.5)


def test_several_groupings_share_rows_and_distances() -> None:
    values, labels = blobs(3_000, 3, 4)
    both = sampled_silhouettes(values, [labels // 2, labels], 7)
    assert both[1] == sampled_silhouettes(values, [labels], 7)[0]
    exact = exact_silhouettes(values, labels // 2).mean()
    assert both[0].low <= exact <= both[0].high
    matrix = matrix_of(groups(3, each=40, apart=4))
    found = [cluster(matrix, KMeansSettings(k=k, n_init=1)) for k in (2, 3)]
    assert mean_silhouettes(matrix.values, [each.labels for each in found], 0) == [
        silhouette(matrix, each) for each in found
    ]


def test_tiny_clusters_are_sampled_too() -> None:
    values = np.concatenate([np.random.default_rng(0).normal(size=(8_000, 2)), np.full((5, 2), 50.0)])
    labels = np.repeat([0, 1], [8_000, 5])
    estimate = sampled_silhouettes(values, [labels], 0)[0]
    assert 1_490 < estimate.rows <= 1_500
    assert estimate.low <= exact_silhouettes(values[::4], labels[::4]).mean() <= estimate.high


def test_where_all_rows_are_taken_the_estimate_is_exact() -> None:
    values, labels = blobs(60, 3, 3)
    mean = exact_silhouettes(values, labels).mean()
    estimate = sampled_silhouettes(values, [labels], 0)[0]
    assert (estimate.mean, estimate.low, estimate.high) == pytest.approx((mean, mean, mean))


def test_the_same_seed_gives_the_same_estimate() -> None:
    values, labels = blobs(6_000, 4, 5)
    assert sampled_silhouettes(values, [labels], 7)[0] == sampled_silhouettes(values, [labels], 7)[0]


def test_centroid_silhouettes_compare_two_centres() -> None:
    assert centroid_silhouettes(np.array([0.0, 1.0, 2.0, 0.0]), np.array([4.0, 4.0, 2.0, 0.0])).tolist() == [
        1.0,
        0.75,
        0.0,
        0.0,
    ]
