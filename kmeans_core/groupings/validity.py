"""How good a grouping is where clusters have any shape: dense inside, thin between."""

from __future__ import annotations

import numpy as np
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial.distance import cdist

from kmeans_core.common import Floats, Labels, Whole, sample_rows

ROWS = 1_500  # that are compared with each other
_FEW = 3  # different rows of a cluster below which it has no inside


def density_validity(values: Floats, labels: Whole, seed: int = 0) -> float | None:
    """Return DBCV (Moulavi et al. 2014), from -1 to 1, on at most 1,500 rows; None below two clusters.

    Rows in no cluster count against it. Clusters of fewer than three different rows count as zero.
    """
    picked = sample_rows(labels + 1, ROWS, seed)
    values, labels = values[picked], labels[picked]
    once = np.sort(np.unique(values, axis=0, return_index=True)[1])  # equal rows would be infinitely dense
    total, values, labels = len(once), values[once], labels[once]
    held = np.flatnonzero(np.bincount(labels[labels >= 0], minlength=1) >= _FEW)
    if len(held) < 2:
        return None
    inside = [values[labels == c] for c in held]
    cores = [_core_distances(rows) for rows in inside]
    spread, inner = zip(*map(_sparsest, inside, cores), strict=True)
    gap = np.full((len(held), len(held)), np.inf)
    for i in range(len(held)):
        for j in range(i):
            a, b = inner[i], inner[j]
            apart = cdist(inside[i][a], inside[j][b])
            apart = np.maximum(np.maximum(apart, cores[i][a][:, None]), cores[j][b])
            gap[i, j] = gap[j, i] = apart.min()
    nearest, widest = gap.min(axis=1), np.array(spread)
    each = (nearest - widest) / np.maximum(nearest, widest)
    sizes = np.array([len(rows) for rows in inside])
    return float(sizes @ each / total)


def _core_distances(rows: Floats) -> Floats:
    """Return how far each row lies from all others of its cluster, the nearest counting most (n,)."""
    n, d = rows.shape
    apart = cdist(rows, rows)
    np.fill_diagonal(apart, np.inf)
    powers = -d * np.log(apart)  # logs: in many dimensions the powers leave the range of numbers
    top = powers.max(axis=1, keepdims=True)
    mean = top[:, 0] + np.log(np.exp(powers - top).sum(axis=1) / (n - 1))
    return np.asarray(np.exp(-mean / d))


def _sparsest(rows: Floats, cores: Floats) -> tuple[float, Labels]:
    """Return the longest inner step of a cluster's spanning tree, and its inner rows."""
    reach = np.maximum(np.maximum(cdist(rows, rows), cores[:, None]), cores)
    tree = minimum_spanning_tree(reach).tocoo()
    degree = np.bincount(np.concatenate([tree.row, tree.col]), minlength=len(rows))
    inner = np.flatnonzero(degree > 1)
    between = (degree[tree.row] > 1) & (degree[tree.col] > 1)
    steps = tree.data[between] if between.any() else tree.data
    return float(steps.max()), inner.astype(np.int32)
