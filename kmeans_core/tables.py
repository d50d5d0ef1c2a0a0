"""Bytes in, a lossless table out: every cell's exact text, numbers derived beside it, and how it was read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    ID = "ID"
    CATEGORY = "category"
    DATE = "date"
    YES_NO = "yes/no"
    TEXT = "free text"
    CONSTANT = "constant"


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
class Column:
    """One column: its exact header, a label that is unique in the table, its kind and its facts."""

    name: str  # the header's exact text
    label: str  # unique and never empty: "income", "income (2)", "column 3"
    kind: Kind
    offered: bool  # a feature by default
    reason: str  # why it is not offered; "" when it is
    missing: int  # cells that are empty or spell a missing value
    distinct: int
    not_numbers: int = 0  # cells of a number column that hold other text
    numbers: NDArray[np.float64] | None = field(default=None, repr=False)  # (rows,), NaN where there is none


@dataclass(frozen=True, eq=False)
class Table:
    """A table whose cells keep their exact text.

    `text` holds one string column per table column, in order (its Arrow field names carry no meaning).
    `set_aside` names rows that are kept for the export but take no part, with the reason (total rows).
    """

    name: str
    text: pa.Table
    columns: tuple[Column, ...]
    reading: Reading
    notices: tuple[str, ...]
    set_aside: tuple[tuple[int, str], ...]
    digest: str
    truth: str | None = None  # label of the column with the true classes, where known
    about: str = ""  # one sentence on what a sample shows

    @property
    def n_rows(self) -> int:
        return int(self.text.num_rows)

    def column(self, label: str) -> Column:
        """Return the column with this label; raises KeyError when there is none."""
        return next(c for c in self.columns if c.label == label)
