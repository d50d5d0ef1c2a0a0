"""Which columns the clusters were made from, be it under another name: tests on those say nothing."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.features import FeatureMatrix

ALIKE = 0.99  # correlation, whatever its sign, from which a column counts as a copy
COMPARED = 2_000  # rows, or up to twice as many


def compared(matrix: FeatureMatrix) -> slice:
    """Return which rows of a matrix are looked at: evenly spaced ones."""
    return slice(None, None, max(1, len(matrix.rows) // COMPARED))


def copied(cells: Floats, matrix: FeatureMatrix) -> str | None:
    """Return the feature of which a column is a copy, such as a weight in pounds beside one in kilograms.

    `cells` with NaN for missing belong to the `compared` rows of the matrix. The correlation of copies
    (Pearson 1895) is at least 0.99, or at most -0.99, on three rows or more.
    """
    held = np.isfinite(cells)
    if np.count_nonzero(held) < 3:
        return None
    with np.errstate(all="ignore"):  # NaN is the answer where nothing varies
        both = cells[held], matrix.originals[compared(matrix)][held]
        x, y = ((values - values.mean(axis=0)) / values.std(axis=0) for values in both)
        alike = np.nan_to_num(np.abs(x @ y) / len(x))
    best = int(alike.argmax())
    if alike[best] < ALIKE:
        return None
    level = matrix.original_levels[best]
    return matrix.original_names[best] if level is None else level.feature
