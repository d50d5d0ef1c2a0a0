"""Fewer rows and fewer columns that still show what there is."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats, Ints


def drawn_rows(values: Floats, most: int, random: np.random.Generator, distinct: int = 2) -> Ints:
    """Draw at most so many row numbers evenly, in the order of the table.

    Where fewer than `distinct` different rows are among them, one of each different row of the table joins
    them: rows may be so rare that a draw misses them.
    """
    n = len(values)
    if n <= most:
        return np.arange(n)
    rows = np.sort(random.choice(n, most, replace=False))
    if len(np.unique(values[rows], axis=0)) >= distinct:
        return rows
    return np.union1d(rows, np.unique(values, axis=0, return_index=True)[1])


def principal(values: Floats, most: int = 30) -> Floats:
    """Turn rows to their principal axes, at most so many and none without spread: (n, r)."""
    centred = values - values.mean(axis=0)
    _, widths, axes = np.linalg.svd(centred, full_matrices=False)
    kept = np.flatnonzero(widths > 1e-9 * max(float(widths[0]), 1e-300))[:most]
    return np.asarray(centred @ axes[kept].T)


def standard_moment(values: Floats, power: int) -> Floats:
    """Return each column's standardised moment: 3 for the skewness, 4 for the kurtosis; 0 without spread."""
    offsets = values - values.mean(axis=0)
    deviation = offsets.std(axis=0)
    spread = deviation > 1e-9 * np.abs(values).max(axis=0)
    return np.where(spread, ((offsets / np.where(spread, deviation, 1)) ** power).mean(axis=0), 0.0)
