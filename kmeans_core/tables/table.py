"""Bytes in, a lossless table out: every cell's exact text, numbers derived beside it, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import FileTooLarge, Ints, Progress, digest, part, silent
from kmeans_core.tables.apart import grid_apart
from kmeans_core.tables.archives import unpack
from kmeans_core.tables.column_blocks import in_one_block
from kmeans_core.tables.columns import Column, describe
from kmeans_core.tables.formats import NATIVE, grid_of
from kmeans_core.tables.lined_text import LinedText, lined
from kmeans_core.tables.reading import (
    DEFAULT_LIMITS,
    GUESS_ALL,
    Limits,
    OddLine,
    Reading,
    ReadingChoices,
)
from kmeans_core.tables.set_aside_rows import rows_to_set_aside, told


@dataclass(frozen=True, eq=False)
class Table:
    """A table whose cells keep their exact text.

    `text` holds one string column per table column, in order (its Arrow field names carry no meaning);
    that of a large file is cut anew out of the file's bytes wherever it is wanted.
    `set_aside` names rows that are kept for the export but take no part, with the reason (total rows).

    >>> from kmeans_core import load_sample
    >>> [column.label for column in load_sample("Three blobs").columns]
    ['x', 'y', 'blob']
    """

    name: str
    text: pa.Table | LinedText
    columns: tuple[Column, ...]
    reading: Reading
    notices: tuple[str, ...]
    set_aside: tuple[tuple[int, str], ...]
    digest: str
    truth: str | None = None  # label of the column with the true classes, where known
    odd_lines: tuple[OddLine, ...] = ()  # that do not fit the header, whatever became of them

    @property
    def n_rows(self) -> int:
        return int(self.text.num_rows)

    def in_full(self) -> Table:
        """Return the same table with all its text cut, for work that goes through it column by column."""
        return replace(self, text=self.text.whole()) if isinstance(self.text, LinedText) else self

    def column(self, label: str) -> Column:
        """Return the column with this label; raises KeyError when there is none."""
        return {column.label: column for column in self.columns}[label]


def read_table(
    data: bytes,
    name: str,
    choices: ReadingChoices = GUESS_ALL,
    limits: Limits = DEFAULT_LIMITS,
    progress: Progress = silent,
    *,
    apart: bool = False,
) -> Table:
    """Return the table that the bytes of a file hold, recognised by content and not by name.

    With `apart`, formats of other programs are read in a process of its own, which a hostile file may end.

    Raises UnreadableFile when they hold none, naming the line where there is one; FileTooLarge when they
    pass a limit, before parsing; BadSettings for choices that no file can be read with.

    >>> from kmeans_core import read_table
    >>> table = read_table(b"name;height\\nAnn;1,68\\nBob;1,80\\n", "people.csv")
    >>> table.column("height").numbers.tolist()
    [1.68, 1.8]
    """
    choices.check()
    if len(data) > limits.bytes:
        raise FileTooLarge.on_disk(len(data), limits.bytes)
    progress(0.0, "unpacking")
    unpacked, compressed = unpack(data, limits)
    progress(0.1, "cutting it into cells")
    read = grid_apart if apart and NATIVE.match(unpacked) else grid_of
    grid = read(unpacked, choices, limits, part(progress, 0.1, 0.6))
    progress(0.6, "looking for numbers")
    asides = rows_to_set_aside(grid, choices.keep_totals)
    found, reading, notices = describe(grid, asides, choices)
    columns = in_one_block(found)
    skips = ", ".join(f"{what} ({count:,})" for what, count in reading.skipped)
    left_out = [f"Left out when reading: {skips}."] if skips else []
    return Table(
        name=name,
        text=lined(grid.text, grid.source, columns),
        columns=columns,
        reading=replace(reading, compressed=compressed),
        notices=(*grid.notices, *left_out, *told(asides), *notices),
        set_aside=asides,
        odd_lines=grid.odd_lines,
        digest=digest(data, choices),
    )


def coded(table: Table, label: str, rows: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Return each row's value of a column as a number (n,), -1 where it is missing, and the values by number.

    Values are numbered by frequency, most frequent first, ties in alphabetical order, without the blanks
    around them.
    """
    position = [column.label for column in table.columns].index(label)
    text = pc.utf8_trim_whitespace(table.text.select([position]).take(pa.array(rows)).column(0))
    absent = pc.is_in(text, value_set=pa.array(["", *table.reading.missing], pa.string()))
    held = pc.if_else(absent, None, text).combine_chunks().dictionary_encode()
    codes = pc.fill_null(held.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    frequency = np.bincount(codes[codes >= 0], minlength=len(held.dictionary))
    values = pa.table({"value": held.dictionary, "n": frequency})
    order = pc.sort_indices(values, [("n", "descending"), ("value", "ascending")]).to_numpy()
    rank = np.full(len(values) + 1, -1)  # the last entry is for -1
    rank[order] = np.arange(len(values))
    return rank[codes], tuple(held.dictionary.take(pa.array(order)).to_pylist())
