"""Delimited text in, a grid of exact cells out: a fast road for tidy files, a careful one for the others."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.dialects import Layout, guess_layout
from kmeans_core.tables.encodings import Decoded
from kmeans_core.tables.grids import are_blank, counted, text_of
from kmeans_core.tables.odd_lines import Odd, settle
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.records import Records
from kmeans_core.tables.tidy_lines import Body, source_of, tidy

_SAMPLE, _MOST_SAMPLE = 2**18, 2**23
_CHUNK = 20_000  # records
_PIECES, _PIECE = 64, 2**16  # pieces of a large file, and bytes of each at least
_ANYTHING = re.compile(rb"\S")


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
    body = Body(data, _line_offset(data, layout.body_line), layout, limits, skipped, [])
    text, cut = text_of([], len(layout.names)), None
    if _ANYTHING.search(data, body.begin):
        strict = choices.odd_lines == "refuse"
        cut = tidy(body)
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
        source=source_of(body, quoted=False) if text is cut else None,
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


def _in_pieces(body: Body, strict: bool) -> pa.Table | None:
    """Read pieces of whole lines, each by the fast road where it can; None where that cannot be told apart.

    So few odd lines cost little. A quote that is open where a piece ends may be closed in the next one.
    """
    data, lines = body.data, body.layout.body_line
    if strict or len(data) - body.begin < _PIECES * _PIECE or data.count(b"\r") != data.count(b"\r\n"):
        return None
    chunks, place, odd, skipped = [], 0, list[Odd](), Counter[str]()
    for begin, end in _whole_lines(body):
        layout = replace(body.layout, body_line=lines)
        piece = Body(data[begin:end], 0, layout, body.limits, Counter(), [])
        text, open_end = tidy(piece), False
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


def _whole_lines(body: Body) -> Iterator[tuple[int, int]]:
    """Yield where pieces of whole lines begin and end."""
    begin, step = body.begin, max(_PIECE, (len(body.data) - body.begin) // _PIECES)
    while begin < len(body.data):
        end = body.data.find(b"\n", begin + step) + 1 or len(body.data)
        yield begin, end
        begin = end


def _careful(body: Body, strict: bool) -> tuple[pa.Table, bool]:
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


def _rows_that_fit(records: Records, width: int, body: Body) -> Iterator[list[str]]:
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
