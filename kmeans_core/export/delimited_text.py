"""Columns of exact text in, delimited text out: every cell reads back as it was."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import BadSettings, Progress, in_order, silent
from kmeans_core.tables import Reading

_BATCH = 2**14  # rows written at once
_TEXT = pa.large_string()
_BLANKS = " \t\v\f"  # some readers strip these from the ends of unquoted cells
_FORMULA = pa.array(list("=+-@\t\r\n＝＋－＠"), _TEXT)  # what a formula begins with to spreadsheets
_PLAIN_NUMBER = r"^[+-][ \x{a0}]?[0-9.,][0-9.,' \x{a0}\x{202f}]*([eE][+-]?[0-9]+)?[ \x{a0}]?%?$"


class Sliced(Protocol):
    """A table, or what stands for one."""

    @property
    def num_rows(self) -> int:
        """How many rows there are."""

    def slice(self, begin: int, count: int) -> pa.Table:
        """Return rows that follow each other."""


def write(
    tables: Sequence[Sliced],
    names: Sequence[str] | None,
    dialect: Reading,
    *,
    safe: bool = False,
    progress: Progress = silent,
) -> tuple[bytes, int]:
    """Return the columns of tables side by side as delimited text, and how many cells were altered.

    Columns hold text, numbers or levels; missing cells are empty. A cell is quoted where it holds the
    delimiter, a quote or a line ending, or blanks at an end; where the file had no quotes but a cell needs
    them, by double quotes. Those that a spreadsheet would run as formulas are altered where it is to be
    `safe`. Raises BadSettings for characters that the encoding does not have.
    """
    starts = range(0, tables[0].num_rows, _BATCH)
    header = [pa.chunked_array([[name]], pa.string()) for name in names or ()]
    if not dialect.quote:
        marks = [dialect.delimiter, "\r", "\n"]
        every = chain(header, *(_columns(tables, start) for start in starts))
        if any(_holds(_cells(column, dialect, safe)[0], marks) for column in every):
            dialect = replace(dialect, quote='"')
    batches = in_order(
        lambda start: _lines(_columns(tables, start), dialect, safe), starts, progress, "Writing"
    )
    out, altered = io.BytesIO(), 0
    out.write("\ufeff".encode(dialect.encoding) if dialect.bom else b"")
    for lines, count in chain([_lines(header, dialect, safe)] if header else [], batches):
        out.write(lines if dialect.encoding == "utf-8" else _encoded(bytes(lines).decode(), dialect.encoding))
        altered += count
    return out.getvalue(), altered


def _columns(tables: Sequence[Sliced], start: int) -> list[pa.ChunkedArray]:
    return [column for table in tables for column in table.slice(start, _BATCH).columns]


def _lines(columns: Sequence[pa.ChunkedArray], dialect: Reading, safe: bool) -> tuple[pa.Buffer, int]:
    """Return some ten thousand lines as UTF-8, and how many cells were altered."""
    cells, altered = zip(*(_cells(column, dialect, safe) for column in columns), strict=True)
    quoted = [_quoted(each, dialect, "" if place else dialect.comment) for place, each in enumerate(cells)]
    delimiter, end, nothing = (
        pa.scalar(text, _TEXT) for text in (dialect.delimiter, dialect.line_ending, "")
    )
    quoted[-1] = pc.binary_join_element_wise(quoted[-1], end, nothing)
    return _text(pc.binary_join_element_wise(*quoted, delimiter)), sum(altered)


def _cells(column: pa.ChunkedArray, dialect: Reading, safe: bool) -> tuple[pa.Array, int]:
    """Return cells as text, none of them missing, and how many were altered."""
    cells = column.cast(_TEXT).combine_chunks()
    if pa.types.is_floating(column.type) and dialect.decimal != ".":
        cells = pc.replace_substring(cells, ".", dialect.decimal)
    cells = pc.fill_null(cells, "") if cells.null_count else cells
    return escape_formulas(cells) if safe else (cells, 0)


def escape_formulas(cells: pa.Array) -> tuple[pa.Array, int]:
    """Put an apostrophe before cells that a spreadsheet would run as a formula; return how many those were.

    Plain numbers with a sign (-5.2) stay.
    """
    begins = pc.is_in(pc.utf8_slice_codeunits(cells, 0, 1), _FORMULA)
    signed = cells.filter(begins)
    formulas = pc.invert(pc.match_substring_regex(signed, _PLAIN_NUMBER))
    altered = pc.sum(formulas).as_py() or 0
    if not altered:
        return cells, 0
    apostrophe, nothing = pa.scalar("'", _TEXT), pa.scalar("", _TEXT)
    safe = pc.if_else(formulas, pc.binary_join_element_wise(apostrophe, signed, nothing), signed)
    return pc.replace_with_mask(cells, begins, safe), altered


def _text(cells: pa.Array) -> pa.Buffer:
    """Return the text of all cells one after the other: that of joined lines is the file itself."""
    _, offsets, data = cells.buffers()
    if data is None:
        return pa.py_buffer(b"")
    ends = np.frombuffer(offsets, np.int64, len(cells) + 1, cells.offset * 8)
    return data.slice(int(ends[0]), int(ends[-1] - ends[0]))


def _holds(cells: pa.Array, marks: Sequence[str]) -> bool:
    """Tell whether any cell holds any of the marks."""
    text = np.frombuffer(_text(cells), np.uint8)
    least, most = text.min(initial=255), text.max(initial=0)  # together faster than a search for one mark
    sought = [code for mark in marks if least <= (code := mark.encode())[0] <= most]
    return bool(sought) and any(map(text.tobytes().__contains__, sought))


def _quoted(cells: pa.Array, dialect: Reading, comment: str) -> pa.Array:
    """Quote the cells that would not read back as they are; where blanks delimit, empty ones would not."""
    delimiter, quote = dialect.delimiter, dialect.quote
    marks = [delimiter, quote, "\r", "\n", "\ufeff", *_BLANKS, *comment]
    if not quote or not (dialect.quote_all or delimiter == " " or _holds(cells, marks)):
        return cells
    wrap, nothing = pa.scalar(quote, _TEXT), pa.scalar("", _TEXT)
    wrapped = pc.binary_join_element_wise(wrap, pc.replace_substring(cells, quote, quote * 2), wrap, nothing)
    if dialect.quote_all:
        return wrapped
    needs = [re.escape(delimiter), re.escape(quote), "[\r\n]", f"^[{_BLANKS}\ufeff]", f"[{_BLANKS}]$"]
    needs += [f"^{re.escape(comment)}"] if comment else []
    needs += ["^$"] if delimiter == " " else []
    return pc.if_else(pc.match_substring_regex(cells, "|".join(needs)), wrapped, cells)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as problem:
        raise BadSettings.not_in_encoding(encoding, text[problem.start]) from problem
