"""Two groupings of the same rows: how many they share, and which cluster follows which."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from kmeans_core.clustering.clusterer import Clustering
from kmeans_core.common import Whole


def follow(
    before: Whole, rows_before: Whole, after: Whole, rows_after: Whole, marks: tuple[int, ...] | None = None
) -> tuple[int, ...]:
    """Return for each new cluster the mark of the old one with which it shares the most rows.

    `before` and `after` hold the clusters of the table rows named beside them; `marks` has a number for each
    old cluster, its own number where not given. The pairing shares the most rows in all (Kuhn 1955). One
    that carries on no other takes the smallest number that none had, so that no name goes to strangers. Where
    the two have no rows in common, marks stay in order.
    """
    marks = tuple(range(int(before.max()) + 1)) if marks is None else marks
    common, old, new = np.intersect1d(rows_before, rows_after, assume_unique=True, return_indices=True)
    k_before, k_after = len(marks), int(after.max()) + 1
    pairs = before[old].astype(np.int64) * k_after + after[new]
    shared = np.bincount(pairs, minlength=k_before * k_after).reshape(k_before, k_after)
    followed = {
        int(j): marks[int(i)]
        for i, j in zip(*linear_sum_assignment(shared, maximize=True), strict=True)
        if shared[i, j] or not len(common)
    }
    unused = (mark for mark in range(k_before + k_after + max(marks)) if mark not in marks)
    return tuple(followed[j] if j in followed else next(unused) for j in range(k_after))


def contingency(one: Whole, other: Whole, k_one: int, k_other: int) -> NDArray[np.int64]:
    """Count the rows that are in each cluster of one grouping and each of the other: (k one, k other)."""
    code = one.astype(np.int64) * k_other + other
    return np.bincount(code, minlength=k_one * k_other).reshape(k_one, k_other)


def flows(before: Clustering, after: Clustering) -> NDArray[np.int64]:
    """Count the rows that go from each cluster of one clustering to each of the other: (before, after)."""
    return contingency(before.labels, after.labels, len(before.sizes), len(after.sizes))
