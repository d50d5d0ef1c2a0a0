"""Tables made by hand, for tests that are not about reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.columns import Column, labels
from kmeans_core.tables.reading import Reading
from kmeans_core.tables.table import Table


def table_of(
    columns: Sequence[tuple[str, Sequence[float | None] | Sequence[str]]],
    reading: Reading | None = None,
    set_aside: tuple[tuple[int, str], ...] = (),
) -> Table:
    """Make a table of named columns: numbers are offered as features, text makes categories."""
    names = tuple(name for name, _ in columns)
    made = [_column(name, label, cells) for (name, cells), label in zip(columns, labels(names), strict=True)]
    text = [pa.array([_written(cell) for cell in cells], pa.string()) for _, cells in columns]
    return Table(
        name="made.csv",
        text=pa.table(text, [str(i) for i in range(len(text))]),
        columns=tuple(made),
        reading=reading or Reading("CSV"),
        notices=(),
        set_aside=set_aside,
        digest=repr(columns),
    )


def _written(cell: float | str | None) -> str:
    if isinstance(cell, str):
        return cell
    return "" if cell is None else f"{cell:g}"


def _column(name: str, label: str, cells: Sequence[float | None] | Sequence[str]) -> Column:
    distinct = len({cell for cell in cells if cell not in (None, "")})
    if any(isinstance(cell, str) for cell in cells):
        return Column(name, label, Kind.CATEGORY, False, "It holds words.", 0, distinct)
    numbers = np.array([np.nan if cell is None else cell for cell in cells], dtype=float)
    return Column(name, label, Kind.NUMBER, True, "", int(np.isnan(numbers).sum()), distinct, numbers=numbers)


def described(table: Table, label: str, **facts: object) -> Table:
    """Return the table with some facts of one column replaced."""
    columns = tuple(replace(c, **facts) if c.label == label else c for c in table.columns)  # type: ignore[arg-type]
    return replace(table, columns=columns)
