"""A table in, a matrix of finite numbers out, with a ledger of everything that was done to it."""

from __future__ import annotations

import numpy as np
from sklearn.decomposition import PCA
from sklearn.impute import KNNImputer
from sklearn.pipeline import Pipeline

from kmeans_core.common import BadSettings, Floats, Progress, digest, part, silent
from kmeans_core.features import nearest
from kmeans_core.features.distinct_rows import count_distinct
from kmeans_core.features.matrix import FeatureMatrix, undo_columns
from kmeans_core.features.pipelines import Fitted, fit_columns
from kmeans_core.features.preparation_log import ledger
from kmeans_core.features.selection import Selection, select
from kmeans_core.features.settings import Preparation
from kmeans_core.tables import Table


def prepare(
    table: Table, preparation: Preparation = Preparation(), progress: Progress = silent
) -> FeatureMatrix:
    """Make the chosen columns comparable, and say in the ledger what became of every row and column.

    Raises UnusableFeatures when the columns cannot be made into finite numbers that differ between rows, and
    BadSettings for weights and numbers of components that mean nothing.

    >>> from kmeans_core import Preparation, prepare, read_table
    >>> table = read_table(b"x,y\\n1,10\\n2,\\n3,30\\n", "points.csv")
    >>> matrix = prepare(table, Preparation(scaling="none", missing="median"))
    >>> matrix.values.tolist()
    [[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]]
    """
    how = preparation
    chosen = select(table, how)
    progress(0.2, "Scaling")
    fitted = fit_columns(chosen, how)
    neighbours = _fill(fitted, part(progress, 0.5, 0.9)) if how.missing == "nearest" else None
    reduced, values = _reduce(fitted.values, how.components)
    rows = np.flatnonzero(chosen.present)
    for array in (values, fitted.originals, rows):
        array.flags.writeable = False
    steps = [("columns", fitted.columns), ("nearest", neighbours), ("components", reduced)]
    return FeatureMatrix(
        values=values,
        names=fitted.names if reduced is None else tuple(f"PC {i + 1}" for i in range(values.shape[1])),
        rows=rows,
        left_out=chosen.left_out,
        originals=fitted.originals,
        original_names=fitted.names,
        original_levels=fitted.levels,
        ledger=ledger(table, chosen, fitted, how=how, reduced=reduced),
        shares=_shares(chosen, fitted),
        n_distinct=_count_distinct(fitted.values, values),
        pipeline=Pipeline([(name, step) for name, step in steps if step is not None]),
        preparation=how,
        digest=digest(table.digest, how),
    )


def _fill(fitted: Fitted, progress: Progress) -> KNNImputer | None:
    """Fill gaps from the nearest rows, in the matrix's units and in the original ones."""
    gaps = np.isnan(fitted.values)
    if not gaps.any():
        return None
    neighbours = nearest.fill(fitted.values, progress)
    rows = np.flatnonzero(gaps.any(axis=1))
    filled = undo_columns(fitted.columns, fitted.values[rows])
    fitted.originals[rows] = np.where(gaps[rows], filled, fitted.originals[rows])
    return neighbours


def _reduce(values: Floats, components: int | None) -> tuple[PCA | None, Floats]:
    """Fit as many principal components as were asked for, or as there are."""
    if components is None:
        return None, values
    if components < 1:
        raise BadSettings("There is no such thing as 0 principal components.", "Choose 1 or more, or none.")
    reduced = PCA(min(components, *values.shape), random_state=0).fit(values)
    return reduced, np.ascontiguousarray(reduced.transform(values))


def _count_distinct(values: Floats, reduced: Floats) -> int:
    if reduced is values:
        return count_distinct(values)
    # Equal rows may come out of a matrix product with different last digits.
    return min(count_distinct(values), count_distinct(np.round(reduced / np.abs(reduced).max(), 12)))


def _shares(chosen: Selection, fitted: Fitted) -> tuple[tuple[str, float], ...]:
    """Return each feature's share in the mean squared distance of two rows, which is twice the variance."""
    variances = np.array([column.var() for column in fitted.values.T])
    parts = np.bincount(fitted.owners, variances, len(chosen.features)) / variances.sum()
    shares: dict[str, float] = {}
    for feature, share in zip(chosen.features, parts.tolist(), strict=True):
        shares[feature.column or feature.label] = shares.get(feature.column or feature.label, 0) + share
    return tuple(shares.items())
