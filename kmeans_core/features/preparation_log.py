"""What was done to a table's rows and columns, in plain words with counts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import floor

import numpy as np
from sklearn.decomposition import PCA

from kmeans_core.common import among, count
from kmeans_core.features.nearest import DONORS
from kmeans_core.features.pipelines import Fitted
from kmeans_core.features.selection import Selection
from kmeans_core.features.settings import Preparation
from kmeans_core.tables import Table

_some = partial(among, most=8)
_SCALED = {
    "standard": "Scaled to mean 0 and standard deviation 1",
    "min-max": "Scaled to the range from 0 to 1",
    "robust": "Scaled to median 0 and an interquartile range of 1",
    "none": "Not scaled",
}


def ledger(
    table: Table, chosen: Selection, fitted: Fitted, *, how: Preparation, reduced: PCA | None
) -> tuple[str, ...]:
    """Say what became of every row and column, in the order in which it was done."""
    return (
        *_taking_part(table, chosen, how),
        *_filling(chosen, fitted, how),
        *_transforming(chosen, fitted),
        *_scaling(chosen, fitted, how),
        *_components(fitted, how, reduced),
    )


def _taking_part(table: Table, chosen: Selection, how: Preparation) -> Iterator[str]:
    """Say which rows and columns do not take part, and whose cells hold something else than numbers."""
    taking_part = int(chosen.present.sum())
    if taking_part == table.n_rows:
        yield f"All {count(taking_part, 'row')} take part."
    else:
        yield f"{taking_part:,} of {count(table.n_rows, 'row')} take part."
        yield f"Left out: {_some([f'{rows.size:,} ({why})' for why, rows in chosen.left_out])}."
    unweighted = [label for label, weight in how.weights if weight == 0]
    for labels, why in ((chosen.constant, "without differences"), (unweighted, "of weight 0")):
        if labels:
            yield f"Dropped {count(len(labels), 'column')} {why}: {_some(labels)}."
    used = {feature.label for feature in chosen.features if feature.levels is None}
    others = [f"{c.not_numbers:,} in {c.label}" for c in table.columns if c.not_numbers and c.label in used]
    if others:
        yield f"Cells that hold no number count as missing: {_some(others)}."


def _filling(chosen: Selection, fitted: Fitted, how: Preparation) -> Iterator[str]:
    """Say how many missing values were filled with what."""
    filled, total = [], 0
    for feature in chosen.features:
        size, filling = fitted.gaps[feature.label]
        if size and feature.levels is None:
            total += size
            filled.append(f"{feature.label} ({size:,}{'' if np.isnan(filling) else f' with {filling:,.6g}'})")
    way = f"the column's {how.missing}"
    if how.missing == "nearest":
        way = f"the mean of the 5 nearest of {min(DONORS, len(fitted.values)):,} rows"
    if filled:
        yield f"Filled {count(total, 'missing value')} with {way}: {_some(filled)}."
    for feature in chosen.features:
        size, _ = fitted.gaps[feature.label]
        if size and feature.levels is not None:
            own = "forms a level of its own" if size == 1 else "form a level of their own"
            if feature.text:
                own = "lies in the middle of all" if size == 1 else "lie in the middle of all"
            yield f"{count(size, 'row')} without {feature.label} {own}."


def _transforming(chosen: Selection, fitted: Fitted) -> Iterator[str]:
    """Say which columns were transformed and which encoded."""
    for kind, words in (("log", "Took logs of"), ("power", "Made even by a power transform (Yeo-Johnson)")):
        labels = [f.label for f in chosen.features if f.transform == kind]
        if labels:
            yield f"{words}: {_some(labels)}."
    for label, learnt in fitted.texts:
        what = "pieces of one or two characters" if learnt.spaceless_ else "words"
        topics = count(learnt.topics_, "topic")
        yield f"Turned {label} into {topics} of {len(learnt.words_):,} {what}; each text has length one."
    for place, feature in enumerate(chosen.features):
        levels = [level for level, owner in zip(fitted.levels, fitted.owners, strict=True) if owner == place]
        if last := levels[-1]:
            line = f"Encoded {feature.label} as {count(len(levels), 'column')} that together count like one"
            yield f"{line} feature{f'; its rarest levels share one, {last.value}' if last.rare else ''}."


def _scaling(chosen: Selection, fitted: Fitted, how: Preparation) -> Iterator[str]:
    """Say which columns were scaled and weighted."""
    numbers = sum(f.levels is None for f in chosen.features) - len(fitted.standardised)
    if numbers:
        yield f"{_SCALED[how.scaling]}: {count(numbers, 'column')}."
    if fitted.standardised:
        why = "having too many equal values for robust scaling"
        yield f"Scaled by the standard deviation instead, {why}: {_some(fitted.standardised)}."
    used = {f.column or f.label for f in chosen.features}
    circles = [f"{label} of {period:g}" for label, period in how.circles if label in used and period > 0]
    if circles:
        yield f"Placed on a circle, as two columns that count like one: {_some(circles)}."
    weights = [f"{label} × {w:g}" for label, w in how.weights if w != 1 and label in used]
    if weights:
        yield f"Weighted: {_some(weights)}."


def _components(fitted: Fitted, how: Preparation, reduced: PCA | None) -> Iterator[str]:
    """Say how many principal components stand for how many columns."""
    if reduced is None:
        return
    got, kept = reduced.n_components_, floor(reduced.explained_variance_ratio_.sum() * 1000) / 10
    columns, components = count(len(fitted.names), "column"), count(got, "principal component")
    keep = "keeps" if got == 1 else "keep"
    yield f"Reduced {columns} to {components} that {keep} {kept:g} % of the variance."
    if got != how.components:
        yield f"{how.components:,} components were asked for; there are {got:,}."
