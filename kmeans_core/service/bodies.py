"""The bytes of a request in, a table of a model's columns out; what JSON and Arrow say is not guessed."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from kmeans_core.common import UnreadableFile, digest
from kmeans_core.service.arrow_bodies import arrow_columns
from kmeans_core.tables import Column, Kind, Limits, Reading, ReadingChoices, Table, read_table

Cell = float | int | str | bool | None
Row = dict[str, Cell]
ROWS = 100_000  # of one request
PLAIN = ReadingChoices(
    encoding="utf-8",
    delimiter=",",
    decimal=".",
    thousands="",
    header=True,
    skip_lines=0,
    comment="",
    keep_totals=True,
)
_ROWS = msgspec.json.Decoder(list[Row] | Row)


def from_json(body: bytes, labels: Sequence[str]) -> Table:
    """Read one object or a list of objects, a cell for each column's label.

    Raises UnreadableFile for anything else, FileTooLarge for too many rows.
    """
    try:
        given = _ROWS.decode(body)
    except (msgspec.MsgspecError, ValueError, RecursionError) as problem:
        what = str(problem).replace("`", "")
        raise UnreadableFile(f"The body is no list of rows. {what}.", 'Send [{"column": 1.5}].') from problem
    rows = [given] if isinstance(given, dict) else given
    Limits(rows=ROWS).check(len(rows))
    there = {label for row in rows for label in row}
    return table_of(
        {label: [row.get(label) for row in rows] for label in labels if label in there}, len(rows)
    )


def from_csv(body: bytes, _: Sequence[str]) -> Table:
    """Read a header and rows in UTF-8, with commas between cells and points in numbers."""
    return read_table(body, "rows.csv", PLAIN, Limits(bytes=max(len(body), 1), rows=ROWS))


def from_arrow(body: bytes, labels: Sequence[str]) -> Table:
    """Read an Arrow stream without compression. Raises UnreadableFile, FileTooLarge."""
    columns, rows = arrow_columns(body, labels, ROWS)
    return table_of(columns, rows)


READERS: Mapping[str, Callable[[bytes, Sequence[str]], Table]] = {
    "application/json": from_json,
    "text/csv": from_csv,
    "application/vnd.apache.arrow.stream": from_arrow,
}


def table_of(columns: Mapping[str, Sequence[Cell]], rows: int) -> Table:
    """Make a table of cells whose kinds are known."""
    if not rows:
        raise UnreadableFile("There are no rows.", "Send at least one.")
    text = [pa.array([_text(cell) for cell in cells], pa.string()) for cells in columns.values()]
    if not columns:  # a table that has none of the columns still has its rows
        columns, text = {"-": []}, [pa.nulls(rows, pa.string())]
    return Table(
        name="rows",
        text=pa.table(text, names=[str(i) for i in range(len(text))]),
        columns=tuple(_column(label, cells) for label, cells in columns.items()),
        reading=Reading("CSV"),
        notices=(),
        set_aside=(),
        digest=digest(*columns, *(repr(cells) for cells in columns.values())),
    )


def _column(label: str, cells: Sequence[Cell]) -> Column:
    numbers = np.array([_number(cell) for cell in cells], dtype=float)
    worded = any(isinstance(cell, str) for cell in cells) and bool(np.isnan(numbers).all())
    kind = Kind.CATEGORY if worded else Kind.NUMBER
    return Column(label, label, kind, True, "", 0, 0, numbers=None if worded else numbers)


def _number(cell: Any) -> float:
    """Return a cell as a number, NaN where it is none; text counts where it is plainly one."""
    if cell is None or (isinstance(cell, str) and "_" in cell):
        return math.nan
    try:
        return float(cell)
    except (ValueError, OverflowError):
        return math.nan


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).lower()
    return "" if cell is None else str(cell)
