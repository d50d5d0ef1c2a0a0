"""How a file is read: what bounds it, what a person fixed, what was found, and the cells that came out."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

from kmeans_core.common import BadSettings, FileTooLarge
from kmeans_core.tables.lined_text import Source


@dataclass(frozen=True)
class Limits:
    """What is read at most, checked before parsing."""

    bytes: int = 400 * 2**20
    rows: int = 5_000_000
    columns: int = 10_000

    def check(self, rows: int, columns: int = 0) -> None:
        """Raise FileTooLarge when a table has more rows or columns."""
        if rows > self.rows:
            raise FileTooLarge.rows(rows, self.rows)
        if columns > self.columns:
            raise FileTooLarge.columns(columns, self.columns)


@dataclass(frozen=True)
class ReadingChoices:
    """What a person fixed about how a file is read; `None` leaves it to the reader's guess.

    >>> from kmeans_core import ReadingChoices, read_table
    >>> read_table(b"1,2\\n3,4\\n", "numbers.csv", ReadingChoices(header=False)).n_rows
    2
    """

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
    cells: str | None = None  # a range of a sheet's cells: "B3:F200" or "B:F"
    halve_below: bool = False  # whether "<0.5" counts as 0.25, or else as missing
    words_are_gaps: bool = True  # whether words among numbers ("unknown") are missing, or make it text
    odd_lines: str | None = None  # what becomes of lines that do not fit: "fill", "skip" or "refuse"

    def check(self) -> None:
        """Raise BadSettings for signs that cannot do what they are chosen for."""
        signs = {"delimiter": self.delimiter, "decimal sign": self.decimal}
        signs |= {"quote character": self.quote or None, "thousands sign": self.thousands or None}
        for what, sign in signs.items():
            if sign is not None and (len(sign) != 1 or sign in "\0\r\n"):
                raise BadSettings(f"The {what} must be a single character.", "Choose another one.")
        if self.delimiter is not None and self.delimiter == self.quote:
            raise BadSettings("The delimiter and the quote character are the same.", "Choose another one.")
        if self.decimal not in (None, ".", ","):
            raise BadSettings(f"{self.decimal} is not a decimal sign.", "Choose the point or the comma.")
        if self.decimal is not None and self.decimal == self.thousands:
            raise BadSettings("The decimal and the thousands sign are the same.", "Choose another one.")
        if self.odd_lines not in (None, "fill", "skip", "refuse"):
            raise BadSettings.for_choice("odd_lines", self.odd_lines, ("fill", "skip", "refuse"))
        if self.skip_lines is not None and self.skip_lines < 0:
            raise BadSettings("The number of lines to skip is negative.", "Choose 0 or more.")


# What a file can be read as, with the words that people look for.
FORMATS = {
    "CSV": "CSV and other text",
    "Excel": "Excel, OpenDocument",
    "JSON": "JSON",
    "SPSS": "SPSS",
    "Stata": "Stata",
    "SAS": "SAS",
    "SQLite": "SQLite",
    "HTML": "HTML",
    "Markdown": "Markdown",
    "ARFF": "ARFF",
    "Arrow": "Arrow",
    "Parquet": "Parquet",
}
GUESS_ALL, DEFAULT_LIMITS = ReadingChoices(), Limits()


@dataclass(frozen=True)
class Reading:
    """How a file was read: every guess or choice, resolved."""

    format: str  # one of FORMATS, or "sample"
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
    likely: tuple[tuple[str, str], ...] = ()  # encodings that fit, each with a word as it reads it
    below: bool = False  # whether cells such as "<0.5" stand where numbers do
    stand_ins: tuple[str, ...] = ()  # words among numbers that count as missing: ("unknown",)
    skipped: tuple[tuple[str, int], ...] = ()  # what was skipped and how many: ("blank rows", 2)

    @property
    def delimited(self) -> bool:
        """Whether the file was text, with a delimiter, an encoding and signs of its own."""
        return self.format in ("CSV", "sample")


@dataclass(frozen=True)
class OddLine:
    """A line that does not fit its header: its number in the file, and what is wrong with it."""

    line: int
    problem: str


@dataclass(frozen=True, eq=False)
class Grid:
    """Headers and cells as they stood in the file, before anything is said about what they mean."""

    names: tuple[str, ...]  # (columns,) each header's exact text
    text: pa.Table  # (rows, columns) of strings
    reading: Reading
    notices: tuple[str, ...] = ()
    odd_lines: tuple[OddLine, ...] = ()
    meanings: tuple[str, ...] = ()  # (columns,) what each column asks or means, where the file says so
    rest: bool = False  # whether the last column holds what was too much in some lines
    source: Source | None = None  # what the text was cut from, where that is just so many lines
