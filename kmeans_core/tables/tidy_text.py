"""The fast road: tidy delimited text read by Arrow, all cells at once."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kmeans_core.tables.dialects import Layout
from kmeans_core.tables.odd_lines import Odd
from kmeans_core.tables.reading import Limits
from kmeans_core.tables.records import Form, Records

_BLOCK = 2**22


def read_tidy(
    data: bytes, begin: int, layout: Layout, limits: Limits, skipped: Counter[str], odd: list[Odd]
) -> pa.Table | None:
    """Return the cells from `begin` on, or None when the text needs the careful road.

    Lines with too few or too many fields are put into `odd`.
    """
    form, mark = layout.form, layout.comment.encode()
    if form.loose or form.escaped or not (form.delimiter + form.quote).isascii():
        return None
    if data.startswith(b"\xef\xbb\xbf", begin):  # Arrow would take this character from the first cell
        return None
    if mark and (
        data.startswith(mark, begin) or any(data.find(e + mark, begin) >= 0 for e in (b"\n", b"\r"))
    ):
        return None
    quoted = bool(form.quote) and data.find(form.quote.encode(), begin) >= 0
    if quoted and not _quotes_are_tidy(data, begin, form):
        return None
    lines = _count_lines(data, begin)
    if not quoted:
        limits.check(lines)
    ragged: list[tuple[int, str]] = []
    try:
        text = _parsed(data, begin, layout, quoted=quoted, ragged=None)
    except pa.ArrowInvalid:  # ragged, or a line longer than a block, which only the careful road can read
        if _line_ends_are_mixed(data, begin):
            return None
        try:
            text = _parsed(data, begin, layout, quoted=quoted, ragged=ragged)
        except pa.ArrowInvalid:
            return None
    limits.check(text.num_rows + len(ragged))
    odd += _located(ragged, data, begin, layout)
    inside = sum(map(_line_ends_in, text.columns)) if quoted else 0
    inside += sum(record.end - record.start - 1 for _, record in odd)
    skipped["blank rows"] += lines - text.num_rows - len(odd) - inside
    return text


def _parsed(
    data: bytes, begin: int, layout: Layout, *, quoted: bool, ragged: list[tuple[int, str]] | None
) -> pa.Table:
    """Parse with Arrow; where `ragged` is given, it gets the rows of another width, with their places."""

    def collect(row: pa.csv.InvalidRow) -> str:
        if ragged is None:
            return "error"
        ragged.append((row.number - 1, row.text))
        return "skip"

    fields = [str(i) for i in range(len(layout.names))]
    return pa.csv.read_csv(
        pa.BufferReader(pa.py_buffer(data).slice(begin)),
        # several threads cannot tell the places of rows
        pa.csv.ReadOptions(column_names=fields, block_size=_BLOCK, use_threads=ragged is None),
        pa.csv.ParseOptions(
            delimiter=layout.form.delimiter,
            quote_char=layout.form.quote or False,
            newlines_in_values=quoted,
            invalid_row_handler=collect,
        ),
        pa.csv.ConvertOptions(column_types=dict.fromkeys(fields, pa.string()), check_utf8=False),
    )


def _located(ragged: list[tuple[int, str]], data: bytes, begin: int, layout: Layout) -> Iterator[Odd]:
    """Yield the records of rows of another width, which come in order, with their places and lines."""
    end = b"\n" if data.find(b"\n", begin) >= 0 else b"\r"
    at, counted, line = begin - 1, begin, layout.body_line
    for place, text in ragged:
        row = text.encode()
        found = begin if at < begin and data.startswith(row, begin) else data.find(end + row, max(at, 0)) + 1
        while data[found + len(row) : found + len(row) + 1] not in (b"", b"\r", b"\n"):
            found = data.find(end + row, found) + 1
        line += data.count(end, counted, found)
        at, counted = found + len(row), found
        (record,) = Records(io.StringIO(text, newline=""), layout.form, (), strict=True, before=line)
        yield place, record


def _count_lines(data: bytes, begin: int) -> int:
    ends = data.count(b"\n", begin)
    if data.find(b"\r", begin) >= 0:
        ends += data.count(b"\r", begin) - data.count(b"\r\n", begin)
    return ends + (not data.endswith((b"\n", b"\r")))


def _line_ends_are_mixed(data: bytes, begin: int) -> bool:
    alone = data.count(b"\r", begin) - data.count(b"\r\n", begin)
    return alone > 0 and data.find(b"\n", begin) >= 0


def _line_ends_in(cells: pa.ChunkedArray) -> int:
    ends = [pc.sum(pc.count_substring(cells, end)).as_py() or 0 for end in ("\n", "\r", "\r\n")]
    return int(ends[0] + ends[1] - ends[2])


def _quotes_are_tidy(data: bytes, begin: int, form: Form) -> bool:
    """Whether each opening quote follows a delimiter or line end and each closing one precedes such.

    A doubled quote closes and opens at once, so quotes alternate between opening and closing.
    """
    ends = np.frombuffer(f"{form.delimiter}\r\n".encode(), dtype=np.uint8)
    body = np.frombuffer(data, dtype=np.uint8, offset=begin)
    places = np.flatnonzero(body == ord(form.quote))
    if places.size % 2:
        return False
    opens, closes = places[0::2], places[1::2]
    alone = closes[:-1] + 1 != opens[1:]  # not the two halves of a doubled quote
    before = np.append(opens[1:][alone], opens[0]) - 1
    after = np.append(closes[:-1][alone], closes[-1]) + 1
    before, after = before[before >= 0], after[after < body.size]
    return bool(np.isin(body[before], ends).all() and np.isin(body[after], ends).all())
