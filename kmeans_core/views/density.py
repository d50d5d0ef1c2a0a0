"""Where rows are too many to draw: their counts in cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering import contingency
from kmeans_core.common import Floats, Ints, Labels


@dataclass(frozen=True, eq=False)
class Density:
    """How many rows of each cluster lie in each cell of a plane."""

    counts: Ints  # (k, ny, nx)
    x_edges: Floats  # (nx + 1,)
    y_edges: Floats  # (ny + 1,)


def density(x: Floats, y: Floats, labels: Labels, *, k: int, bins: int) -> Density:
    """Count the rows of each of k clusters in `bins` x `bins` equal cells that hold all rows, -1 in none."""
    columns, x_edges = _cells(x, bins)
    rows, y_edges = _cells(y, bins)
    counts = contingency(labels + 1, rows * bins + columns, k + 1, bins * bins)[1:]
    return Density(counts.reshape(k, bins, bins), x_edges, y_edges)


def _cells(along: Floats, bins: int) -> tuple[Ints, Floats]:
    low, high = float(along.min()), float(along.max())
    if low == high:  # a line: put it in the middle of a cell of its own
        margin = max(abs(low), 1.0) / 2
        low, high = low - margin, high + margin
    cells = ((along - low) / (high - low) * bins).astype(np.int64)
    return np.minimum(cells, bins - 1), np.linspace(low, high, bins + 1)
