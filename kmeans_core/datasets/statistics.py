"""What columns of numbers hold, over all rows: exact counts, means, deviations and ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import Floats
from kmeans_core.datasets.agreement import kind_of
from kmeans_core.datasets.rows import Batch


@dataclass(frozen=True)
class ColumnFacts:
    """A column of numbers over all rows."""

    present: int
    missing: int
    infinite: int  # among the present ones; the figures below are without them
    mean: float
    squares: float  # sum of squared differences from the mean
    least: float
    most: float


@dataclass(frozen=True)
class Statistics:
    """The facts of every column of numbers, by its name in the files, and how many rows there are."""

    columns: tuple[str, ...]

    @classmethod
    def of_numbers(cls, schema: pa.Schema) -> Statistics:
        """Look at every column that holds numbers."""
        return cls(tuple(field.name for field in schema if kind_of(field.type) == "numbers"))

    def of(self, batch: Batch) -> pa.Table:
        """Return a row for the batch, then one for each column."""
        facts = [_facts(numbers(batch.cells.column(name))) for name in self.columns]
        whole = ColumnFacts(len(batch.rows), 0, 0, 0.0, 0.0, np.inf, -np.inf)
        return _table([whole, *facts])

    def merged(self, parts: Sequence[pa.Table]) -> pa.Table:
        """Put counts together, and means and squares as Chan, Golub and LeVeque (1979) do."""
        present, missing, infinite, mean, squares, least, most = (
            np.array([part.column(i).to_numpy() for part in parts]) for i in range(7)
        )
        finite = present - infinite
        n = finite.sum(axis=0)
        with np.errstate(all="ignore"):  # infinities are the answer to enormous columns
            middle = (finite * mean).sum(axis=0) / np.maximum(n, 1)
            spread = squares.sum(axis=0) + (finite * np.square(mean - middle)).sum(axis=0)
        return pa.table(
            [
                *(present.sum(axis=0), missing.sum(axis=0), infinite.sum(axis=0)),
                *(middle, spread, least.min(axis=0), most.max(axis=0)),
            ],
            _NAMES,
        )

    def told(self, found: pa.Table) -> tuple[int, dict[str, ColumnFacts]]:
        """Return the number of rows, and the facts by column."""
        whole, *rows = (ColumnFacts(**row) for row in found.to_pylist())
        return whole.present, dict(zip(self.columns, rows, strict=True))


_NAMES = list(ColumnFacts.__dataclass_fields__)


def _table(facts: Sequence[ColumnFacts]) -> pa.Table:
    return pa.table({name: [getattr(each, name) for each in facts] for name in _NAMES})


def _facts(cells: Floats) -> ColumnFacts:
    gaps = np.isnan(cells)
    there = cells[~gaps] if gaps.any() else cells
    present = len(there)
    far = np.isinf(there)
    if far.any():
        there = there[~far]
    if not len(there):
        return ColumnFacts(present, len(cells) - present, present, 0.0, 0.0, np.inf, -np.inf)
    with np.errstate(all="ignore"):
        mean = float(there.mean())
        offsets = there - mean
        squares = float(offsets @ offsets)
    ends = float(there.min()), float(there.max())
    return ColumnFacts(present, len(cells) - present, present - len(there), mean, squares, *ends)


def numbers(cells: pa.Array) -> Floats:
    """Return cells of numbers as doubles, NaN where there is none."""
    return np.asarray(pc.cast(cells, pa.float64(), safe=False).to_numpy(zero_copy_only=False), float)
