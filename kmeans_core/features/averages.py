"""Middles and spreads of columns of a million numbers, in few passes."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.features.settings import Missing, Scaling


def average(present: Floats, missing: Missing) -> float:
    """Return what gaps among these numbers are filled with; NaN where nothing stands for a whole column."""
    if missing == "median":
        return float(np.median(present))
    return float(present.mean()) if missing == "mean" else np.nan


def centre_and_spread(cells: Floats, scaling: Scaling) -> tuple[float, float, bool]:
    """Return what a column is shifted and divided by to scale it, and whether the scaling was able to.

    Missing cells are left out. Where the middle half of a column is equal, its quartiles would leave it in
    its units among columns without, and the standard deviation stands in.
    """
    if np.isnan(cells.sum()):
        cells = cells[~np.isnan(cells)]
    low, high = float(cells.min()), float(cells.max())
    if scaling == "none":
        return 0.0, 1.0, True
    if scaling == "min-max":
        return low, high - low or 1.0, True
    if scaling == "robust":
        q1, middle, q3 = np.percentile(cells, [25, 50, 75])
        if q3 - q1 > 1e-12 * (high - low):
            return float(middle), float(q3 - q1), True
    return float(cells.mean()), float(cells.std()) or 1.0, scaling == "standard"
