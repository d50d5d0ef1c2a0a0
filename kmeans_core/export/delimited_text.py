"""Columns of exact text in, delimited text out: every cell reads back as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import BadSettings, Progress, in_order, silent
from kmeans_core.tables import Reading

_BATCH = 2**16  # rows joined at once
_SHORT = 2**29  # bytes of text that no quotes and joints make too long for 32-bit offsets
_BLANKS = " \t\v\f"  # some readers strip these from the ends of unquoted cells
_FORMULA = pa.array(list("=+-@\t\r\n＝＋－＠"))  # what spreadsheets take for the beginning of a formula
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

    @classmethod
    def of(cls, reading: Reading) -> Dialect:
        """Return the dialect that a file was read in; other tables than delimited text become plain CSV."""
        if reading.format != "CSV":
            return cls()
        return cls(
            reading.delimiter or ",",
            reading.quote,
            reading.quote_all,
            reading.line_ending,
            reading.encoding,
            reading.bom,
            reading.comment,
        )


def write(
    columns: Sequence[pa.ChunkedArray],
    names: Sequence[str] | None,
    dialect: Dialect,
    progress: Progress = silent,
) -> bytes:
    """Return columns of strings as delimited text, below a header where there is one.

    A cell is quoted where it holds the delimiter, a quote or a line ending, or blanks at an end. Where the
    file had no quotes but a cell needs them, double quotes are used. Raises BadSettings for characters that
    the encoding does not have.
    """
    chunks = [_as_chunks([name]) for name in names] if names is not None else None
    if not dialect.quote and _needs_quotes([*(chunks or ()), *columns], dialect):
        dialect = replace(dialect, quote='"')
    parts: list[pa.Buffer | bytes] = [] if chunks is None else list(_lines(chunks, dialect, silent))
    parts += _lines(columns, dialect, progress)
    mark = "\ufeff".encode(dialect.encoding) if dialect.bom else b""
    if dialect.encoding != "utf-8":
        parts = [_encoded(bytes(part).decode(), dialect.encoding) for part in parts]
    return b"".join([mark, *parts])


def escape_formulas(cells: pa.ChunkedArray) -> tuple[pa.ChunkedArray, int]:
    """Put an apostrophe before cells that a spreadsheet would run as a formula; return how many those were.

    Plain numbers with a sign (-5.2) stay.
    """
    escaped = [_escape(chunk) for chunk in cells.chunks]
    return pa.chunked_array([chunk for chunk, _ in escaped], cells.type), sum(n for _, n in escaped)


def _escape(cells: pa.Array) -> tuple[pa.Array, int]:
    begins = pc.is_in(pc.utf8_slice_codeunits(cells, 0, 1), _FORMULA.cast(cells.type))
    signed = cells.filter(begins)
    formulas = pc.invert(pc.match_substring_regex(signed, _PLAIN_NUMBER))
    altered = pc.sum(formulas).as_py() or 0
    if not altered:
        return cells, 0
    apostrophe, nothing = pa.scalar("'", cells.type), pa.scalar("", cells.type)
    safe = pc.if_else(formulas, pc.binary_join_element_wise(apostrophe, signed, nothing), signed)
    return pc.replace_with_mask(cells, begins, safe), altered


def _as_chunks(cells: list[str]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(cells, pa.string())])


def _needs_quotes(columns: Sequence[pa.ChunkedArray], dialect: Dialect) -> bool:
    return any(_holds(chunk, [dialect.delimiter, "\r", "\n"]) for cells in columns for chunk in cells.chunks)


def _lines(columns: Sequence[pa.ChunkedArray], dialect: Dialect, progress: Progress) -> Iterator[pa.Buffer]:
    """Yield the lines as UTF-8, some ten thousands at a time."""
    kind = pa.string() if sum(column.nbytes for column in columns) < _SHORT else pa.large_string()
    delimiter, end = pa.scalar(dialect.delimiter, kind), pa.scalar(dialect.line_ending, kind)
    nothing = pa.scalar("", kind)

    def joined(start: int) -> pa.Buffer:
        cells = [
            _quoted(_batch(column, start, kind), dialect, dialect.comment if place == 0 else "")
            for place, column in enumerate(columns)
        ]
        cells[-1] = pc.binary_join_element_wise(cells[-1], end, nothing)
        return _text(pc.binary_join_element_wise(*cells, delimiter))

    return in_order(joined, range(0, len(columns[0]), _BATCH), progress, "Writing")


def _batch(column: pa.ChunkedArray, start: int, kind: pa.DataType) -> pa.Array:
    cells = column.slice(start, _BATCH).cast(kind).combine_chunks()
    return pc.fill_null(cells, "") if cells.null_count else cells


def _text(cells: pa.Array) -> pa.Buffer:
    """Return the text of all cells one after the other: that of joined lines is the file itself."""
    width = np.int64 if pa.types.is_large_string(cells.type) else np.int32
    _, offsets, data = cells.buffers()
    if data is None:
        return pa.py_buffer(b"")
    ends = np.frombuffer(offsets, width, len(cells) + 1, cells.offset * np.dtype(width).itemsize)
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
    wrapped = pc.replace_substring(cells, quote, quote * 2)
    wrap = pa.scalar(quote, cells.type)
    wrapped = pc.binary_join_element_wise(wrap, wrapped, wrap, pa.scalar("", cells.type))
    return wrapped if need is None else pc.if_else(need, wrapped, cells)


def _pattern(dialect: Dialect, comment: str) -> str:
    """Match what needs quotes; where a run of blanks delimits, an empty cell does too."""
    marks = [
        _literal(dialect.delimiter),
        _literal(dialect.quote),
        r"[\r\n]",
        r"^[ \t\v\f\x{feff}]",
        r"[ \t\v\f]$",
    ]
    if dialect.delimiter == " ":
        marks.append("^$")
    return "|".join(marks + ([f"^{_literal(comment)}"] if comment else []))


def _literal(text: str) -> str:
    return "".join(f"\\x{{{ord(character):x}}}" for character in text)


def _encoded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as problem:
        raise BadSettings.not_in_encoding(encoding, text[problem.start]) from problem
