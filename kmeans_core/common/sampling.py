"""Rows that stand for all where there are too many."""

from __future__ import annotations

import numpy as np

from kmeans_core.common.arrays import Ints, Whole


def sample_rows(labels: Whole, at_most: int, seed: int) -> Ints:
    """Draw rows of every cluster in proportion to its size, but of none fewer than a fair minimum.

    Returns ascending row numbers, all of them where there are no more than `at_most`. A cluster has at least
    a tenth of an equal share and one row, or all its rows (so `at_most` should be more than the clusters).
    """
    if len(labels) <= at_most:
        return np.arange(len(labels))
    random = np.random.default_rng(seed)
    sizes = np.bincount(labels)
    floor = np.minimum(sizes, at_most // (10 * len(sizes)) + 1)
    spare = max(at_most - int(floor.sum()), 0)
    drawn = floor + (sizes - floor) * spare // max(int((sizes - floor).sum()), 1)
    order = random.permutation(len(labels))
    grouped = order[np.argsort(labels[order], kind="stable")]
    starts = np.cumsum(sizes) - sizes
    picks = [grouped[start : start + size] for start, size in zip(starts, drawn, strict=True)]
    return np.sort(np.concatenate(picks))
