"""Rows of text in, a grid with its header out: what all formats have in common."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import Mask, UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.headers import SAMPLE_RECORDS, place
from kmeans_core.tables.reading import Grid, Reading, ReadingChoices
from kmeans_core.tables.records import Record


def grid_of_rows(rows: list[list[str]], reading: Reading, choices: ReadingChoices) -> Grid:
    """Return a sheet's rows, all of one width, as a grid: titles above and blank rows left out, counted."""
    first = choices.skip_lines or 0
    full = [Record(i, i + 1, row) for i, row in enumerate(rows[first:], first) if not is_blank(row)]
    if not full:
        raise UnreadableFile.empty()
    top, header = place(full[:SAMPLE_RECORDS], choices)
    cells = [record.fields for record in full[top + header :]]
    if not cells:
        raise UnreadableFile.header_only()
    width = len(cells[0])
    names = tuple(full[top].fields) if header else ("",) * width
    skipped = Counter({"lines above the table": top, "blank rows": len(rows) - first - len(full)})
    reading = replace(reading, header=header, skip_lines=full[top].start, skipped=counted(skipped))
    return Grid(names, text_of(cells, width), reading)


def text_of(rows: list[list[str]], width: int) -> pa.Table:
    """Return rows of one width as columns of text."""
    columns = list(zip(*rows, strict=True)) or [()] * width
    return pa.table([pa.array(cells, pa.string()) for cells in columns], [str(i) for i in range(width)])


def counted(skipped: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return what was skipped, and how often, where it was met at all."""
    return tuple((what, count) for what, count in skipped.items() if count)


def are_blank(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return which cells hold nothing but spaces."""
    return pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0)


def blank_rows(text: pa.Table) -> Mask:
    """Tell which rows hold nothing; in a single column only lines without a letter, not spaces."""
    if text.num_columns == 1:
        return np.asarray(pc.equal(text.column(0), "").to_numpy())
    blank = np.ones(text.num_rows, bool)
    for column in text.columns:
        if not blank.any():
            break
        blank &= are_blank(column).to_numpy()
    return blank
