"""Bytes in, a lossless table out: every cell's exact text, numbers derived beside it, and how it was read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.csv

from kmeans_core.columns import Column, Kind, describe
from kmeans_core.digests import digest
from kmeans_core.errors import FileTooLarge, UnreadableFile
from kmeans_core.reading import DEFAULT_LIMITS, GUESS_ALL, Grid, Limits, Reading, ReadingChoices

__all__ = ["Column", "Kind", "Limits", "Reading", "ReadingChoices", "Table", "read_table"]


@dataclass(frozen=True, eq=False)
class Table:
    """A table whose cells keep their exact text.

    `text` holds one string column per table column, in order (its Arrow field names carry no meaning).
    `set_aside` names rows that are kept for the export but take no part, with the reason (total rows).
    """

    name: str
    text: pa.Table
    columns: tuple[Column, ...]
    reading: Reading
    notices: tuple[str, ...]
    set_aside: tuple[tuple[int, str], ...]
    digest: str
    truth: str | None = None  # label of the column with the true classes, where known
    about: str = ""  # one sentence on what a sample shows

    @property
    def n_rows(self) -> int:
        return int(self.text.num_rows)

    def column(self, label: str) -> Column:
        """Return the column with this label; raises KeyError when there is none."""
        for column in self.columns:
            if column.label == label:
                return column
        raise KeyError(label)


def read_table(
    data: bytes, name: str, choices: ReadingChoices = GUESS_ALL, limits: Limits = DEFAULT_LIMITS
) -> Table:
    """Return the table that the bytes of a file hold, recognised by content and not by name."""
    if len(data) > limits.bytes:
        raise FileTooLarge("The file is too large.", "Choose a smaller one.")
    grid = _delimited(data)
    return Table(
        name=name,
        text=grid.text,
        columns=describe(grid.names, grid.text),
        reading=grid.reading,
        notices=grid.notices,
        set_aside=(),
        digest=digest(data, choices),
    )


def _delimited(data: bytes) -> Grid:
    head, _, body = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")
    line = head.decode().rstrip("\r")
    delimiter = max(",;\t|", key=line.count)
    names = next(csv.reader(io.StringIO(line), delimiter=delimiter), [])
    if not body:
        raise UnreadableFile("The file has no rows.", "Choose a file with a header and rows.")
    fields = [str(i) for i in range(len(names))]
    text = pa.csv.read_csv(
        pa.BufferReader(body),
        pa.csv.ReadOptions(column_names=fields),
        pa.csv.ParseOptions(delimiter=delimiter, newlines_in_values=True),
        pa.csv.ConvertOptions(column_types={f: pa.string() for f in fields}),
    )
    return Grid(tuple(names), text, Reading("CSV", delimiter=delimiter))
