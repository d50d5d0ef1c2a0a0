"""Delimited text in, a grid of exact cells out: a fast road for tidy files, a careful one for the others."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kmeans_core.common import FileTooLarge, UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.dialects import Layout, guess_layout
from kmeans_core.tables.encodings import Decoded
from kmeans_core.tables.headers import find_top, is_header
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.records import Form, Record, Records

_SAMPLE = 2**18
_MOST_SAMPLE = 2**23
_BLOCK = 2**22
_CHUNK = 20_000
_SHOWN = 5
_LOOK = 300


def read_delimited(decoded: Decoded, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return the cells of delimited text.

    Raises UnreadableFile for empty files, headers without rows, ragged rows and open quotes, naming lines;
    FileTooLarge before parsing more rows or columns than `limits` allow.
    """
    data = decoded.data
    sample = _sample(data)
    layout = guess_layout(sample.decode("utf-8", "ignore"), len(sample) == len(data), choices)
    if len(layout.names) > limits.columns:
        raise FileTooLarge.columns(len(layout.names), limits.columns)
    begin = _line_offset(data, layout.body_line)
    skipped = Counter(dict(layout.skipped))
    if not re.compile(rb"\S").search(data, begin):
        raise UnreadableFile.header_only() if layout.header else UnreadableFile.empty()
    text = _fast(data, begin, layout, limits, skipped)
    if text is None:
        text = _careful(data[begin:], layout, limits, skipped)
    text = _without_blank_rows(text, skipped)
    if not text.num_rows:
        raise UnreadableFile.header_only() if layout.header else UnreadableFile.empty()
    names, text, notices = _without_empty_ends(layout, text)
    reading = Reading(
        format="CSV",
        encoding=decoded.encoding,
        bom=decoded.bom,
        delimiter=layout.form.delimiter,
        quote=layout.form.quote,
        quote_all=layout.quote_all,
        line_ending=_line_ending(sample),
        header=layout.header,
        skip_lines=layout.skip_lines,
        comment=layout.comment,
        skipped=tuple((what, count) for what, count in skipped.items() if count),
    )
    return Grid(names, text, reading, decoded.notices + layout.notices + notices)


def grid_of_rows(rows: list[list[str]], reading: Reading, choices: ReadingChoices) -> Grid:
    """Return a sheet's rows, all of one width, as a grid: titles above and blank rows left out, counted."""
    first = choices.skip_lines or 0
    full = [Record(i, i + 1, row) for i, row in enumerate(rows[first:], first) if not is_blank(row)]
    if not full:
        raise UnreadableFile.empty()
    width = len(full[0].fields)
    top = 0 if choices.skip_lines is not None else find_top(full[:_LOOK], width)
    body = [record.fields for record in full[top + 1 :]]
    header = is_header(full[top].fields, body[:_LOOK]) if choices.header is None else choices.header
    names = tuple(full[top].fields) if header else ("",) * width
    cells = body if header else [full[top].fields, *body]
    if not cells:
        raise UnreadableFile.header_only()
    skipped = {"lines above the table": top, "blank rows": len(rows) - first - len(full)}
    reading = replace(
        reading,
        header=header,
        skip_lines=full[top].start,
        skipped=tuple((what, count) for what, count in skipped.items() if count),
    )
    return Grid(names, _chunk(cells, width), reading)


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


def _count_lines(data: bytes, begin: int) -> int:
    ends = data.count(b"\n", begin)
    if data.find(b"\r", begin) >= 0:
        ends += data.count(b"\r", begin) - data.count(b"\r\n", begin)
    return ends + (not data.endswith((b"\n", b"\r")))


def _fast(data: bytes, begin: int, layout: Layout, limits: Limits, skipped: Counter[str]) -> pa.Table | None:
    """Read a tidy file with Arrow, or return None when it needs the careful road."""
    form, mark = layout.form, layout.comment.encode()
    if form.loose or form.escaped or len(form.delimiter) != 1 or not (form.delimiter + form.quote).isascii():
        return None
    if data.startswith(b"\xef\xbb\xbf", begin):  # Arrow would take this character from the first cell
        return None
    if mark and (
        data.startswith(mark, begin) or any(data.find(end + mark, begin) >= 0 for end in (b"\n", b"\r"))
    ):
        return None
    quoted = bool(form.quote) and data.find(form.quote.encode(), begin) >= 0
    if quoted and not _quotes_are_tidy(data, begin, form):
        return None
    lines = _count_lines(data, begin)
    if not quoted and lines > limits.rows:
        raise FileTooLarge.rows(lines, limits.rows)
    fields = [str(i) for i in range(len(layout.names))]
    try:
        text = pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(begin)),
            pa.csv.ReadOptions(column_names=fields, block_size=_BLOCK),
            pa.csv.ParseOptions(
                delimiter=form.delimiter, quote_char=form.quote or False, newlines_in_values=quoted
            ),
            pa.csv.ConvertOptions(column_types={f: pa.string() for f in fields}, check_utf8=False),
        )
    except pa.ArrowInvalid:  # ragged, or a line longer than a block: the careful road can tell
        return None
    if text.num_rows > limits.rows:
        raise FileTooLarge.rows(text.num_rows, limits.rows)
    inside = sum(_line_ends_in(column) for column in text.columns) if quoted else 0
    skipped["blank rows"] += lines - text.num_rows - inside
    return text


def _line_ends_in(cells: pa.ChunkedArray) -> int:
    ends = [pc.sum(pc.count_substring(cells, end)).as_py() or 0 for end in ("\n", "\r", "\r\n")]
    return int(ends[0] + ends[1] - ends[2])


def _quotes_are_tidy(data: bytes, begin: int, form: Form) -> bool:
    """Whether each opening quote follows a delimiter or line end and each closing one precedes such.

    A doubled quote closes and opens at once, so quotes alternate between opening and closing.
    """
    quote, ends = ord(form.quote), np.frombuffer(f"{form.delimiter}\r\n".encode(), dtype=np.uint8)
    body = np.frombuffer(data, dtype=np.uint8, offset=begin)
    places = np.flatnonzero(body == quote)
    if places.size % 2:
        return False
    opens, closes = places[0::2], places[1::2]
    doubled = closes[:-1] + 1 == opens[1:]
    before = opens[1:][~doubled] - 1
    after = closes[:-1][~doubled] + 1
    first_ok = opens[0] == 0 or bool(np.isin(body[opens[0] - 1], ends))
    last_ok = closes[-1] + 1 == body.size or bool(np.isin(body[closes[-1] + 1], ends))
    return (
        first_ok and last_ok and bool(np.isin(body[before], ends).all() and np.isin(body[after], ends).all())
    )


def _careful(body: bytes, layout: Layout, limits: Limits, skipped: Counter[str]) -> pa.Table:
    """Read record by record, so that every line that does not fit can be named."""
    width = len(layout.names)
    marks = (layout.comment,) if layout.comment else ()
    records = Records(
        io.StringIO(body.decode(), newline=""), layout.form, marks, strict=True, before=layout.body_line
    )
    odd: list[Record] = []
    rows = _rows_that_fit(records, width, odd, skipped)
    chunks: list[pa.Table] = []
    count = 0
    while batch := list(islice(rows, _CHUNK)):
        count += len(batch)
        if count > limits.rows:
            raise FileTooLarge.rows(count, limits.rows)
        chunks.append(_chunk(batch, width))
    skipped["comment lines"] += records.comments
    _refuse_ragged(odd, layout, count, skipped)
    return pa.concat_tables(chunks) if chunks else _chunk([], width)


def _rows_that_fit(
    records: Records, width: int, odd: list[Record], skipped: Counter[str]
) -> Iterator[list[str]]:
    """Yield the rows of the header's width; count blank ones and empty ends, collect the others in `odd`."""
    for record in records:
        fields = record.fields
        if is_blank(fields) and (width > 1 or not fields):
            skipped["blank rows"] += 1
        elif len(fields) < width or not is_blank(fields[width:]):
            odd.append(record)
        else:
            skipped["empty fields at line ends"] += len(fields) - width
            yield fields[:width]


def _chunk(rows: list[list[str]], width: int) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * width
    return pa.table([pa.array(cells, pa.string()) for cells in columns], [str(i) for i in range(width)])


def _refuse_ragged(odd: list[Record], layout: Layout, rows: int, skipped: Counter[str]) -> None:
    """Let notes below the table go, counted; refuse any other line that has too few or too many fields."""
    notes = 0
    if odd and rows and len(odd) <= 20 and all(_is_note(record, len(layout.names)) for record in odd):
        notes = len(odd)
    if notes == len(odd):
        skipped["notes below the table"] += notes
        return
    first = [(record.start + 1, len(record.fields)) for record in odd[:_SHOWN]]
    raise UnreadableFile.ragged(len(layout.names), first, len(odd) - len(first))


def _is_note(record: Record, width: int) -> bool:
    return (
        width > 1
        and len(record.fields) == 1
        and re.search(r"[^\W\d]{2}.*[\s:]", record.fields[0]) is not None
    )


def _without_blank_rows(text: pa.Table, skipped: Counter[str]) -> pa.Table:
    """Leave out rows of delimiters alone; in a single column an empty cell is a missing value and stays."""
    if text.num_columns < 2:
        return text
    blank = _is_blank(text.column(0))
    for column in text.columns[1:]:
        if not pc.any(blank).as_py():
            return text
        blank = pc.and_(blank, _is_blank(column))
    skipped["blank rows"] += pc.sum(blank).as_py() or 0
    return text.filter(pc.invert(blank))


def _without_empty_ends(layout: Layout, text: pa.Table) -> tuple[tuple[str, ...], pa.Table, tuple[str, ...]]:
    """Leave out columns beyond the header in which every cell is empty: each row ended in a delimiter."""
    width = layout.header_width
    extra = text.columns[width:]
    if not extra:
        return layout.names, text, ()
    if all(pc.all(_is_blank(column)).as_py() for column in extra):
        notice = "Every row ends in an empty field that the header does not have; it was left out."
        return layout.names[:width], text.select(range(width)), (notice,)
    return layout.names, text, ("Rows have more fields than the header; those columns have no name.",)


def _is_blank(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.equal(pc.binary_length(pc.utf8_trim_whitespace(cells)), 0)
