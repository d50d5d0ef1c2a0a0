"""Columns of exact text in, delimited text out: every cell reads back as it was."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain, product

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import BadSettings, Progress, in_order, silent
from kmeans_core.tables import Reading

_BATCH = 2**16  # rows written at once
_TEXT = pa.large_string()
_BLANKS = " \t\v\f"  # some readers strip these from the ends of unquoted cells
_FORMULA = pa.array(
    list("=+-@\t\r\n＝＋－＠"), _TEXT
)  # what spreadsheets take for the beginning of a formula
_PLAIN_NUMBER = r"^[+-][ \x{a0}]?[0-9.,][0-9.,' \x{a0}\x{202f}]*([eE][+-]?[0-9]+)?[ \x{a0}]?%?$"


@dataclass(frozen=True)
class Dialect:
    """How delimited text is written."""

    delimiter: str = ","
    quote: str = '"'  # "" where nothing is ever quoted
    quote_all: bool = False
    line_ending: str = "\n"
    encoding: str = "utf-8"
    bom: bool = False
    comment: str = ""
    decimal: str = "."  # of numbers that are not text yet
    safe: bool = False  # alter cells that a spreadsheet would run as formulas

    @classmethod
    def of(cls, reading: Reading) -> Dialect:
        """Return the dialect that a file was read in; other tables than delimited text become plain CSV."""
        decimal = reading.decimal or "."
        if reading.format != "CSV":
            return cls(decimal=decimal)
        return cls(
            delimiter=reading.delimiter or ",",
            quote=reading.quote,
            quote_all=reading.quote_all,
            line_ending=reading.line_ending,
            encoding=reading.encoding,
            bom=reading.bom,
            comment=reading.comment,
            decimal=decimal,
        )


def write(
    columns: Sequence[pa.ChunkedArray],
    names: Sequence[str] | None,
    dialect: Dialect,
    progress: Progress = silent,
) -> tuple[bytes, int]:
    """Return columns as delimited text, below a header where there is one, and how many cells were altered.

    Columns hold text, numbers or levels; missing cells are empty. A cell is quoted where it holds
    the delimiter, a quote or a line ending, or blanks at an end. Where the file had no quotes but a cell
    needs them, double quotes are used. Raises BadSettings for characters that the encoding does not have.
    """
    starts = range(0, len(columns[0]), _BATCH)
    header = [pa.chunked_array([[name]], pa.string()) for name in names or ()]
    if not dialect.quote:
        marks = [dialect.delimiter, "\r", "\n"]
        every = chain(((name, 0) for name in header), product(columns, starts))
        if any(_holds(_cells(column, start, dialect)[0], marks) for column, start in every):
            dialect = replace(dialect, quote='"')
    batches = in_order(lambda start: _lines(columns, start, dialect), starts, progress, "Writing")
    out, altered = io.BytesIO(), 0
    out.write("\ufeff".encode(dialect.encoding) if dialect.bom else b"")
    for lines, count in chain([_lines(header, 0, dialect)] if header else [], batches):
        out.write(lines if dialect.encoding == "utf-8" else _encoded(bytes(lines).decode(), dialect.encoding))
        altered += count
    return out.getvalue(), altered


def _lines(columns: Sequence[pa.ChunkedArray], start: int, dialect: Dialect) -> tuple[pa.Buffer, int]:
    """Return some ten thousand lines as UTF-8, and how many cells were altered."""
    cells, altered = zip(*(_cells(column, start, dialect) for column in columns), strict=True)
    quoted = [_quoted(each, dialect, "" if place else dialect.comment) for place, each in enumerate(cells)]
    delimiter, end, nothing = (
        pa.scalar(text, _TEXT) for text in (dialect.delimiter, dialect.line_ending, "")
    )
    quoted[-1] = pc.binary_join_element_wise(quoted[-1], end, nothing)
    return _text(pc.binary_join_element_wise(*quoted, delimiter)), sum(altered)


def _cells(column: pa.ChunkedArray, start: int, dialect: Dialect) -> tuple[pa.Array, int]:
    """Return the cells of some rows as text, none of them missing, and how many were altered."""
    cells = column.slice(start, _BATCH).cast(_TEXT).combine_chunks()
    if pa.types.is_floating(column.type) and dialect.decimal != ".":
        cells = pc.replace_substring(cells, ".", dialect.decimal)
    cells = pc.fill_null(cells, "") if cells.null_count else cells
    return escape_formulas(cells) if dialect.safe else (cells, 0)


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


def _quoted(cells: pa.Array, dialect: Dialect, comment: str) -> pa.Array:
    """Quote the cells that would not read back as they are."""
    quote = dialect.quote
    if not quote:
        return cells
    need: pa.Array | None = None
    if not dialect.quote_all:
        marks = [dialect.delimiter, quote, "\r", "\n", "\ufeff", *_BLANKS, *([comment] if comment else [])]
        if dialect.delimiter != " " and not _holds(cells, marks):
            return cells
        need = pc.match_substring_regex(cells, _pattern(dialect, comment))
    wrap, nothing = pa.scalar(quote, _TEXT), pa.scalar("", _TEXT)
    doubled = pc.replace_substring(cells, quote, quote * 2)
    wrapped = pc.binary_join_element_wise(wrap, doubled, wrap, nothing)
    return wrapped if need is None else pc.if_else(need, wrapped, cells)


def _pattern(dialect: Dialect, comment: str) -> str:
    """Match what needs quotes; where a run of blanks delimits, an empty cell does too."""
    delimiter, quote, mark = (
        "".join(f"\\x{{{ord(c):x}}}" for c in each) for each in (dialect.delimiter, dialect.quote, comment)
    )
    blanks = r"[ \t\v\f\x{feff}]"
    patterns = [delimiter, quote, r"[\r\n]", f"^{blanks}", r"[ \t\v\f]$"]
    patterns += ["^$"] if dialect.delimiter == " " else []
    return "|".join(patterns + ([f"^{mark}"] if comment else []))


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as problem:
        raise BadSettings.not_in_encoding(encoding, text[problem.start]) from problem
