"""Matrices for tests, made without a table."""

from __future__ import annotations

import numpy as np
from sklearn.pipeline import Pipeline

from kmeans_core.common.digests import digest
from kmeans_core.features import FeatureMatrix, Preparation


def matrix_of(values: np.ndarray) -> FeatureMatrix:
    """Take numbers as they are, as if a table of columns a, b, ... had been prepared without scaling."""
    values = np.ascontiguousarray(values, dtype=float)
    n, d = values.shape
    names = tuple(f"column {j}" for j in range(d))
    return FeatureMatrix(
        values=values,
        names=names,
        rows=np.arange(n),
        left_out=(),
        originals=values,
        original_names=names,
        original_levels=(None,) * len(names),
        ledger=(),
        shares=tuple((name, 1 / d) for name in names),
        n_distinct=len(np.unique(values, axis=0)),
        pipeline=Pipeline([("as they are", "passthrough")]),
        preparation=Preparation(scaling="none"),
        digest=digest(values.tobytes(), d),
    )


def groups(k: int = 3, d: int = 2, each: int = 60, apart: float = 8, seed: int = 0) -> np.ndarray:
    """Round groups whose centres lie `apart` deviations from each other, along the diagonal and beside it."""
    random = np.random.default_rng(seed)
    centres = np.array([[(i % 2 if j else i) * apart for j in range(d)] for i in range(k)], dtype=float)
    return np.repeat(centres, each, axis=0) + random.normal(size=(k * each, d))
