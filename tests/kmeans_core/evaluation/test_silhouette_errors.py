"""The estimate's error, computed anew from its two parts: the rows that were drawn and the references."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from kmeans_core.evaluation.silhouettes import drawn_members, exact_silhouettes, sampled_silhouette


def test_where_every_row_is_a_reference_the_error_is_that_of_a_stratified_sample() -> None:
    """Of 30 clusters of 90 rows, 67 each are averaged: variance (1 - 67 / 90) s² / 67, weighted (1 / 30)²."""
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(30), 90)
    values = random.normal(0, 4, (30, 2))[labels] + random.normal(size=(2_700, 2))
    exact = exact_silhouettes(values, labels)
    _, members, sizes = drawn_members(values, labels, 3)
    assert sizes.tolist() == [90] * 30
    drawn = exact[members.reshape(30, 90)[:, -67:]]
    estimate = sampled_silhouette(values, labels, 3)
    assert estimate.rows == 30 * 67
    assert estimate.mean == pytest.approx(drawn.mean())
    variance = ((1 - 67 / 90) * drawn.var(axis=1, ddof=1) / 67).sum() / 30**2
    assert estimate.error == pytest.approx(variance**0.5)


def left_out(
    values: np.ndarray, labels: np.ndarray, kept: np.ndarray, whole: np.ndarray | None
) -> np.ndarray:
    """Return silhouettes against the kept references, or so far on the way there from those against all."""
    means = np.empty((len(values), labels.max() + 1))
    for c in range(means.shape[1]):
        here = np.flatnonzero(kept & (labels == c))
        distances, itself = cdist(values, values[here]), np.arange(len(values))[:, None] == here
        means[:, c] = distances.sum(axis=1) / (len(here) - itself.sum(axis=1))
    if whole is not None:
        means = whole + (means - whole) * (1 - 100 / 200) ** 0.5
    own = means[np.arange(len(values)), labels]
    means[np.arange(len(values)), labels] = np.inf
    silhouettes = (means.min(axis=1) - own) / np.maximum(means.min(axis=1), own)
    means[np.arange(len(values)), labels] = own
    return np.column_stack([silhouettes, means])


def test_where_every_row_is_averaged_the_error_is_the_jackknifes() -> None:
    """Three clusters of 200 rows, 100 references each in ten parts, each left out in turn.

    A part left out counts the less, the more of the cluster the references are: by the root of 1 - 100 / 200.
    """
    random = np.random.default_rng(0)
    labels = np.repeat(np.arange(3), 200)
    values = random.normal(0, 1, (3, 2))[labels] + random.normal(size=(600, 2))
    references = drawn_members(values, labels, 1)[0]
    part = np.full(600, -1)
    part[references] = np.arange(300) % 10
    full = left_out(values, labels, part >= 0, None)
    without = np.array(
        [left_out(values, labels, (part >= 0) & (part != g), full[:, 1:])[:, 0].mean() for g in range(10)]
    )
    estimate = sampled_silhouette(values, labels, 1)
    assert estimate.rows == 600
    assert estimate.mean == pytest.approx(10 * full[:, 0].mean() - 9 * without.mean())
    assert estimate.error == pytest.approx((9 / 10 * ((without - without.mean()) ** 2).sum()) ** 0.5)
