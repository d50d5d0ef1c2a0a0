"""Columns in, comparable numbers out, by fitted transformers that are all scikit-learn's own."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer, PowerTransformer, StandardScaler

from kmeans_core.common import Floats, Ints, UnusableFeatures
from kmeans_core.features.averages import average, centre_and_spread
from kmeans_core.features.categories import Level, encode, names_of
from kmeans_core.features.selection import Feature, Selection
from kmeans_core.features.settings import Missing, Preparation
from kmeans_core.features.texts import TextVectors
from kmeans_core.tables import side_by_side

LARGEST = 1e140  # sums of squares of larger numbers leave the range of double precision
LARGEST_LOGGED = 1e300  # sums of larger numbers do
SMALLEST = 1e-140
LOGS = {"log": (np.log, np.exp), "log1p": (np.log1p, np.expm1)}  # the second where there are zeros
Gaps = dict[str, tuple[int, float]]  # by label: how many cells were missing, the average that fills them


@dataclass(frozen=True, eq=False)
class Fitted:
    """The fitted transformers with what came out of them before any principal components."""

    columns: ColumnTransformer  # of frozen parts: to fit it again changes nothing
    values: Floats  # (n, d), C order: transformed, scaled and weighted; NaN where no average fills a gap
    originals: Floats  # (n, d), column by column: in original units, levels as 1 or 0; gaps likewise
    names: tuple[str, ...]  # (d,) all different
    levels: tuple[Level | None, ...]  # (d,) None for a column of numbers
    owners: Ints  # (d,) the feature that each column came from
    gaps: Gaps
    standardised: tuple[str, ...]  # labels that the chosen scaling could not scale
    texts: tuple[tuple[str, TextVectors], ...] = ()  # by label: what was learnt of their words


@dataclass(frozen=True, eq=False)
class _Part:
    """Features that are treated alike, and how: a part for each of a thousand would take seconds."""

    columns: list[tuple[Feature, Level | None]]  # (m,)
    treatment: FrozenEstimator
    few: pd.DataFrame  # one row of cells that can be treated
    weight: float
    gaps: Gaps
    originals: Floats  # (n, m)
    treated: Floats  # (n, m) transformed, but not scaled
    centre: Floats | float = 0.0  # (m,) what scaling subtracts
    spread: Floats | float = 1.0  # (m,) and divides by
    standardised: tuple[str, ...] = ()
    names: tuple[Level, ...] = ()  # (m,) where columns are neither a feature's own nor levels

    def titles(self) -> list[str | Level]:
        """Return what the columns are called, by themselves."""
        return list(self.names) or [level or feature.label for feature, level in self.columns]


def fit_columns(chosen: Selection, how: Preparation) -> Fitted:
    """Fit the transformers of each column on the rows that take part.

    Raises UnusableFeatures for numbers too large or too close to be squared and for logs of negative ones.
    """
    alike: dict[Feature | tuple[str | None, float], list[Feature]] = defaultdict(list)
    for feature in chosen.features:
        number = feature.levels is None
        alike[(_transform(feature, chosen), feature.weight) if number else feature].append(feature)
    parts = [
        _words(key, chosen, how) if isinstance(key, Feature) else _numbers(run, key[0], chosen, how)
        for key, run in alike.items()
    ]
    transformer = ColumnTransformer(
        [(f"part {i + 1}", part.treatment, list(part.few)) for i, part in enumerate(parts)],
        transformer_weights={f"part {i + 1}": part.weight for i, part in enumerate(parts)},
        sparse_threshold=0,
        verbose_feature_names_out=False,
    )
    columns = [column for part in parts for column in part.columns]
    return Fitted(
        columns=transformer.fit(pd.concat([part.few for part in parts], axis=1)),
        values=_scaled(parts),
        originals=np.concatenate([part.originals.T for part in parts]).T if parts[1:] else parts[0].originals,
        names=names_of([name for part in parts for name in part.titles()]),
        levels=tuple(level for _, level in columns),
        owners=np.array([chosen.features.index(feature) for feature, _ in columns]),
        gaps={label: gap for part in parts for label, gap in part.gaps.items()},
        standardised=tuple(label for part in parts for label in part.standardised),
        texts=tuple(
            (part.columns[0][0].label, part.treatment.estimator)
            for part in parts
            if isinstance(part.treatment.estimator, TextVectors)
        ),
    )


def _transform(feature: Feature, chosen: Selection) -> str | None:
    """Return the transform that a column of numbers takes; refuse numbers that cannot be computed with."""
    cells = feature.at(chosen.present)
    low, high = float(np.nanmin(cells)), float(np.nanmax(cells))
    largest = max(-low, high)
    if largest > (LARGEST_LOGGED if feature.transform == "log" else LARGEST):
        log_helps = feature.transform != "log" and low >= 0 and high <= LARGEST_LOGGED
        raise UnusableFeatures.too_large(feature.label, largest, log_helps)
    if high - low < SMALLEST:
        raise UnusableFeatures.too_close(feature.label)
    if feature.transform == "log" and low < 0:
        raise UnusableFeatures.no_log(feature.label, low)
    return "log1p" if feature.transform == "log" and not low else feature.transform


def _words(feature: Feature, chosen: Selection, how: Preparation) -> _Part:
    return _text(feature, chosen) if feature.text else _category(feature, chosen, how)


def _text(feature: Feature, chosen: Selection) -> _Part:
    """Turn free text into topics that together count like one number: their variances sum to 1.

    Equal texts are looked at once. Raises UnusableFeatures where texts share no word.
    """
    codes, levels = feature.at(chosen.present), feature.levels or ()
    there = np.unique(codes[codes >= 0])
    learnt = TextVectors().fit([levels[i] for i in there])
    vectors = np.zeros((len(levels) + 1, learnt.topics_))  # the last for no text
    vectors[there] = learnt.vectors([levels[i] for i in there])
    cells = vectors[codes]
    variance = float(cells.var(axis=0).sum())
    if not variance > 0:
        raise UnusableFeatures.no_words()
    return _Part(
        columns=[(feature, None)] * learnt.topics_,
        treatment=FrozenEstimator(learnt),
        few=pd.DataFrame({feature.label: [levels[there[0]]]}, dtype=object),
        weight=feature.weight / float(np.sqrt(variance)),
        gaps={feature.label: (int((codes < 0).sum()), np.nan)},
        originals=cells,
        treated=cells,
        names=tuple(Level(feature.label, f"topic {i + 1}") for i in range(learnt.topics_)),
    )


def _category(feature: Feature, chosen: Selection, how: Preparation) -> _Part:
    """Encode a category so that it counts like one number.

    Its columns have a total variance of 1 beside numbers of variance 1, and two levels are 1 apart beside
    numbers from 0 to 1.
    """
    codes = feature.at(chosen.present)
    encoder, levels, cells = encode(feature, codes)
    squares = np.square(cells.mean(axis=0)).sum() if how.scaling in ("standard", "robust") else -1
    return _Part(
        columns=[(feature, level) for level in levels],
        treatment=encoder,
        few=pd.DataFrame({feature.label: [levels[0].value]}, dtype=object),
        weight=feature.weight / float(np.sqrt(1 - squares)),
        gaps={feature.label: (int((codes < 0).sum()), np.nan)},
        originals=cells,
        treated=cells,
    )


def _numbers(features: list[Feature], transform: str | None, chosen: Selection, how: Preparation) -> _Part:
    """Fill, transform and scale columns of numbers.

    The scaler is given what it would find: fitting it would take a copy and several passes.
    """
    labels, gaps = [feature.label for feature in features], Gaps()
    whole = chosen.present.all() and all(feature.whole for feature in features)
    block = side_by_side([feature.cells for feature in features]) if whole else None
    if block is None:
        block = np.empty((len(features), np.count_nonzero(chosen.present))).T
        for column, feature in zip(block.T, features, strict=True):
            column[:] = feature.at(chosen.present)
    for column, feature in zip(block.T, features, strict=True):
        gaps[feature.label] = _fill(column, feature.whole, how.missing)
    frame = pd.DataFrame(block, columns=labels, copy=False)
    with np.errstate(all="ignore"):  # what leaves the range of numbers is refused by name
        pipeline = Pipeline(_steps(transform, gaps, how)).fit(frame if transform == "power" else frame[:1])
        treated = np.asarray(pipeline[:-1].transform(frame)) if transform else block
    for label, after, before in zip(labels, treated.T, block.T, strict=True):
        if transform and not np.isfinite(after[~np.isnan(before)]).all():
            raise UnusableFeatures.too_large(label, float(np.nanmax(np.abs(before))), False)
    told = [centre_and_spread(column, how.scaling) for column in treated.T]
    centre, spread = np.array([(centre, spread) for centre, spread, _ in told]).T
    if how.scaling != "none":
        scaler = pipeline.named_steps["scale"]
        scaler.mean_, scaler.scale_, scaler.var_ = centre, spread, np.square(spread)
        scaler.n_samples_seen_ = len(block)
    return _Part(
        columns=[(feature, None) for feature in features],
        treatment=FrozenEstimator(pipeline),
        few=frame[:1],
        weight=features[0].weight,
        gaps=gaps,
        originals=block,
        treated=treated,
        centre=centre,
        spread=spread,
        standardised=tuple(label for label, (_, _, able) in zip(labels, told, strict=True) if not able),
    )


def _fill(column: Floats, whole: bool, missing: Missing) -> tuple[int, float]:
    """Fill the gaps of a column in place with its average, where there is to be one; count them."""
    if whole:
        return 0, average(column, missing)
    gaps = np.isnan(column)
    column[gaps] = filling = average(column[~gaps], missing)
    return int(gaps.sum()), filling


def _steps(transform: str | None, gaps: Gaps, how: Preparation) -> list[tuple[str, object]]:
    """Return the steps of a pipeline; what fills gaps is found already, for masked medians take seconds."""
    steps: list[tuple[str, object]] = []
    if how.missing in ("median", "mean"):
        fillings = pd.DataFrame({label: [filling] for label, (_, filling) in gaps.items()})
        steps.append(("fill", FrozenEstimator(SimpleImputer(strategy=how.missing).fit(fillings))))
    if transform == "power":
        steps.append(("transform", PowerTransformer(standardize=False)))
    elif transform:
        there, back = LOGS[transform]
        log = FunctionTransformer(there, back, check_inverse=False, feature_names_out="one-to-one")
        steps.append(("transform", log))  # its check takes a gap for an error
    return [*steps, ("scale", "passthrough" if how.scaling == "none" else StandardScaler())]


def _scaled(parts: list[_Part]) -> Floats:
    """Scale and weight as the pipelines do, number for number, in the order in which rows are compared."""
    values, place = np.empty((len(parts[0].treated), sum(len(part.columns) for part in parts))), 0
    for part in parts:
        block = values[:, place : (place := place + len(part.columns))]
        np.subtract(part.treated, part.centre, out=block)
        block /= part.spread
        block *= part.weight
    return values
