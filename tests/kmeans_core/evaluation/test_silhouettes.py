"""Silhouettes: by hand, against scikit-learn, and the estimate's interval against the exact mean."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import silhouette_samples

from kmeans_core.evaluation.silhouettes import centroid_silhouettes, exact_silhouettes, sampled_silhouette


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


def test_clusters_far_apart_and_tiny_keep_their_digits() -> None:
    values, labels = blobs(60, 2, 2, seed=1)
    away = values * 1e-6 + labels[:, None] * 1e6
    assert exact_silhouettes(away, labels) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(("n", "d", "k"), [(3_000, 8, 12), (4_000, 2, 4), (2_500, 30, 3)])
def test_the_interval_covers_the_exact_mean_in_nine_of_ten_draws(n: int, d: int, k: int) -> None:
    values, labels = blobs(n, d, k)
    mean = exact_silhouettes(values, labels).mean()
    drawn = [sampled_silhouette(values, labels, seed) for seed in range(30)]
    assert sum(one.low <= mean <= one.high for one in drawn) >= 27
    assert max(abs(one.mean - mean) for one in drawn) < 0.015


def test_the_error_is_that_of_the_interval_and_of_the_estimates_themselves() -> None:
    values, labels = blobs(3_000, 4, 6)
    drawn = [sampled_silhouette(values, labels, seed) for seed in range(40)]
    assert [one.mean - one.low for one in drawn] == pytest.approx(
        [2.262 * one.error for one in drawn], rel=1e-3
    )
    assert [one.high - one.mean for one in drawn] == pytest.approx(
        [2.262 * one.error for one in drawn], rel=1e-3
    )
    spread = np.std([one.mean for one in drawn], ddof=1)
    assert 0.7 < spread / np.mean([one.error for one in drawn]) < 1.3


def test_tiny_clusters_are_sampled_too() -> None:
    values = np.concatenate([np.random.default_rng(0).normal(size=(8_000, 2)), np.full((5, 2), 50.0)])
    labels = np.repeat([0, 1], [8_000, 5])
    estimate = sampled_silhouette(values, labels, 0)
    assert estimate.rows == 2_004
    assert estimate.low <= exact_silhouettes(values[::4], labels[::4]).mean() <= estimate.high


def test_where_all_rows_are_taken_the_estimate_is_exact() -> None:
    values, labels = blobs(60, 3, 3)
    mean = exact_silhouettes(values, labels).mean()
    estimate = sampled_silhouette(values, labels, 0)
    assert (estimate.mean, estimate.low, estimate.high) == pytest.approx((mean, mean, mean))


def test_the_same_seed_gives_the_same_estimate() -> None:
    values, labels = blobs(6_000, 4, 5)
    assert sampled_silhouette(values, labels, 7) == sampled_silhouette(values, labels, 7)


def test_centroid_silhouettes_compare_two_centres() -> None:
    assert centroid_silhouettes(np.array([0.0, 1.0, 2.0, 0.0]), np.array([4.0, 4.0, 2.0, 0.0])).tolist() == [
        1.0,
        0.75,
        0.0,
        0.0,
    ]
