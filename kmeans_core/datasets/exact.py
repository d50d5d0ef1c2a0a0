"""Scaling by all rows, where a table of drawn rows was scaled by its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from kmeans_core.common import UnusableFeatures
from kmeans_core.datasets.statistics import ColumnFacts
from kmeans_core.datasets.units import Units
from kmeans_core.features import Preparation
from kmeans_core.takeaway import NumberColumn

_LARGEST = 1e140  # sums of squares of larger numbers leave the range of double precision


def scaled_by_all(
    units: Units, facts: Mapping[str, ColumnFacts], how: Preparation
) -> tuple[Units, tuple[str, ...]]:
    """Return the units with exact means, deviations and ends; and which columns have them, by label.

    That is where they follow from each column alone: not after logs and powers, not for medians and
    quartiles, and not where other columns decide which rows take part. Raises UnusableFeatures for columns
    with numbers too large to be squared.
    """
    names = {each.label: each.name for each in units.numbers if each.words is None and not each.blanks}
    for column in units.model.numbers:
        fact = facts.get(names.get(column.label, ""))
        largest = 0.0 if fact is None else max(-fact.least, fact.most)
        if not column.change and largest > _LARGEST:
            raise UnusableFeatures.too_large(column.label, largest, log_helps=False)
    used = [fact for name in names.values() if (fact := facts.get(name))]
    rows_differ = any(fact.infinite for fact in used) or (
        how.missing in ("drop", "nearest") and any(fact.missing for fact in used)
    )
    if rows_differ or how.components or how.scaling not in ("standard", "min-max"):
        return units, ()
    columns, exact = [], []
    for column in units.model.numbers:
        fact = facts.get(names.get(column.label, ""))
        alone = fact is not None and fact.present and not column.change and not column.circle
        columns.append(_scaled(column, fact, how) if fact and alone else column)
        exact += [column.label] if alone else []
    return replace(units, model=replace(units.model, numbers=tuple(columns))), tuple(exact)


def _scaled(column: NumberColumn, fact: ColumnFacts, how: Preparation) -> NumberColumn:
    """Fill by the exact mean and scale by the exact figures, gaps counted as what fills them."""
    fill = fact.mean if how.missing == "mean" else column.fill
    gap = fact.mean if fill is None else fill
    if how.scaling == "min-max":
        centre, spread = fact.least, fact.most - fact.least
    else:
        n = fact.present + fact.missing
        centre = fact.mean + (gap - fact.mean) * fact.missing / n
        squares = fact.squares + fact.present * (fact.mean - centre) ** 2 + fact.missing * (gap - centre) ** 2
        spread = float(np.sqrt(squares / n))
    fill = None if column.fill is None else fill
    return replace(column, fill=fill, centre=centre, spread=spread or 1.0)
