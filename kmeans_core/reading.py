"""How a file is read: what bounds it, what a person fixed, what was found, and the cells that came out."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa


@dataclass(frozen=True)
class Limits:
    """What is read at most, checked before parsing."""

    bytes: int = 400 * 2**20
    rows: int = 5_000_000
    columns: int = 10_000


@dataclass(frozen=True)
class ReadingChoices:
    """What a person fixed about how a file is read; `None` leaves it to the reader's guess."""

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    decimal: str | None = None
    thousands: str | None = None
    header: bool | None = None
    skip_lines: int | None = None
    comment: str | None = None
    missing: tuple[str, ...] | None = None
    keep_totals: bool = False
    sheet: str | None = None


GUESS_ALL = ReadingChoices()
DEFAULT_LIMITS = Limits()


@dataclass(frozen=True)
class Reading:
    """How a file was read: every guess or choice, resolved."""

    format: str  # "CSV", "Excel", "Parquet", "sample"
    encoding: str = "utf-8"
    bom: bool = False
    delimiter: str = ","
    quote: str = '"'
    quote_all: bool = False
    line_ending: str = "\n"
    decimal: str = "."
    thousands: str = ""
    header: bool = True
    skip_lines: int = 0
    comment: str = ""
    missing: tuple[str, ...] = ()
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    compressed: str = ""
    skipped: tuple[tuple[str, int], ...] = ()  # what was skipped and how many: ("blank rows", 2)


@dataclass(frozen=True, eq=False)
class Grid:
    """Headers and cells as they stood in the file, before anything is said about what they mean."""

    names: tuple[str, ...]  # (columns,) each header's exact text
    text: pa.Table  # (rows, columns) of strings
    reading: Reading
    notices: tuple[str, ...] = ()
