"""Gaps filled from the rows that are nearest in everything else."""

from __future__ import annotations

import numpy as np
from sklearn.impute import KNNImputer

from kmeans_core.common import Floats, Ints, Progress
from kmeans_core.features.selection import Mask

DONORS = 2_000  # rows among which nearest neighbours are looked for
_ROWS = 5_000  # filled at once


def fill(values: Floats, progress: Progress) -> KNNImputer:
    """Fill gaps in place with the mean of the 5 nearest donors, in the units of the distance."""
    gaps = np.isnan(values)
    incomplete = np.flatnonzero(gaps.any(axis=1))
    imputer = KNNImputer(keep_empty_features=True).fit(values[_donors(gaps)])
    for start in range(0, incomplete.size, _ROWS):
        rows = incomplete[start : start + _ROWS]
        values[rows] = imputer.transform(values[rows])
        progress((start + rows.size) / incomplete.size, "Filling from the nearest rows")
    return imputer


def _donors(gaps: Mask) -> Ints:
    """Pick the rows with the fewest gaps, at random among equals, and for each column one that has it."""
    order = np.random.default_rng(0).permutation(len(gaps))
    fullest = order[np.argsort(gaps[order].sum(axis=1), kind="stable")][:DONORS]
    empty = np.flatnonzero(gaps[fullest].all(axis=0))
    return np.union1d(fullest, gaps[:, empty].argmin(axis=0))
