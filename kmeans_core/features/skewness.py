"""Which columns are so skewed that a transform is worth offering."""

from __future__ import annotations

import numpy as np
from scipy import stats

from kmeans_core.common import Floats
from kmeans_core.features.settings import Transform
from kmeans_core.tables import Kind, Table


def skewed(table: Table) -> dict[str, Transform]:
    """Return the transform that evens out each strongly skewed column of numbers (skewness beyond 1).

    Right-skewed columns without negative values are offered a log where it halves the skewness, others the
    Yeo-Johnson power transform.
    """
    offers: dict[str, Transform] = {}
    for column in table.columns:
        if column.kind is not Kind.NUMBER or column.numbers is None:
            continue
        present = column.numbers[np.isfinite(column.numbers)]
        skewness = _skewness(present)
        if column.distinct < 3 or abs(skewness) <= 1:
            continue
        least = present.min()
        log = least >= 0 and abs(_skewness((np.log if least else np.log1p)(present))) < skewness / 2
        offers[column.label] = "log" if log else "power"
    return offers


def _skewness(present: Floats) -> float:
    """Return the third standardised moment, 0 where there is no spread."""
    unit = present / (np.abs(present).max(initial=0) or 1.0)
    return float(stats.skew(unit)) if len(unit) and unit.std() > 1e-12 else 0.0
