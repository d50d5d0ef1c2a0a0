"""What can be wrong with a person's data or settings, in words that say what to do about it.

A problem is raised by the name of what is wrong: `raise UnreadableFile.zip_of(3)`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import Formatter
from typing import Any, TypeVar

from kmeans_core.common.wording import among, count

Problem = TypeVar("Problem", bound="DataProblem")


class DataProblem(ValueError):
    """Something in the data or the settings that its owner can mend: `what` is wrong, and the `remedy`."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Stopped(Exception):
    """Raised by a progress callback when the person stopped the work or asked for something newer."""


class _Figures(Formatter):
    """Writes {size:MiB} as 1.5 MiB, {area:million} as 1.5 million and {names:2} as a, b and 3 more."""

    def format_field(self, value: Any, spec: str) -> str:
        if isinstance(value, tuple):
            return among(value, int(spec or len(value)))
        units = {"MiB": 2**20, "million": 1e6}
        return f"{value / units[spec]:,.1f} {spec}" if spec in units else format(value, spec)


class _Told:
    """A problem in words; called with what their {fields} stand for, in the order in which they occur."""

    def __init__(self, what: str, remedy: str) -> None:
        self.what, self.remedy = what, remedy
        fields = [field for _, field, _, _ in Formatter().parse(what + remedy) if field]
        self.fields = tuple(dict.fromkeys(fields))

    def __get__(self, nobody: None, kind: type[Problem]) -> Callable[..., Problem]:
        def problem(*values: object) -> Problem:
            told = dict(zip(self.fields, values, strict=True))
            return kind(_Figures().format(self.what, **told), _Figures().format(self.remedy, **told))

        return problem


class UnreadableFile(DataProblem):
    """The bytes are not a table that can be read."""

    not_a_table = _Told(
        "The file is {what}, not a CSV file or another table.",
        "Save the table as CSV, Excel or Parquet and load that.",
    )
    empty = _Told("The file is empty: it holds no data.", "Load a file with a header and rows.")
    header_only = _Told(
        "The file has a header but no data rows.", "Load a file with rows, or choose to read no header."
    )
    damaged = _Told("The {what} is damaged or incomplete.", "Save or download it again.")
    zip_of = _Told("The .zip file holds {files:,} files.", "Zip exactly one table, or load the table itself.")
    wrong_encoding = _Told(
        "Line {line:,} cannot be read in the encoding {encoding}.",
        "Choose another encoding, or save it as UTF-8.",
    )
    open_quote = _Told(
        "A quote that opens on line {line:,} is never closed.",
        "Close it, or choose another quote character or none.",
    )
    text_after_quote = _Told(
        "Line {line:,} has text after a closing quote.",
        "Double the quotes inside the cell, or choose another quote character or none.",
    )

    @classmethod
    def ragged(cls, expected: int, lines: Sequence[tuple[int, int]], more: int) -> UnreadableFile:
        found = ", ".join(f"line {line:,} has {width:,}" for line, width in lines)
        rest = f", and {more:,} more lines differ" if more else ""
        return cls(
            f"The header has {count(expected, 'field')}, but {found}{rest}.",
            "Mend these lines, or choose another delimiter, quote character or header.",
        )


class FileTooLarge(DataProblem):
    """A limit on bytes, rows, columns or pixels was passed before reading."""

    on_disk = _Told("The file has {size:MiB}; at most {limit:MiB} are read.", "Load fewer rows or columns.")
    unpacked = _Told(
        "Unpacked, the file is larger than the {limit:MiB} that are read at most.",
        "Load fewer rows or columns.",
    )
    rows = _Told("The table has {rows:,} rows; at most {limit:,} are read.", "Load fewer rows.")
    columns = _Told("The table has {columns:,} columns; at most {limit:,} are read.", "Load fewer columns.")
    image_on_disk = _Told(
        "The file has {size:MiB}; at most {limit:MiB} are read.",
        "Make the picture smaller and load it again.",
    )
    more_pixels = _Told(
        "The picture has far more than the {limit:million} pixels that are read at most.",
        "Make it smaller and load it again.",
    )
    pixels = _Told(
        "The picture has {width:,} × {height:,} = {area:million} pixels; at most {limit:million} are read.",
        "Make it smaller and load it again.",
    )


class UnusableFeatures(DataProblem):
    """The chosen columns cannot be made into a matrix of finite numbers."""

    none_chosen = _Told("No column is chosen as a feature.", "Choose at least one column of numbers.")
    no_rows = _Told(
        "No row has a usable value in every chosen column.",
        "Fill missing values instead of dropping rows, or choose other columns.",
    )
    too_close = _Told(
        "The values of {label} differ by less than numbers can square.", "Change its unit, or leave it out."
    )
    no_log = _Told(
        "{label} holds negative values (the smallest is {value:.6g}), which have no logarithm.",
        "Choose the power transform, or none.",
    )
    for_squares = _Told(
        "These numbers (up to {largest:.3g}) are too large or too small to compute with their squares.",
        "Choose a scaling, such as standard.",
    )
    unknown = _Told("There is no column called {label}.", "There are {known:10}.")

    @classmethod
    def words(cls, labels: Sequence[str]) -> UnusableFeatures:
        if len(labels) == 1:
            return cls(f"{labels[0]} holds words, not numbers.", "Encode it as categories, or leave it out.")
        return cls(
            f"{', '.join(labels)} hold words, not numbers.", "Encode them as categories, or leave them out."
        )

    @classmethod
    def all_equal(cls, rows: int) -> UnusableFeatures:
        if rows == 1:
            return cls("Only one row takes part, so there is nothing to group.", "Load more rows.")
        return cls(
            f"In all {rows:,} rows the chosen columns are equal, so there is nothing to group.",
            "Choose columns in which the rows differ.",
        )

    @classmethod
    def too_large(cls, label: str, value: float, log_helps: bool) -> UnusableFeatures:
        return cls(
            f"{label} holds values as large as {value:.3g}, too large to compute with.",
            f"{'Take its log, change' if log_helps else 'Change'} its unit, or leave it out.",
        )


class TooFewRows(DataProblem):
    """There are fewer different rows than the work needs."""

    @classmethod
    def for_clusters(cls, rows: int, k: int) -> TooFewRows:
        if rows < 2:
            return cls(
                "All rows are equal, so there is nothing to group.",
                "Choose columns in which the rows differ.",
            )
        return cls(f"{rows:,} different rows cannot form {k:,} clusters.", f"Choose at most {rows:,}.")


class BadSettings(DataProblem):
    """A setting is outside the range in which it means something."""

    for_number = _Told("{name} = {value} cannot be run.", "Choose {name} from {least} up.")
    for_choice = _Told("{name} = {value!r} is not known.", "Choose one of {known}.")
    not_in_encoding = _Told(
        "The encoding {encoding} has no “{character}”.", "Choose UTF-8, or rename the cluster that holds it."
    )

    @classmethod
    def for_own_centres(cls, given: int, whole: int, k: int, columns: int) -> BadSettings:
        if given != k:
            return cls(f"{given:,} own centres were given for {k:,} clusters.", f"Give {k:,}, or change k.")
        return cls(
            f"{given - whole:,} of {given:,} own centres are not {columns:,} finite numbers.",
            "Give one number per feature, in original units.",
        )


class UnreadableImage(DataProblem):
    """The bytes are not an image that can be read."""

    empty = _Told("The file is empty: it holds no picture.", "Load a picture.")
    not_an_image = _Told(
        "The file is {what}, not a picture made of pixels that can be read.",
        "Save it as PNG or JPEG and load that.",
    )
    unknown = _Told(
        "The file is not a picture, or it is damaged from the start.",
        "Load a PNG, JPEG, WebP, AVIF, BMP, GIF or TIFF file.",
    )
    damaged = _Told("The {kind} picture is damaged or incomplete.", "Save or download it again.")
    palette = _Told(
        "The file holds no palette that can be read: {why}.",
        "Load a GPL, ASE, JSON or CSS palette, or a text with one #rrggbb a line.",
    )
