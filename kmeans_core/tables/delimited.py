"""Delimited text in, a grid of exact cells out: a fast road for tidy files, a careful one for the others."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.dialects import Layout, guess_layout
from kmeans_core.tables.encodings import Decoded
from kmeans_core.tables.grids import are_blank, counted, text_of, without_blank_rows
from kmeans_core.tables.odd_lines import Odd, settle
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.records import Records
from kmeans_core.tables.tidy_text import read_tidy

_SAMPLE = 2**18
_MOST_SAMPLE = 2**23
_CHUNK = 20_000
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
    begin = _line_offset(data, layout.body_line)
    odd: list[Odd] = []
    text = text_of([], len(layout.names))
    if _ANYTHING.search(data, begin):
        tidy = read_tidy(data, begin, layout, limits, skipped, odd)
        text = _careful(data[begin:], layout, choices, limits, skipped, odd) if tidy is None else tidy
    text, lines, told = settle(text, odd, layout.form.delimiter, choices.odd_lines, skipped)
    text = without_blank_rows(text, skipped)
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
        skipped=counted(skipped),
    )
    rest = len(names) > len(layout.names)
    return Grid(names, text, reading, (*decoded.notices, *layout.notices, *notices, *told), lines, rest)


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


def _careful(
    body: bytes,
    layout: Layout,
    choices: ReadingChoices,
    limits: Limits,
    skipped: Counter[str],
    odd: list[Odd],
) -> pa.Table:
    """Read record by record, so that every line that does not fit can be named."""
    width = len(layout.names)
    records = Records(
        io.StringIO(body.decode(), newline=""),
        layout.form,
        (layout.comment,) if layout.comment else (),
        strict=choices.odd_lines == "refuse",
        width=width,
        before=layout.body_line,
    )
    rows = _rows_that_fit(records, width, odd, skipped)
    chunks = [text_of([], width)]
    count = 0
    while batch := list(islice(rows, _CHUNK)):
        count += len(batch)
        limits.check(count)
        chunks.append(text_of(batch, width))
    skipped["comment lines"] += records.comments
    return pa.concat_tables(chunks)


def _rows_that_fit(
    records: Records, width: int, odd: list[Odd], skipped: Counter[str]
) -> Iterator[list[str]]:
    """Yield the rows of the header's width; count blank ones and empty ends, collect the others in `odd`."""
    place = 0
    for record in records:
        fields = record.fields
        if is_blank(fields) and (width > 1 or not fields):
            skipped["blank rows"] += 1
            continue
        if record.loose or len(fields) < width or not is_blank(fields[width:]):
            odd.append((place, record))
        else:
            skipped["empty fields at line ends"] += len(fields) - width
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
