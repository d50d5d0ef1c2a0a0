"""What was done to rows without number, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import among, count
from kmeans_core.datasets.rows import RowSource
from kmeans_core.features import FeatureMatrix


def many(rows: int) -> str:
    """Write 20,000,000, and 2.1 billion.

    >>> many(20_000_000), many(2_140_000_000)
    ('20,000,000', '2.1 billion')
    """
    return f"{rows / 1e9:,.1f} billion" if rows >= 1e9 else f"{rows:,}"


@dataclass(frozen=True)
class Rows:
    """How many rows there are, and how many of them what was found from."""

    whole: int
    even: int
    drawn: int
    without: int  # a place


def steps_taken(
    source: RowSource, matrix: FeatureMatrix, settings: KMeansSettings, exact: tuple[str, ...], rows: Rows
) -> Iterator[str]:
    """Say what rests on all rows and what on drawn ones; `exact` columns were scaled by all."""
    yield from source.notes
    if source.left_out:
        yield f"Left out as damaged: {among(source.left_out, 8)}."
    whole, even, drawn = rows.whole, rows.even, rows.drawn
    how = matrix.preparation
    if exact:
        figures = "means and deviations" if how.scaling == "standard" else "smallest and largest values"
        yield f"Scaled by the {figures} of all {many(whole)} rows: {among(exact, 8)}."
    rest = [name for name in matrix.original_names if name not in exact]
    if rest and how.scaling != "none":
        yield f"Scaled, transformed or encoded as {even:,} rows drawn evenly have it: {among(rest, 8)}."
    filled = any(line.startswith("Filled ") for line in matrix.ledger)
    if filled and (how.missing != "mean" or not exact):
        yield f"What fills missing values comes from the {even:,} rows."
    if how.components:
        yield f"Principal components are those of the {even:,} rows."
    yield (
        f"Centres were found on {count(drawn, 'row')}, half drawn evenly and half by squared distance from "
        "the middle, each counted for as many as it stands for."
    )
    if settings.init == "own centres" or settings.algorithm == "mini-batch":
        yield "All rows are searched from k-means++ by Lloyd's steps, whatever searched the drawn table."
    if rows.without:
        yield f"{count(rows.without, 'row')} without a usable value have no cluster."
    yield f"Sizes, means, deviations and inertia are exact: of all {many(whole)} rows."
