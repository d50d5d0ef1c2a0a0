"""What was done to a table's rows and columns, in plain words with counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from kmeans_core.features.pipelines import DONORS, Fitted, Scaling, average
from kmeans_core.features.selection import Attendance, Feature, Missing
from kmeans_core.tables import Table

_LISTED = 8
_SCALED = {
    "standard": "Scaled to mean 0 and standard deviation 1",
    "min-max": "Scaled to the range from 0 to 1",
    "robust": "Scaled to median 0 and an interquartile range of 1",
    "none": "Not scaled",
}


def listed(parts: Sequence[str]) -> str:
    """Join the first few with commas and count the rest."""
    more = len(parts) - _LISTED
    return ", ".join(parts[:_LISTED]) + (f" and {more:,} more" if more > 0 else "")


def count(number: int, noun: str) -> str:
    """Write a number with its noun: "1 row", "1,200 rows"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def attendance_lines(table: Table, attendance: Attendance) -> list[str]:
    """Say how many rows take part, and why the others do not."""
    taking_part = int(attendance.present.sum())
    if taking_part == table.n_rows:
        return [f"All {count(taking_part, 'row')} take part."]
    lines = [f"{taking_part:,} of {count(table.n_rows, 'row')} take part."]
    reasons = [f"{rows.size:,} ({why})" for why, rows in attendance.left_out]
    return [*lines, f"Left out: {listed(reasons)}."]


def column_lines(
    table: Table, features: tuple[Feature, ...], constant: tuple[str, ...], unweighted: tuple[str, ...]
) -> list[str]:
    """Say which columns do not take part after all, and whose cells hold something else than numbers."""
    lines = []
    if constant:
        lines.append(f"Dropped {count(len(constant), 'column')} without differences: {listed(constant)}.")
    if unweighted:
        lines.append(f"Dropped {count(len(unweighted), 'column')} of weight 0: {listed(unweighted)}.")
    used = {feature.label for feature in features if not feature.category}
    others = [f"{c.not_numbers:,} in {c.label}" for c in table.columns if c.not_numbers and c.label in used]
    if others:
        lines.append(f"Cells that hold no number count as missing: {listed(others)}.")
    return lines


def filling_lines(features: tuple[Feature, ...], frame: pd.DataFrame, missing: Missing) -> list[str]:
    """Say how many missing values were filled with what."""
    lines, total, fillings = [], 0, []
    for feature in features:
        gaps = frame[feature.label].isna().to_numpy()
        size = int(gaps.sum())
        if not size:
            continue
        if feature.category:
            own = "forms a level of its own" if size == 1 else "form a level of their own"
            lines.append(f"{count(size, 'row')} without {feature.label} {own}.")
            continue
        total += size
        filling = ""
        if missing != "nearest":
            filling = f" with {average(frame[feature.label].to_numpy()[~gaps], missing):,.6g}"
        fillings.append(f"{feature.label} ({size:,}{filling})")
    if total:
        way = f"the column's {missing}"
        if missing == "nearest":
            way = f"the mean of the 5 nearest of {min(DONORS, len(frame)):,} rows"
        lines.insert(0, f"Filled {count(total, 'missing value')} with {way}: {listed(fillings)}.")
    return lines


def scaling_lines(features: tuple[Feature, ...], fitted: Fitted, scaling: Scaling) -> list[str]:
    """Say which columns were transformed, encoded, scaled and weighted."""
    lines = []
    for kind, words in (("log", "Took logs of"), ("power", "Made even by a power transform (Yeo-Johnson)")):
        labels = [f.label for f in features if f.transform == kind]
        if labels:
            lines.append(f"{words}: {listed(labels)}.")
    lines += [_encoded(f, i, fitted) for i, f in enumerate(features) if f.category]
    numbers = sum(not f.category for f in features) - len(fitted.standardised)
    if numbers:
        lines.append(f"{_SCALED[scaling]}: {count(numbers, 'column')}.")
    if fitted.standardised:
        lines.append(
            f"Scaled by the standard deviation instead, having too many equal values for {scaling} scaling: "
            f"{listed(fitted.standardised)}."
        )
    weights = [f"{f.label} × {f.weight:g}" for f in features if f.weight != 1]
    return [*lines, f"Weighted: {listed(weights)}."] if weights else lines


def _encoded(feature: Feature, place: int, fitted: Fitted) -> str:
    levels = [level for level, owner in zip(fitted.levels, fitted.owners, strict=True) if owner == place]
    line = f"Encoded {feature.label} as {count(len(levels), 'column')} that together count like one feature"
    last = levels[-1]
    return f"{line}; its rarest levels share one, {last.value}." if last and last.rare else f"{line}."


def component_lines(asked: int | None, fitted: Fitted, kept: float | None, got: int) -> list[str]:
    """Say how many principal components stand for how many columns."""
    if asked is None or kept is None:
        return []
    line = (
        f"Reduced {count(len(fitted.names), 'column')} to {count(got, 'principal component')} "
        f"that {'keeps' if got == 1 else 'keep'} {np.floor(kept * 1000) / 10:g} % of the variance."
    )
    return [line] if got == asked else [line, f"{asked:,} components were asked for; there are {got:,}."]
