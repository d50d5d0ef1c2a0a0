"""Where rows are too many to draw: counts in cells, and rows drawn from every cluster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmeans_core.common import Floats, Labels


@dataclass(frozen=True, eq=False)
class Density:
    """How many rows of each cluster lie in each cell of a plane."""

    counts: NDArray[np.int64]  # (k, ny, nx)
    x_edges: Floats  # (nx + 1,)
    y_edges: Floats  # (ny + 1,)


def density(x: Floats, y: Floats, labels: Labels, bins: int) -> Density:
    """Count the rows of each cluster in `bins` x `bins` cells of equal size that hold all rows."""
    columns, x_edges = _cells(x, bins)
    rows, y_edges = _cells(y, bins)
    k = int(labels.max()) + 1
    flat = (labels.astype(np.int64) * bins + rows) * bins + columns
    counts = np.bincount(flat, minlength=k * bins * bins).reshape(k, bins, bins)
    return Density(counts, x_edges, y_edges)


def _cells(along: Floats, bins: int) -> tuple[NDArray[np.int64], Floats]:
    low, high = float(along.min()), float(along.max())
    if low == high:  # a line: put it in the middle of a cell of its own
        margin = max(abs(low), 1.0) / 2
        low, high = low - margin, high + margin
    cells = ((along - low) / (high - low) * bins).astype(np.int64)
    return np.minimum(cells, bins - 1), np.linspace(low, high, bins + 1)


def sample_rows(labels: Labels, at_most: int, seed: int) -> NDArray[np.int64]:
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
