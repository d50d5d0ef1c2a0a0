"""A table in, a few facts about each column out, for a first look."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kmeans_core.common import in_order
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.columns import Column
from kmeans_core.tables.table import Table

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
    """Return the facts of every column; histograms have 20 equal bins, fewer where values are few."""
    columns = list(zip(table.columns, table.text.columns, strict=True))
    return tuple(in_order(lambda each: _facts(*each), columns))


def _facts(column: Column, text: pa.ChunkedArray) -> ColumnFacts:
    plain = ColumnFacts(column.label, column.kind, column.missing, column.distinct)
    if column.numbers is None:
        top = _commonest(text) if column.kind in _COUNTED else ()
        return ColumnFacts(plain.label, plain.kind, plain.missing, plain.distinct, top=top)
    ordered = np.sort(column.numbers[np.isfinite(column.numbers)])
    if not ordered.size:
        return plain
    edges, counts = _histogram(ordered, column.distinct)
    return ColumnFacts(
        *(plain.label, plain.kind, plain.missing, plain.distinct),
        minimum=float(ordered[0]),
        median=float(_middle(ordered)),
        maximum=float(ordered[-1]),
        edges=tuple(edges.tolist()),
        counts=tuple(counts.tolist()),
    )


def _middle(ordered: NDArray[np.float64]) -> np.float64:
    low, high = ordered[(ordered.size - 1) // 2], ordered[ordered.size // 2]
    return np.float64(low / 2 + high / 2)  # the sum of two large numbers could overflow


def _histogram(ordered: NDArray[np.float64], distinct: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Count sorted values in equal bins; each bin holds its left edge, the last one both."""
    bins = max(1, min(BINS, distinct))
    share = np.linspace(0, 1, bins + 1)
    edges = ordered[0] * (1 - share) + ordered[-1] * share
    inner = np.searchsorted(ordered, edges[1:-1], side="left")
    return edges, np.diff(np.concatenate([[0], inner, [ordered.size]]))


def _commonest(text: pa.ChunkedArray) -> tuple[tuple[str, int], ...]:
    counted = pc.value_counts(text)
    words, counts = counted.field("values").to_pylist(), counted.field("counts").to_pylist()
    pairs = sorted(zip(words, counts, strict=True), key=lambda pair: (-pair[1], pair[0]))
    return tuple((word, count) for word, count in pairs if word.strip())[:_TOP]
