"""Delimited text in, a grid of exact cells out: a fast road for tidy files, a careful one for the others."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.dialects import Layout, guess_layout
from kmeans_core.tables.encodings import Decoded
from kmeans_core.tables.grids import are_blank, blank_rows, counted, text_of
from kmeans_core.tables.lined_text import Source, count_lines, cut_rows
from kmeans_core.tables.odd_lines import Odd, settle
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.records import Form, Record, Records

_SAMPLE, _MOST_SAMPLE = 2**18, 2**23
_CHUNK = 20_000  # records
_PIECES, _PIECE = 64, 2**16  # pieces of a large file, and bytes of each at least
_ANYTHING = re.compile(rb"\S")


@dataclass(frozen=True, eq=False)
class _Body:
    """The rows of a text, and what is met among them."""

    data: bytes
    begin: int  # where the rows begin in `data`
    layout: Layout
    limits: Limits
    skipped: Counter[str]
    odd: list[Odd]


def read_delimited(decoded: Decoded, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return the cells of delimited text.

    Raises UnreadableFile for empty files, headers without rows, ragged rows and open quotes, naming lines;
    FileTooLarge before parsing more rows or columns than `limits` allow.
    """
    data = decoded.data
    sample = _sample(data)
    skipped: Counter[str] = Counter()
    layout = guess_layout(sample.decode("utf-8", "ignore"), len(sample) == len(data), choices, skipped)
    limits.check(0, len(layout.names))
    body = _Body(data, _line_offset(data, layout.body_line), layout, limits, skipped, [])
    text, cut = text_of([], len(layout.names)), None
    if _ANYTHING.search(data, body.begin):
        strict = choices.odd_lines == "refuse"
        cut = _tidy(body)
        text = _in_pieces(body, strict) or _careful(body, strict)[0] if cut is None else cut
    text, lines, told = settle(text, body.odd, layout.form.delimiter, choices.odd_lines, skipped)
    if not text.num_rows:
        raise UnreadableFile.header_only() if layout.header else UnreadableFile.empty()
    names, text, notices = _without_empty_ends(layout, text)
    reading = Reading(
        format="CSV",
        encoding=decoded.encoding,
        bom=decoded.bom,
        likely=decoded.likely,
        delimiter=layout.form.delimiter,
        quote=layout.form.quote,
        quote_all=layout.quote_all,
        line_ending=_line_ending(sample),
        header=layout.header,
        skip_lines=layout.skip_lines,
        comment=layout.comment,
        skipped=counted(skipped),
    )
    return Grid(
        names,
        text,
        reading,
        (*decoded.notices, *layout.notices, *notices, *told),
        lines,
        rest=len(names) > len(layout.names),
        source=_source(body, quoted=False) if text is cut else None,
    )


def _sample(data: bytes) -> bytes:
    """Return the beginning, long enough to hold some twenty lines of a wide table."""
    size = _SAMPLE
    while size < min(len(data), _MOST_SAMPLE) and len(data[:size].splitlines()) < 20:
        size *= 2
    return data[:size]


def _line_offset(data: bytes, lines: int) -> int:
    """Return where the line begins that has this many lines before it."""
    ends = (end.end() for end in re.finditer(rb"\r\n|\r|\n", data))
    return next(islice(ends, lines - 1, None), len(data)) if lines else 0


def _line_ending(sample: bytes) -> str:
    crlf = sample.count(b"\r\n")
    counts = {"\n": sample.count(b"\n") - crlf, "\r\n": crlf, "\r": sample.count(b"\r") - crlf}
    return max(counts, key=lambda end: counts[end])


def _tidy(body: _Body) -> pa.Table | None:
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


def _parsed(body: _Body, quoted: bool, threads: bool, ragged: list[Record]) -> pa.Table:
    """Parse with Arrow, blank lines included; without threads, rows of another width go to `ragged`."""
    layout = body.layout

    def collect(row: pa.csv.InvalidRow) -> str:
        if threads:  # they cannot tell the numbers of rows
            return "error"
        line = layout.body_line + row.number
        ragged.append(Record(line - 1, line, row.text.split(layout.form.delimiter)))
        return "skip"

    rows = pa.py_buffer(body.data).slice(body.begin)
    return cut_rows(rows, _source(body, quoted, collect), (), threads)


def _source(body: _Body, quoted: bool, odd_row: Callable[[pa.csv.InvalidRow], str] | None = None) -> Source:
    form = body.layout.form
    cut = pa.csv.ParseOptions(
        delimiter=form.delimiter,
        quote_char=form.quote or False,
        newlines_in_values=quoted,
        ignore_empty_lines=False,
        invalid_row_handler=odd_row,
    )
    return Source(body.data, body.begin, len(body.layout.names), cut)


def _without_blank_rows(body: _Body, text: pa.Table, ragged: list[Record]) -> pa.Table:
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


def _in_pieces(body: _Body, strict: bool) -> pa.Table | None:
    """Read pieces of whole lines, each by the fast road where it can; None where that cannot be told apart.

    So few odd lines cost little. A quote that is open where a piece ends may be closed in the next one.
    """
    data, lines = body.data, body.layout.body_line
    if strict or len(data) - body.begin < _PIECES * _PIECE or data.count(b"\r") != data.count(b"\r\n"):
        return None
    chunks, place, odd, skipped = [], 0, list[Odd](), Counter[str]()
    for begin, end in _whole_lines(body):
        layout = replace(body.layout, body_line=lines)
        piece = _Body(data[begin:end], 0, layout, body.limits, Counter(), [])
        text, open_end = _tidy(piece), False
        if text is None:
            text, open_end = _careful(piece, strict)
        if open_end:
            return None
        chunks.append(text)
        odd.extend((place + at, record) for at, record in piece.odd)
        skipped.update(piece.skipped)
        place += len(text) + len(piece.odd)
        body.limits.check(place)
        lines += piece.data.count(b"\n")
    body.odd.extend(odd)
    body.skipped.update(skipped)
    return pa.concat_tables(chunks)


def _whole_lines(body: _Body) -> Iterator[tuple[int, int]]:
    """Yield where pieces of whole lines begin and end."""
    begin, step = body.begin, max(_PIECE, (len(body.data) - body.begin) // _PIECES)
    while begin < len(body.data):
        end = body.data.find(b"\n", begin + step) + 1 or len(body.data)
        yield begin, end
        begin = end


def _careful(body: _Body, strict: bool) -> tuple[pa.Table, bool]:
    """Read record by record, so that odd lines can be named; say whether a quote was open at the end."""
    layout, width = body.layout, len(body.layout.names)
    records = Records(
        io.StringIO(body.data[body.begin :].decode(), newline=""),
        layout.form,
        (layout.comment,) if layout.comment else (),
        strict=strict,
        width=width,
        before=layout.body_line,
    )
    rows, chunks = _rows_that_fit(records, width, body), [text_of([], width)]
    while batch := list(islice(rows, _CHUNK)):
        chunks.append(text_of(batch, width))
        body.limits.check(sum(map(len, chunks)))
    body.skipped["comment lines"] += records.comments
    return pa.concat_tables(chunks), records.open_end


def _rows_that_fit(records: Records, width: int, body: _Body) -> Iterator[list[str]]:
    """Yield the rows of the header's width; count blank ones and empty ends, collect the others."""
    place = 0
    for record in records:
        fields = record.fields
        if is_blank(fields) and (width > 1 or not fields):
            body.skipped["blank rows"] += 1
            continue
        if record.loose or len(fields) < width or not is_blank(fields[width:]):
            body.odd.append((place, record))
        else:
            body.skipped["empty fields at line ends"] += len(fields) - width
            yield fields[:width]
        place += 1


def _without_empty_ends(layout: Layout, text: pa.Table) -> tuple[tuple[str, ...], pa.Table, tuple[str, ...]]:
    """Leave out columns beyond the header in which every cell is empty: each row ended in a delimiter."""
    names = layout.names + ("",) * (text.num_columns - len(layout.names))
    width = len(layout.names) - layout.unnamed
    if not layout.unnamed:
        return names, text, ()
    if all(pc.all(are_blank(column)).as_py() for column in text.columns[width:]):
        notice = "Every row ends in an empty field that the header does not have; it was left out."
        return layout.names[:width], text.select(range(width)), (notice,)
    return names, text, ("Rows have more fields than the header; those columns have no name.",)
