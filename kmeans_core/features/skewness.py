"""Which columns are so skewed that a transform is worth offering."""

from __future__ import annotations

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.features.pipelines import log_of
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
        log = present.min() >= 0 and abs(_skewness(log_of(present))) < skewness / 2
        offers[column.label] = "log" if log else "power"
    return offers


def _skewness(present: Floats) -> float:
    """Return the third standardised moment, 0 where there is no spread."""
    unit = present / (np.abs(present).max(initial=0) or 1.0)
    spread = unit.std() if len(unit) else 0.0
    return float((((unit - unit.mean()) / spread) ** 3).mean()) if spread > 1e-12 else 0.0
