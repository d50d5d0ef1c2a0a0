"""A table in, a few facts about each column out, for a first look."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.common import Ints, in_order
from kmeans_core.tables import Column, Kind, Table, coded

BINS = 20
_TOP = 5
_COUNTED = (Kind.CATEGORY, Kind.YES_NO, Kind.CONSTANT)


@dataclass(frozen=True)
class ColumnFacts:
    """What a column holds at a glance; numbers are None for columns without finite ones."""

    label: str
    kind: Kind
    missing: int
    distinct: int
    minimum: float | None = None
    median: float | None = None
    maximum: float | None = None
    edges: tuple[float, ...] = ()  # of the histogram's bins, one more than there are counts
    counts: tuple[int, ...] = ()
    top: tuple[tuple[str, int], ...] = ()  # the commonest words of a category and how often they occur


def column_facts(table: Table) -> tuple[ColumnFacts, ...]:
    """Return the facts of every column, without the rows that are set aside.

    Histograms have 20 equal bins, fewer where values are few.
    """
    rows = np.delete(np.arange(table.n_rows), [row for row, _ in table.set_aside])
    return tuple(in_order(lambda column: _facts(table, column, rows), table.columns))


def _facts(table: Table, column: Column, rows: Ints) -> ColumnFacts:
    plain = ColumnFacts(column.label, column.kind, column.missing, column.distinct)
    if column.numbers is None:
        return replace(plain, top=_commonest(table, column, rows)) if column.kind in _COUNTED else plain
    ordered = np.sort(column.numbers[np.isfinite(column.numbers)])
    if not ordered.size:
        return plain
    small = ordered / 4  # the range and the sum of two of the largest numbers could overflow
    counts, edges = np.histogram(small, max(1, min(BINS, column.distinct)), (small[0], small[-1]))
    return replace(
        plain,
        minimum=float(ordered[0]),
        median=4 * float(np.median(small)),
        maximum=float(ordered[-1]),
        edges=tuple((4 * edges).tolist()),
        counts=tuple(counts.tolist()),
    )


def _commonest(table: Table, column: Column, rows: Ints) -> tuple[tuple[str, int], ...]:
    codes, words = coded(table, column.label, rows)
    counts = np.bincount(codes[codes >= 0], minlength=len(words)).tolist()
    return tuple(zip(words, counts, strict=True))[:_TOP]
