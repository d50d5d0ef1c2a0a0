"""Which columns the clusters were made from, be it under another name: tests on those say nothing."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.features import FeatureMatrix

ALIKE = 0.99  # correlation, whatever its sign, from which a column counts as a copy
COMPARED = 2_000  # rows, evenly spaced


def copied(cells: Floats, matrix: FeatureMatrix) -> str | None:
    """Return the feature of which a column is a copy, such as a weight in pounds beside one in kilograms.

    `cells` (n,) with NaN for missing belong to the rows of the matrix. The correlation of copies (Pearson
    1895) is at least 0.99, or at most -0.99, on three rows or more.
    """
    step = max(1, len(cells) // COMPARED)
    few, features = cells[::step], matrix.originals[::step]
    held = np.isfinite(few)
    if np.count_nonzero(held) < 3:
        return None
    with np.errstate(all="ignore"):  # NaN is the answer where nothing varies
        x, y = _standardised(few[held]), _standardised(features[held])
        alike = np.nan_to_num(np.abs(x @ y) / len(x))
    best = int(alike.argmax())
    if alike[best] < ALIKE:
        return None
    level = matrix.original_levels[best]
    return matrix.original_names[best] if level is None else level.feature


def _standardised(values: Floats) -> Floats:
    return np.asarray((values - values.mean(axis=0)) / values.std(axis=0))
