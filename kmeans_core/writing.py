"""Columns of exact text in, delimited text out: every cell reads back as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.errors import BadSettings
from kmeans_core.progress import Progress, silent
from kmeans_core.reading import Reading

_BATCH = 2**16  # rows joined at once
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
        dialect = Dialect(**{**vars(dialect), "quote": '"'})
    parts = [] if chunks is None else list(_lines(chunks, dialect, silent))
    parts += _lines(columns, dialect, progress)
    if dialect.encoding == "utf-8":
        return b"".join([b"\xef\xbb\xbf" if dialect.bom else b"", *parts])
    mark = ["\ufeff".encode(dialect.encoding)] if dialect.bom else []
    return b"".join([*mark, *(_encoded(part, dialect.encoding) for part in parts)])


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
    marks = [mark.encode() for mark in (dialect.delimiter, "\r", "\n")]
    return any(mark in _bytes(chunk) for cells in columns for chunk in cells.chunks for mark in marks)


def _lines(columns: Sequence[pa.ChunkedArray], dialect: Dialect, progress: Progress) -> Iterator[bytes]:
    """Yield the lines as UTF-8, some ten thousands at a time."""
    n_rows = len(columns[0])
    delimiter, end = (pa.scalar(text, pa.large_string()) for text in (dialect.delimiter, dialect.line_ending))
    nothing = pa.scalar("", pa.large_string())
    for start in range(0, n_rows, _BATCH):
        cells = [
            _quoted(_batch(column, start), dialect, dialect.comment if place == 0 else "")
            for place, column in enumerate(columns)
        ]
        cells[-1] = pc.binary_join_element_wise(cells[-1], end, nothing)
        yield _bytes(pc.binary_join_element_wise(*cells, delimiter))
        progress(min(1.0, (start + _BATCH) / n_rows), "Writing")


def _batch(column: pa.ChunkedArray, start: int) -> pa.Array:
    cells = column.slice(start, _BATCH).cast(pa.large_string()).combine_chunks()
    return pc.fill_null(cells, "") if cells.null_count else cells


def _bytes(cells: pa.Array) -> bytes:
    """Return the text of all cells one after the other: that of joined lines is the file itself."""
    width = np.int64 if pa.types.is_large_string(cells.type) else np.int32
    _, offsets, data = cells.buffers()
    if data is None:
        return b""
    ends = np.frombuffer(offsets, width, len(cells) + 1, cells.offset * np.dtype(width).itemsize)
    return bytes(data.slice(int(ends[0]), int(ends[-1] - ends[0])))


def _quoted(cells: pa.Array, dialect: Dialect, comment: str) -> pa.Array:
    """Quote the cells that would not read back as they are."""
    quote = dialect.quote
    if not quote:
        return cells
    need: pa.Array | None = None
    if not dialect.quote_all:
        text = _bytes(cells)
        marks = [dialect.delimiter, quote, "\r", "\n", "\ufeff", *_BLANKS, *([comment] if comment else [])]
        if dialect.delimiter != " " and not any(mark.encode() in text for mark in marks):
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


def _encoded(part: bytes, encoding: str) -> bytes:
    text = part.decode()
    try:
        return text.encode(encoding)
    except UnicodeEncodeError as problem:
        raise BadSettings.not_in_encoding(text[problem.start], encoding) from problem
