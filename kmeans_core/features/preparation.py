"""A table in, a matrix of finite numbers out, with a ledger of everything that was done to it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline

from kmeans_core.common import BadSettings, Progress, UnusableFeatures, digest, silent
from kmeans_core.features import preparation_log as ledger
from kmeans_core.features.pipelines import Fitted, Level, Scaling, average, fit_columns, log_of
from kmeans_core.features.selection import (
    Attendance,
    Feature,
    LeftOut,
    Missing,
    Transform,
    choose,
    split_constant,
)
from kmeans_core.features.units import redo_columns, undo_columns
from kmeans_core.tables import Kind, Table

__all__ = [
    "FeatureMatrix",
    "Level",
    "Missing",
    "Preparation",
    "Scaling",
    "Transform",
    "prepare",
    "skewed",
    "to_matrix_units",
    "to_original_units",
]


@dataclass(frozen=True)
class Preparation:
    """Which columns take part and how they are made comparable; columns are named by their labels."""

    features: tuple[str, ...] | None = None  # None: the columns the table offers
    weights: tuple[tuple[str, float], ...] = ()
    missing: Missing = "median"
    scaling: Scaling = "standard"
    transforms: tuple[tuple[str, Transform], ...] = ()
    one_hot: tuple[str, ...] = ()  # columns to encode, whether or not they are among `features`
    components: int | None = None


@dataclass(frozen=True, eq=False)
class FeatureMatrix:
    """The rows that take part, as comparable finite numbers."""

    values: NDArray[np.float64]  # (n, d), C order, read-only
    names: tuple[str, ...]  # one per column of `values`: "income", "city = Oslo", "PC 1"
    rows: NDArray[np.int64]  # (n,) the table row of each matrix row
    left_out: LeftOut  # reason and the table rows it left out
    originals: NDArray[np.float64]  # (n, f) the features in original units after filling, before scaling
    original_names: tuple[str, ...]  # (f,) all different; an encoded category has one per level, as 0 or 1
    original_levels: tuple[Level | None, ...]  # (f,) which level of a category a column says 1 or 0 for
    ledger: tuple[str, ...]  # what was done, in plain words with counts
    shares: tuple[tuple[str, float], ...]  # each feature's share in the squared distance, summing to 1
    n_distinct: int  # distinct rows of `values`
    variance_kept: float | None  # of the principal components, where asked
    pipeline: Pipeline  # fitted: raw columns -> values
    preparation: Preparation
    digest: str


def prepare(table: Table, preparation: Preparation, progress: Progress = silent) -> FeatureMatrix:
    """Make the chosen columns comparable, and say in the ledger what became of every row and column.

    Raises UnusableFeatures when the columns cannot be made into finite numbers that differ between rows, and
    BadSettings for weights and numbers of components that mean nothing.
    """
    how = preparation
    if how.components is not None and how.components < 1:
        raise BadSettings("There is no such thing as 0 principal components.", "Choose 1 or more, or none.")
    chosen = choose(table, how.features, how.one_hot, dict(how.weights), dict(how.transforms))
    if not chosen:
        raise UnusableFeatures.none_chosen()
    features, constant, attendance = _who_takes_part(table, chosen, how.missing)
    rows = np.flatnonzero(attendance.present)
    frame = _frame(features, rows)
    progress(0.2, "Scaling")
    fitted = fit_columns(features, frame, how.missing, how.scaling, progress)
    reduced = _reduce(fitted, how.components)
    values = fitted.values if reduced is None else np.ascontiguousarray(reduced.transform(fitted.values))
    steps = [("columns", fitted.columns), ("nearest", fitted.nearest), ("components", reduced)]
    originals = _originals(features, frame, fitted, how.missing)
    for array in (values, originals, rows):
        array.flags.writeable = False
    n_distinct = _count_distinct(fitted.values)
    if reduced is not None:  # equal rows may come out of a matrix product with different last digits
        n_distinct = min(n_distinct, _count_distinct(np.round(values / np.abs(values).max(), 12)))
    kept = None if reduced is None else float(reduced.explained_variance_ratio_.sum())
    return FeatureMatrix(
        values=values,
        names=fitted.names if reduced is None else tuple(f"PC {i + 1}" for i in range(values.shape[1])),
        rows=rows,
        left_out=attendance.left_out,
        originals=originals,
        original_names=fitted.names,
        original_levels=fitted.levels,
        ledger=(
            *ledger.attendance_lines(table, attendance),
            *ledger.column_lines(table, features, constant, tuple(w for w, x in how.weights if x == 0)),
            *ledger.filling_lines(features, frame, how.missing),
            *ledger.scaling_lines(features, fitted, how.scaling),
            *ledger.component_lines(how.components, fitted, kept, values.shape[1]),
        ),
        shares=_shares(features, fitted),
        n_distinct=n_distinct,
        variance_kept=kept,
        pipeline=Pipeline([(name, step) for name, step in steps if step is not None]),
        preparation=how,
        digest=digest(table.digest, how),
    )


def _who_takes_part(
    table: Table, chosen: tuple[Feature, ...], missing: Missing
) -> tuple[tuple[Feature, ...], tuple[str, ...], Attendance]:
    """Return the features that differ, the labels of constant ones, and the rows' attendance.

    Constant columns go first, so that an empty one does not drop every row, and again when rows have gone.
    """
    attendance = Attendance(table)
    features, constant = split_constant(chosen, attendance.present)
    attendance.leave_out_unusable(features, missing)
    n_rows = int(attendance.present.sum())
    if not n_rows:
        raise UnusableFeatures.no_rows()
    features, more = split_constant(features, attendance.present)
    if not features:
        raise UnusableFeatures.all_equal(n_rows)
    return features, constant + more, attendance


def _frame(features: tuple[Feature, ...], rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return the rows' cells by label: numbers in one block, which no transformer needs to copy together."""
    numbers = [feature for feature in features if not feature.category]
    block = np.empty((len(numbers), rows.size))
    for line, feature in zip(block, numbers, strict=True):
        np.take(feature.cells, rows, out=line, mode="clip")
    levels = {f.label: f.cells[rows] for f in features if f.category}
    frame = pd.DataFrame(block.T, columns=[feature.label for feature in numbers], copy=False)
    return frame.join(pd.DataFrame(levels, dtype=object)) if levels else frame


def _reduce(fitted: Fitted, components: int | None) -> PCA | None:
    """Fit as many principal components as were asked for, or as there are."""
    if components is None:
        return None
    return PCA(min(components, *fitted.values.shape), random_state=0).fit(fitted.values)


def _originals(
    features: tuple[Feature, ...], frame: pd.DataFrame, fitted: Fitted, missing: Missing
) -> NDArray[np.float64]:
    """Return the features in original units: exact where there was a value, filled where there was none."""
    out = np.empty((len(fitted.names), len(frame))).T  # column by column in memory, as it is read
    for place, owner in enumerate(fitted.owners.tolist()):
        if features[owner].category:
            out[:, place] = fitted.values[:, place] > 0
        else:
            out[:, place] = frame[features[owner].label].to_numpy()
    gaps = np.isnan(out)
    if not gaps.any():
        return out
    if missing == "nearest":
        rows = np.flatnonzero(gaps.any(axis=1))
        filled = undo_columns(fitted.columns, fitted.values[rows])
        out[rows] = np.where(gaps[rows], filled, out[rows])
        return out
    for place in np.flatnonzero(gaps.any(axis=0)).tolist():
        out[gaps[:, place], place] = average(out[~gaps[:, place], place], missing)
    return out


def _shares(features: tuple[Feature, ...], fitted: Fitted) -> tuple[tuple[str, float], ...]:
    """Return each feature's share in the mean squared distance of two rows, which is twice the variance."""
    centred = fitted.values - fitted.values.mean(axis=0)
    sums = np.bincount(fitted.owners, np.einsum("nd,nd->d", centred, centred), len(features))
    return tuple(
        (feature.label, float(share)) for feature, share in zip(features, sums / sums.sum(), strict=True)
    )


def _count_distinct(values: NDArray[np.float64]) -> int:
    """Count distinct rows by 64-bit hashes: a million rows clash once in 37 million tables."""
    return int(pd.util.hash_pandas_object(pd.DataFrame(values + 0.0), index=False).nunique())  # -0.0 is 0.0


def to_matrix_units(matrix: FeatureMatrix, original_rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take rows (m, f) in the units of `matrix.originals` to the matrix's own units (m, d).

    Raises BadSettings for another number of columns than f, and for values that the transforms do not take.
    """
    rows = np.asarray(original_rows, dtype=float)
    names = matrix.original_names
    if rows.ndim != 2 or rows.shape[1] != len(names):
        raise BadSettings(
            f"Rows of {rows.shape[-1] if rows.ndim else 0} values were given for {len(names)} columns.",
            "Give one value for each column.",
        )
    values = redo_columns(matrix.pipeline.named_steps["columns"], rows)
    wrong = np.flatnonzero(~np.isfinite(rows).all(axis=0) | ~np.isfinite(values).all(axis=0))
    if wrong.size:
        raise BadSettings(
            f"{names[wrong[0]]} holds a value that cannot be used.",
            "Give finite numbers, above 0 where a log is taken.",
        )
    reduced = matrix.pipeline.named_steps.get("components")
    return values if reduced is None else np.ascontiguousarray(reduced.transform(values))


def to_original_units(matrix: FeatureMatrix, centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """Take centres (k, d) in the matrix's units back through its pipeline to original units (k, f).

    An encoded category comes back as the share of each level. Where components were dropped and a centre lies
    beyond what a transform can reach, the column's smallest or largest value stands in.
    """
    reduced = matrix.pipeline.named_steps.get("components")
    values = centres if reduced is None else reduced.inverse_transform(centres)
    originals = undo_columns(matrix.pipeline.named_steps["columns"], values)
    beyond = ~np.isfinite(originals)
    if beyond.any():
        ends = np.where(values > reduced.mean_, matrix.originals.max(axis=0), matrix.originals.min(axis=0))
        originals[beyond] = ends[beyond]
    return originals


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


def _skewness(present: NDArray[np.float64]) -> float:
    """Return the third standardised moment, 0 where there is no spread."""
    largest = np.abs(present).max(initial=0)
    if not largest:
        return 0.0
    centred = present / largest - (present / largest).mean()
    spread = float(np.sqrt(np.square(centred).mean()))
    return float(((centred / spread) ** 3).mean()) if spread > 1e-12 else 0.0
