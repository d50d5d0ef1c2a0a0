"""Two groupings of the same rows: how many they share, and which cluster follows which."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment

from kmeans_core.clustering.clusterer import Partition
from kmeans_core.common import Ints, Whole


def contingency(one: Whole, other: Whole, k_one: int, k_other: int) -> Ints:
    """Count the rows that are in each cluster of one grouping and each of the other: (k one, k other)."""
    code = one.astype(np.int64) * k_other + other
    return np.bincount(code, minlength=k_one * k_other).reshape(k_one, k_other)


def flows(before: Partition, after: Partition) -> Ints:
    """Count the rows that go from each cluster of one grouping to each of the other: (before, after)."""
    return _in_both(before.labels, after.labels, before, after)


def shared_rows(before: Partition, rows_before: Whole, after: Partition, rows_after: Whole) -> Ints:
    """Count as `flows` does where the two hold other rows of a table, numbered beside them."""
    _, old, new = np.intersect1d(rows_before, rows_after, assume_unique=True, return_indices=True)
    return _in_both(before.labels[old], after.labels[new], before, after)


def _in_both(one: Whole, other: Whole, before: Partition, after: Partition) -> Ints:
    """Count the rows that both groupings have in a cluster."""
    held = (one >= 0) & (other >= 0)
    return contingency(one[held], other[held], len(before.sizes), len(after.sizes))


def follow(shared: Ints, marks: tuple[int, ...]) -> tuple[int, ...]:
    """Return for each new cluster the mark of the old one with which it shares the most rows.

    `shared` counts the rows in each old and each new cluster; `marks` has a number for each old one. The
    pairing shares the most rows in all (Kuhn 1955). One that carries on no other takes the smallest number
    that none had, so that no name goes to strangers. Where there are no common rows, marks stay in order.
    """
    followed = {
        int(j): marks[int(i)]
        for i, j in zip(*linear_sum_assignment(shared, maximize=True), strict=True)
        if shared[i, j] or not shared.any()
    }
    unused = (mark for mark in range(sum(shared.shape) + max(marks)) if mark not in marks)
    return tuple(followed[j] if j in followed else next(unused) for j in range(shared.shape[1]))
