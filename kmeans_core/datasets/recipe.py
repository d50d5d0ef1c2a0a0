"""Rows that fit into no memory, in four passes: look at all, draw some, close, label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kmeans_core.clustering import Found, Init, KMeansSettings, Points, check, solve
from kmeans_core.common import Floats, Ints, Progress, TooFewRows, digest, part, silent
from kmeans_core.datasets.closing import ExactFigures, Labelling, Totals
from kmeans_core.datasets.draws import Even, Weighted
from kmeans_core.datasets.exact import scaled_by_all
from kmeans_core.datasets.problems import DatasetProblem
from kmeans_core.datasets.rows import RowSource
from kmeans_core.datasets.statistics import ColumnFacts, Statistics
from kmeans_core.datasets.told import Rows, many, steps_taken
from kmeans_core.datasets.units import Units
from kmeans_core.features import FeatureMatrix, count_distinct
from kmeans_core.tables import Amendment, Table
from kmeans_core.takeaway import Model, without_centres

EVEN_ROWS = 100_000  # of the table that stands for all rows
EVEN_BYTES = 2**27  # that it may take
DRAWN_ROWS, DRAWN_NUMBERS = 1_000_000, 2**25  # on which centres are found


@dataclass(frozen=True, eq=False)
class Look:
    """What one look at all rows gave: exact facts of the columns, and rows that stand for all."""

    source: RowSource
    n_rows: int
    facts: Mapping[str, ColumnFacts]  # of columns of numbers, by their names in the files
    drawn: pa.Table  # evenly

    @property
    def name(self) -> str:
        """Name the drawn rows: "orders, 100,000 of 2.1 billion rows drawn evenly"."""
        if self.drawn.num_rows == self.n_rows:
            return self.source.name
        return f"{self.source.name}, {self.drawn.num_rows:,} of {many(self.n_rows)} rows drawn evenly"

    def file(self) -> bytes:
        """Return the drawn rows as a Parquet file, to be read like any other table."""
        written = BytesIO()
        pq.write_table(self.drawn, written)
        return written.getvalue()


@dataclass(frozen=True, eq=False)
class Prepared:
    """The table of drawn rows as it was read, and how it was prepared."""

    table: Table
    matrix: FeatureMatrix
    amendments: tuple[Amendment, ...] = ()  # of the table that the matrix was made from


@dataclass(frozen=True, eq=False)
class Finished:
    """Clusters of all rows, numbered by size, largest first."""

    source: RowSource
    units: Units
    centres: Floats  # (k, d) in the model's units
    figures: ExactFigures
    model: Model
    numbers: tuple[str, ...]  # labels of the number columns whose exact means there are
    levels: tuple[str, ...]  # names of the levels whose exact shares there are
    ledger: tuple[str, ...]
    digest: str

    @property
    def explained(self) -> float:
        return 1 - self.figures.inertia / self.figures.total


def look(source: RowSource, progress: Progress = silent, *, skip_damaged: bool = False) -> Look:
    """Go through all rows once, for exact facts and an even draw.

    Raises `DatasetProblem` for a damaged file, or leaves it out where that is asked for.
    """
    seen = Statistics.of_numbers(source.schema)
    while True:
        even = Even(tuple(source.schema.names), EVEN_ROWS, n_rows=source.n_rows)
        try:
            facts, drawn = source.run((seen, even), progress)
        except DatasetProblem as problem:
            if not (skip_damaged and problem.file):
                raise
            source = source.without(problem.file)
        else:
            break
    n_rows, by_column = seen.told(facts)
    rows = even.drawn(drawn)
    fitting = rows.num_rows * EVEN_BYTES // max(rows.nbytes, EVEN_BYTES)
    return Look(source, n_rows, by_column, rows.slice(0, max(1, fitting)).combine_chunks())


def finish(seen: Look, prepared: Prepared, settings: KMeansSettings, progress: Progress = silent) -> Finished:
    """Cluster all rows as a table of drawn rows was prepared, by two more passes.

    Raises as `cluster` and `RowSource.run` do.
    """
    check(settings)
    matrix = prepared.matrix
    model = without_centres(matrix, seen.source.name, prepared.amendments)
    units = Units.of_table(model, prepared.table, seen.source.schema)
    units, exact = scaled_by_all(units, seen.facts, matrix.preparation)
    values, weights = _drawn(seen, units, part(progress, 0.0, 0.35))
    found = _searched(values, weights, settings, part(progress, 0.35, 0.6))
    centres = found.best.centres + np.average(values, axis=0, weights=weights)
    totals = _totals(seen, units, centres)
    figures = totals.figures(seen.source.run((totals,), part(progress, 0.6, 1.0))[0])
    order = np.lexsort((*centres.T[::-1], -figures.sizes))
    rows = Rows(seen.n_rows, seen.drawn.num_rows, len(values), figures.left_out)
    name = digest(seen.source.digest, matrix.digest, settings, prepared.amendments)
    distances = _quantiles(found, weights, model.quantiles)
    return Finished(
        source=seen.source,
        units=units,
        centres=centres[order],
        figures=figures.at(order),
        model=_placing(units.model, centres[order], figures.sizes[order], distances[order], name),
        numbers=tuple(each.label for each in units.numbers),
        levels=tuple(level.name for level in model.levels),
        ledger=tuple(steps_taken(seen.source, matrix, settings, exact, rows)),
        digest=name,
    )


def write_labels(finished: Finished, target: str, progress: Progress = silent) -> int:
    """Write all rows with their clusters as Parquet below `target`, as `RowSource.write` does."""
    source = finished.source
    return source.write(Labelling(finished.units, finished.centres, source.schema), target, progress)


def _drawn(seen: Look, units: Units, progress: Progress) -> tuple[Floats, Floats]:
    """Draw rows of all, half of them far ones, as far as the even rows tell what is far."""
    even, fit = units.of(seen.drawn.to_batches()[0])
    even = even[fit]
    middle = even.mean(axis=0)
    spread = float(np.einsum("nd,nd->", even - middle, even - middle)) / len(even)
    size = min(DRAWN_ROWS, max(EVEN_ROWS, DRAWN_NUMBERS // even.shape[1]))
    work = Weighted(units, middle, spread or 1.0, seen.n_rows, size)
    return work.drawn(seen.source.run((work,), progress)[0])


def _searched(values: Floats, weights: Floats, settings: KMeansSettings, progress: Progress) -> Found:
    """Find centres around the mean of the drawn rows."""
    distinct = count_distinct(values)
    if distinct < settings.k:
        raise TooFewRows.for_clusters(distinct, settings.k)
    points = Points(
        values - np.average(values, axis=0, weights=weights), weights, settings.max_iter, 0.0, progress
    )
    tolerance = settings.tol * points.total / weights.sum() / values.shape[1]
    init: Init = "k-means++" if settings.init == "own centres" else settings.init
    asked = replace(settings, init=init, own_centres=(), algorithm="lloyd")
    return solve(replace(points, tolerance=tolerance), asked, None)


def _totals(seen: Look, units: Units, centres: Floats) -> Totals:
    """Sum up around the columns' means, as far as they are known."""
    known = [seen.facts.get(each.name) if each.words is None else None for each in units.numbers]
    middles = tuple(0.0 if fact is None else fact.mean for fact in known)
    spreads = tuple(
        1.0 if fact is None else float(np.sqrt(fact.squares / max(1, fact.present))) or 1.0 for fact in known
    )
    return Totals(units, centres, middles, spreads)


def _quantiles(found: Found, weights: Floats, quantiles: tuple[float, ...]) -> Floats:
    """Return quantiles (k, q) of the rows' distances to their centre, each row counted by its weight."""
    near, wanted = found.best.nearest, []
    for c in range(len(found.best.centres)):
        own = np.flatnonzero(near.labels == c)
        own = own[np.argsort(near.d1[own], kind="stable")]
        reach = np.cumsum(weights[own])
        places = np.searchsorted(reach, np.array(quantiles) * reach[-1])
        wanted.append(np.sqrt(near.d1[own[np.minimum(places, len(own) - 1)]]))
    return np.array(wanted)


def _placing(model: Model, centres: Floats, sizes: Ints, distances: Floats, name: str) -> Model:
    """Return the model with where the centres are, and how far from them the rows."""
    return replace(
        model,
        centres=tuple(map(tuple, centres.tolist())),
        names=tuple(f"Cluster {i + 1}" for i in range(len(sizes))),
        sizes=tuple(sizes.tolist()),
        distances=tuple(map(tuple, distances.tolist())),
        digest=name,
    )
