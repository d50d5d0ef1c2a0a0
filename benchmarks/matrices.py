"""Numbers as a matrix, without a table."""

from __future__ import annotations

import numpy as np
from sklearn.pipeline import Pipeline

from benchmarks.data import Floats
from kmeans_core.common.digests import digest
from kmeans_core.features import FeatureMatrix, Preparation


def matrix_of(values: Floats) -> FeatureMatrix:
    """Take the numbers as they are."""
    values = np.ascontiguousarray(values)
    names = tuple(f"column {j + 1}" for j in range(values.shape[1]))
    return FeatureMatrix(
        values=values,
        names=names,
        rows=np.arange(len(values)),
        left_out=(),
        originals=values,
        original_names=names,
        original_levels=(None,) * len(names),
        ledger=(),
        shares=tuple((name, 1 / len(names)) for name in names),
        n_distinct=len(np.unique(values, axis=0)),
        pipeline=Pipeline([("as they are", "passthrough")]),
        preparation=Preparation(scaling="none"),
        digest=digest(values.tobytes(), values.shape),
    )
