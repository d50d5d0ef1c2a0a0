"""The fast road: tidy delimited text read by Arrow, all cells at once."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from kmeans_core.tables.dialects import Layout
from kmeans_core.tables.reading import Limits
from kmeans_core.tables.records import Form

_BLOCK = 2**22


def read_tidy(
    data: bytes, begin: int, layout: Layout, limits: Limits, skipped: Counter[str]
) -> pa.Table | None:
    """Return the cells from `begin` on, or None when the text needs the careful road."""
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
    fields = [str(i) for i in range(len(layout.names))]
    try:
        text = pa.csv.read_csv(
            pa.BufferReader(pa.py_buffer(data).slice(begin)),
            pa.csv.ReadOptions(column_names=fields, block_size=_BLOCK),
            pa.csv.ParseOptions(
                delimiter=form.delimiter, quote_char=form.quote or False, newlines_in_values=quoted
            ),
            pa.csv.ConvertOptions(column_types=dict.fromkeys(fields, pa.string()), check_utf8=False),
        )
    except pa.ArrowInvalid:  # ragged, or a line longer than a block: the careful road can tell
        return None
    limits.check(text.num_rows)
    inside = sum(map(_line_ends_in, text.columns)) if quoted else 0
    skipped["blank rows"] += lines - text.num_rows - inside
    return text


def _count_lines(data: bytes, begin: int) -> int:
    ends = data.count(b"\n", begin)
    if data.find(b"\r", begin) >= 0:
        ends += data.count(b"\r", begin) - data.count(b"\r\n", begin)
    return ends + (not data.endswith((b"\n", b"\r")))


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
