"""Columns in, comparable numbers out, by fitted transformers that are all scikit-learn's own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sklearn.compose import ColumnTransformer
from sklearn.frozen import FrozenEstimator
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    OneHotEncoder,
    PowerTransformer,
    RobustScaler,
    StandardScaler,
)

from kmeans_core.common import Floats, Progress, UnusableFeatures
from kmeans_core.features.selection import Feature, Missing

Scaling = Literal["standard", "min-max", "robust", "none"]
MOST_LEVELS = 20  # the rarer ones of a category share one column
DONORS = 2000  # rows among which nearest neighbours are looked for
LARGEST = 1e140  # sums of squares of larger numbers leave the range of double precision
LARGEST_LOGGED = 1e300  # sums of larger numbers do
SMALLEST = 1e-140
LOGS = {"log": (np.log, np.exp), "log1p": (np.log1p, np.expm1)}  # the second where there are zeros
_EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Level:
    """What a column of an encoded category stands for: one of its levels, the rare ones, or no value."""

    feature: str
    value: str | None  # "Oslo", "one of 11 others"; None where there is no value
    rare: bool = False  # several levels together

    @property
    def name(self) -> str:
        return f"{self.feature} missing" if self.value is None else f"{self.feature} = {self.value}"


@dataclass(frozen=True, eq=False)
class Fitted:
    """The fitted pipeline's steps with what came out of them before any principal components."""

    columns: ColumnTransformer
    nearest: KNNImputer | None
    values: Floats  # (n, d), C order: filled, transformed, scaled and weighted
    names: tuple[str, ...]  # (d,) all different
    levels: tuple[Level | None, ...]  # (d,) None for a column of numbers
    owners: NDArray[np.int64]  # (d,) the feature that each column came from
    standardised: tuple[str, ...]  # labels that the chosen scaling could not scale


def fit_columns(
    features: tuple[Feature, ...], frame: pd.DataFrame, missing: Missing, scaling: Scaling, progress: Progress
) -> Fitted:
    """Fit the transformers of each column on `frame`, whose columns are the features' labels.

    Columns that are treated alike come to stand together: a thousand parts would take seconds to fit.
    Raises UnusableFeatures for numbers too large or too close to be squared and for logs of negative ones.
    """
    how = {f.label: _how(f, frame[f.label].to_numpy(), missing, scaling) for f in features if not f.category}
    alike: dict[object, list[Feature]] = defaultdict(list)
    for feature in features:
        alike[feature if feature.category else (feature.weight, how[feature.label])].append(feature)
    runs = list(alike.values())
    parts = [
        (
            f"part {i + 1}",
            _encoder(frame[_labels(run)]) if run[0].category else _part(run, frame, missing, how),
            _labels(run),
        )
        for i, run in enumerate(runs)
    ]
    columns = ColumnTransformer(parts, sparse_threshold=0, verbose_feature_names_out=False)
    with np.errstate(all="ignore"):  # what leaves the range of numbers is refused by name below
        values = np.ascontiguousarray(columns.fit_transform(frame))
    progress(0.5, "Weighting")
    columns.transformer_weights = _weigh(columns, runs, values, scaling)
    levels, owners = _origins(columns, runs, {f.label: i for i, f in enumerate(features)})
    _refuse_infinite(values, owners, features, frame)
    nearest = _fill(values, progress) if missing == "nearest" and np.isnan(values).any() else None
    standardised = tuple(label for label, (_, chosen, _) in how.items() if chosen != scaling)
    names = _names([feature.label for feature in features], levels, owners)
    return Fitted(columns, nearest, values, names, levels, owners, standardised)


def _labels(run: list[Feature]) -> list[str]:
    return [feature.label for feature in run]


def _encoder(frame: pd.DataFrame) -> FrozenEstimator:
    """Fit an encoder of a column's most frequent levels, the others together.

    It counts a million objects one by one, so it is fitted on each level once and the frequent ones again.
    """
    counts = frame[frame.columns[0]].value_counts(dropna=False).to_dict()
    levels = sorted(counts, key=lambda level: (-counts[level], str(level)))
    few = pd.DataFrame({frame.columns[0]: levels + levels[: MOST_LEVELS - 1]}, dtype=object)
    encoder = OneHotEncoder(
        max_categories=MOST_LEVELS, handle_unknown="infrequent_if_exist", sparse_output=False
    )
    return FrozenEstimator(encoder.fit(few))


How = tuple[str | None, Scaling, bool]


def _how(feature: Feature, cells: Floats, missing: Missing, scaling: Scaling) -> How:
    """Return the transform, the scaling that can scale it, and whether to centre it first.

    scikit-learn leaves a column unscaled where the spread it scales by is (nearly) zero: a column with more
    than half of its values equal would keep its units among columns without. Such a column is standardised.
    """
    present = cells[~np.isnan(cells)]
    low, high = float(present.min()), float(present.max())
    largest = max(-low, high)
    if largest > (LARGEST_LOGGED if feature.transform == "log" else LARGEST):
        log_helps = feature.transform != "log" and low >= 0 and high <= LARGEST_LOGGED
        raise UnusableFeatures.too_large(feature.label, largest, log_helps)
    if high - low < SMALLEST:
        raise UnusableFeatures.too_close(feature.label)
    if feature.transform == "log" and low < 0:
        raise UnusableFeatures.no_log(feature.label, low)
    transform = _log_name(low) if feature.transform == "log" else feature.transform
    spread = high - low
    if scaling == "robust":
        filled = cells if present.size == cells.size else _filled(cells, present, missing)
        spread = float(np.subtract(*np.percentile(filled, [75, 25])))
    if scaling in ("robust", "min-max") and spread < 100 * _EPS:
        scaling = "standard"
    rounding = present.size**1.5 * largest * _EPS  # at this spread StandardScaler takes a column for constant
    return transform, scaling, scaling == "standard" and not transform and high - low < 4 * rounding


def _part(run: list[Feature], frame: pd.DataFrame, missing: Missing, how: dict[str, How]) -> Pipeline:
    """Return the unfitted treatment of columns of numbers that are all treated alike."""
    transform, scaling, centre = how[run[0].label]
    steps: list[tuple[str, Any]] = []
    if missing in ("median", "mean"):
        steps.append(("fill", FrozenEstimator(_imputer(frame, _labels(run), missing))))
    if transform == "power":
        steps.append(("transform", PowerTransformer(standardize=False)))
    elif transform:
        there, back = LOGS[transform]
        log = FunctionTransformer(there, back, check_inverse=False, feature_names_out="one-to-one")
        steps.append(("transform", log))  # its check takes a gap for an error
    if centre:
        steps.append(("centre", StandardScaler(with_std=False)))
    scalers = {"standard": StandardScaler(), "min-max": MinMaxScaler(), "robust": RobustScaler()}
    steps.append(("scale", scalers.get(scaling, "passthrough")))
    return Pipeline(steps)


def _imputer(frame: pd.DataFrame, labels: list[str], missing: Missing) -> SimpleImputer:
    """Fit an imputer on one row of fillings: its own masked medians take seconds on a million rows."""
    columns = [frame[label].to_numpy() for label in labels]
    fillings = [average(column[~np.isnan(column)], missing) for column in columns]
    return SimpleImputer(strategy=missing).fit(pd.DataFrame([fillings], columns=labels))


def average(present: Floats, missing: Missing) -> float:
    """Return what gaps among these values are filled with."""
    return float(np.mean(present) if missing == "mean" else np.median(present))


def _filled(cells: Floats, present: Floats, missing: Missing) -> Floats:
    if missing in ("median", "mean"):
        return np.where(np.isnan(cells), average(present, missing), cells)
    return present


def _weigh(
    columns: ColumnTransformer, runs: list[list[Feature]], values: Floats, scaling: Scaling
) -> dict[str, float]:
    """Multiply the values by their weights in place and return the weight of each part.

    A category counts like one number: its columns have a total variance of 1 beside numbers of variance 1,
    and two levels are 1 apart beside numbers from 0 to 1.
    """
    weights = {}
    for (name, _, _), run in zip(columns.transformers, runs, strict=True):
        weight, block = run[0].weight, values[:, columns.output_indices_[name]]
        if run[0].category and scaling in ("standard", "robust"):
            weight /= float(np.sqrt(1 - np.square(block.mean(axis=0)).sum()))
        elif run[0].category:
            weight /= float(np.sqrt(2))
        if weight != 1:
            block *= weight
        weights[name] = weight
    return weights


def _origins(
    columns: ColumnTransformer, runs: list[list[Feature]], places: dict[str, int]
) -> tuple[tuple[Level | None, ...], NDArray[np.int64]]:
    """Tell what level each column of values is, where it is one, and which feature it came from."""
    levels: list[Level | None] = []
    owners: list[int] = []
    for (name, _, _), run in zip(columns.transformers, runs, strict=True):
        if run[0].category:
            own = _levels(run[0].label, columns.named_transformers_[name].estimator)
            levels += own
            owners += [places[run[0].label]] * len(own)
        else:
            levels += [None] * len(run)
            owners += [places[feature.label] for feature in run]
    return tuple(levels), np.array(owners)


def _levels(label: str, encoder: OneHotEncoder) -> list[Level]:
    levels, rare = encoder.categories_[0], (encoder.infrequent_categories_ or [None])[0]
    others = set() if rare is None else set(rare)
    found = [Level(label, level) for level in levels if level not in others]
    return found + ([Level(label, f"one of {len(others):,} others", rare=True)] if others else [])


def _names(labels: list[str], levels: tuple[Level | None, ...], owners: NDArray[np.int64]) -> tuple[str, ...]:
    """Name each column of values; a level whose name is taken gets a number: "city = Oslo (2)"."""
    taken, names = set(labels), []
    for level, owner in zip(levels, owners, strict=True):
        name, number = labels[owner] if level is None else level.name, 2
        while level is not None and name in taken:
            name, number = f"{level.name} ({number})", number + 1
        taken.add(name)
        names.append(name)
    return tuple(names)


def _refuse_infinite(
    values: Floats,
    owners: NDArray[np.int64],
    features: tuple[Feature, ...],
    frame: pd.DataFrame,
) -> None:
    """Refuse what a transform or scaling made infinite, or not a number where there was one."""
    for place in np.flatnonzero(~np.isfinite(values.sum(axis=0))):
        feature = features[owners[place]]
        if feature.category:
            continue
        cells = frame[feature.label].to_numpy()
        if not np.isfinite(values[~np.isnan(cells), place]).all():
            raise UnusableFeatures.too_large(feature.label, float(np.nanmax(np.abs(cells))), False)


def _fill(values: Floats, progress: Progress) -> KNNImputer:
    """Fill gaps in place with the mean of the 5 nearest donors, in the units of the distance."""
    gaps = np.isnan(values)
    incomplete = np.flatnonzero(gaps.any(axis=1))
    imputer = KNNImputer(keep_empty_features=True).fit(values[_donors(gaps)])
    for start in range(0, incomplete.size, 5_000):
        rows = incomplete[start : start + 5_000]
        values[rows] = imputer.transform(values[rows])
        progress(0.5 + 0.4 * (start + rows.size) / incomplete.size, "Filling from the nearest rows")
    return imputer


def _donors(gaps: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Pick the rows with the fewest gaps, at random among equals, and for each column one that has it."""
    order = np.random.default_rng(0).permutation(len(gaps))
    fullest = order[np.argsort(gaps[order].sum(axis=1), kind="stable")][:DONORS]
    empty = np.flatnonzero(gaps[fullest].all(axis=0))
    return np.unique(
        np.concatenate([fullest, [int(np.argmin(gaps[:, place])) for place in empty]]).astype(int)
    )


def _log_name(low: float) -> str:
    return "log" if low > 0 else "log1p"


def log_of(present: Floats) -> Floats:
    """Take the log that a column of such values, none negative, would be prepared with."""
    return np.asarray(LOGS[_log_name(float(present.min()))][0](present))
