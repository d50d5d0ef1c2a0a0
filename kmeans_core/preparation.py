"""A table in, a matrix of finite numbers out, with a ledger of everything that was done to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

Scaling = Literal["standard", "min-max", "robust", "none"]
Missing = Literal["median", "mean", "nearest", "drop"]
Transform = Literal["log", "power"]


@dataclass(frozen=True)
class Preparation:
    """Which columns take part and how they are made comparable; columns are named by their labels."""

    features: tuple[str, ...] | None = None  # None: the columns the table offers
    weights: tuple[tuple[str, float], ...] = ()
    missing: Missing = "median"
    scaling: Scaling = "standard"
    transforms: tuple[tuple[str, Transform], ...] = ()
    one_hot: tuple[str, ...] = ()
    components: int | None = None


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """The rows that take part, as comparable finite numbers."""

    values: NDArray[np.float64]  # (n, d), C order, read-only
    names: tuple[str, ...]  # one per column of `values`: "income", "city = Oslo", "PC 1"
    rows: NDArray[np.int64]  # (n,) the table row of each matrix row
    left_out: tuple[tuple[str, NDArray[np.int64]], ...]  # reason and the table rows it left out
    originals: NDArray[np.float64]  # (n, f) the features in original units after filling, before scaling
    original_names: tuple[str, ...]  # (f,) their labels
    ledger: tuple[str, ...]  # what was done, in plain words with counts
    shares: tuple[tuple[str, float], ...]  # each feature's share in the squared distance, summing to 1
    n_distinct: int  # distinct rows of `values`
    variance_kept: float | None  # of the principal components, where asked
    pipeline: Pipeline  # fitted: raw columns -> values
    preparation: Preparation
    digest: str
