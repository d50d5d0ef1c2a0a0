"""Lines of delimited text in, columns of text out, all at once: the fast road, for rows of one width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.dialects import Layout
from kmeans_core.tables.grids import blank_rows
from kmeans_core.tables.lined_text import Source, count_lines, cut_rows
from kmeans_core.tables.odd_lines import Odd
from kmeans_core.tables.reading import Limits
from kmeans_core.tables.records import Form, Record


@dataclass(frozen=True, eq=False)
class Body:
    """The rows of a text, and what is met among them."""

    data: bytes
    begin: int  # where the rows begin in `data`
    layout: Layout
    limits: Limits
    skipped: Counter[str]
    odd: list[Odd]


def tidy(body: Body) -> pa.Table | None:
    """Read all cells at once by Arrow; None where only the careful road can read them."""
    data, begin, form = body.data, body.begin, body.layout.form
    mark, quote = body.layout.comment.encode(), form.quote.encode()
    if form.loose or form.escaped or not (form.delimiter + form.quote).isascii():
        return None
    if data.startswith(b"\xef\xbb\xbf", begin):  # Arrow would take this character from the first cell
        return None
    if mark and (
        data.startswith(mark, begin) or any(data.find(e + mark, begin) >= 0 for e in (b"\n", b"\r"))
    ):
        return None
    quoted = bool(quote) and data.find(quote, begin) >= 0
    if quoted and (len(body.layout.names) == 1 or not _quotes_are_tidy(data, begin, form)):
        return None
    if not quoted:
        body.limits.check(count_lines(data, begin))
    ragged: list[Record] = []
    for threads in (True, False):
        try:
            text = _parsed(body, quoted, threads, ragged)
            break
        except pa.ArrowInvalid:  # ragged, or a line longer than a block
            if quoted or not threads:  # a row's number is no line's, or there is no help
                return None
    body.limits.check(text.num_rows + len(ragged))
    return _without_blank_rows(body, text, ragged)


def _parsed(body: Body, quoted: bool, threads: bool, ragged: list[Record]) -> pa.Table:
    """Parse with Arrow, blank lines included; without threads, rows of another width go to `ragged`."""
    layout = body.layout

    def collect(row: pa.csv.InvalidRow) -> str:
        if threads:  # they cannot tell the numbers of rows
            return "error"
        line = layout.body_line + row.number
        ragged.append(Record(line - 1, line, row.text.split(layout.form.delimiter)))
        return "skip"

    rows = pa.py_buffer(body.data).slice(body.begin)
    return cut_rows(rows, source_of(body, quoted, collect), (), threads)


def source_of(body: Body, quoted: bool, odd_row: Callable[[pa.csv.InvalidRow], str] | None = None) -> Source:
    form = body.layout.form
    cut = pa.csv.ParseOptions(
        delimiter=form.delimiter,
        quote_char=form.quote or False,
        newlines_in_values=quoted,
        ignore_empty_lines=False,
        invalid_row_handler=odd_row,
    )
    return Source(body.data, body.begin, len(body.layout.names), cut)


def _without_blank_rows(body: Body, text: pa.Table, ragged: list[Record]) -> pa.Table:
    """Leave out and count blank rows; place the others of another width among the rows that are left."""
    blank, at = blank_rows(text), np.array([record.start for record in ragged], int) - body.layout.body_line
    if ragged:
        gone = np.flatnonzero(np.insert(blank, at - np.arange(at.size), [is_blank(r.fields) for r in ragged]))
        places = at - np.searchsorted(gone, at)
        found = zip(places.tolist(), ragged, strict=True)
        body.odd.extend(odd for odd in found if not is_blank(odd[1].fields))
        body.skipped["blank rows"] += len(ragged) - len(body.odd)
    body.skipped["blank rows"] += int(blank.sum())
    return text.filter(pa.array(~blank)) if blank.any() else text


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
