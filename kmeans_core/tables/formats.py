"""Unpacked bytes in, header and cells out: which reader takes them."""

from __future__ import annotations

import re

from kmeans_core.common import Progress, UnreadableFile, silent
from kmeans_core.tables.archives import is_workbook, refuse_other_formats
from kmeans_core.tables.arrow_files import BEGINS, read_arrow
from kmeans_core.tables.delimited import read_delimited
from kmeans_core.tables.encodings import decode
from kmeans_core.tables.marked_up import read_marked_up
from kmeans_core.tables.parquet import read_parquet
from kmeans_core.tables.reading import Grid, Limits, ReadingChoices
from kmeans_core.tables.statistics_files import read_sqlite, read_statistics
from kmeans_core.tables.workbooks import read_workbook

# What files begin with that libraries in C, C++ and Rust read: see `apart`.
NATIVE = re.compile(
    rb"PAR1|ORC|ARROW1|\xff\xff\xff\xff|PK\x03\x04|\xd0\xcf\x11\xe0|SQLite format 3\0|\$FL[23]@|<stata_dta>|"
    rb"[\x69-\x76][\x01\x02]\x01\0|HEADER RECORD\*{7}LIB|\0{12}\xc2\xea\x81\x60"
)
_HOLDS_TEXT = re.compile(rb"[^\s\0\xef\xbb\xbf\xfe\xff]")


def grid_of(data: bytes, choices: ReadingChoices, limits: Limits, progress: Progress = silent) -> Grid:
    """Return the header and cells that bytes hold, unpacked; raises as `read_table` does."""
    if not _HOLDS_TEXT.search(data):
        raise UnreadableFile.empty()
    if data.startswith(b"PAR1"):
        return read_parquet(data, limits, progress)
    if BEGINS.match(data):
        return read_arrow(data, limits, progress)
    if is_workbook(data):
        return read_workbook(data, choices, limits)
    if data.startswith(b"SQLite format 3\0"):
        return read_sqlite(data, choices, limits)
    if (grid := read_statistics(data, limits)) is not None:
        return grid
    refuse_other_formats(data)
    decoded = decode(data, choices.encoding)
    marked = None if choices.delimiter else read_marked_up(decoded.data, choices, limits)
    return marked or read_delimited(decoded, choices, limits)
