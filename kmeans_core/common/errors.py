"""What can be wrong with a person's data or settings, in words that say what to do about it."""

from __future__ import annotations


class DataProblem(ValueError):
    """Something in the data or the settings that its owner can mend."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Stopped(Exception):
    """Raised by a progress callback when the person stopped the work or asked for something newer."""


class UnreadableFile(DataProblem):
    """The bytes are not a table that can be read."""

    @classmethod
    def not_a_table(cls, what: str) -> UnreadableFile:
        return cls(
            f"The file is {what}, not a CSV file or another table.",
            "Save the table as CSV, Excel or Parquet and load that.",
        )

    @classmethod
    def empty(cls) -> UnreadableFile:
        return cls("The file is empty: it holds no data.", "Load a file with a header and rows.")

    @classmethod
    def header_only(cls) -> UnreadableFile:
        return cls(
            "The file has a header but no data rows.",
            "Load a file with rows, or choose to read no header.",
        )

    @classmethod
    def damaged(cls, what: str) -> UnreadableFile:
        return cls(f"The {what} is damaged or incomplete.", "Save or download it again.")

    @classmethod
    def zip_of(cls, files: int) -> UnreadableFile:
        return cls(
            f"The .zip file holds {files:,} files.", "Zip exactly one table, or load the table itself."
        )

    @classmethod
    def wrong_encoding(cls, line: int, encoding: str) -> UnreadableFile:
        return cls(
            f"Line {line:,} cannot be read in the encoding {encoding}.",
            "Choose another encoding, or save it as UTF-8.",
        )

    @classmethod
    def open_quote(cls, line: int) -> UnreadableFile:
        return cls(
            f"A quote that opens on line {line:,} is never closed.",
            "Close it, or choose another quote character or none.",
        )

    @classmethod
    def text_after_quote(cls, line: int) -> UnreadableFile:
        return cls(
            f"Line {line:,} has text after a closing quote.",
            "Double the quotes inside the cell, or choose another quote character or none.",
        )

    @classmethod
    def ragged(cls, expected: int, lines: list[tuple[int, int]], more: int) -> UnreadableFile:
        found = ", ".join(f"line {line:,} has {width:,}" for line, width in lines)
        rest = f", and {more:,} more lines differ" if more else ""
        fields = "field" if expected == 1 else "fields"
        return cls(
            f"The header has {expected:,} {fields}, but {found}{rest}.",
            "Mend these lines, or choose another delimiter, quote character or header.",
        )


class FileTooLarge(DataProblem):
    """A limit on bytes, rows, columns or pixels was passed before reading."""

    @classmethod
    def on_disk(cls, size: int, limit: int) -> FileTooLarge:
        return cls(
            f"The file has {size / 2**20:,.1f} MiB; at most {limit / 2**20:,.1f} MiB are read.",
            "Load fewer rows or columns.",
        )

    @classmethod
    def unpacked(cls, limit: int) -> FileTooLarge:
        return cls(
            f"Unpacked, the file is larger than the {limit / 2**20:,.1f} MiB that are read at most.",
            "Load fewer rows or columns.",
        )

    @classmethod
    def pixels(cls, width: int, height: int, limit: int) -> FileTooLarge:
        return cls(
            f"The picture has {width:,} × {height:,} = {width * height / 1e6:,.1f} million pixels; "
            f"at most {limit / 1e6:,.1f} million are read.",
            "Make it smaller and load it again.",
        )

    @classmethod
    def more_pixels(cls, limit: int) -> FileTooLarge:
        return cls(
            f"The picture has far more than the {limit / 1e6:,.1f} million pixels that are read at most.",
            "Make it smaller and load it again.",
        )

    @classmethod
    def image_on_disk(cls, size: int, limit: int) -> FileTooLarge:
        return cls(
            f"The file has {size / 2**20:,.1f} MiB; at most {limit / 2**20:,.1f} MiB are read.",
            "Make the picture smaller and load it again.",
        )

    @classmethod
    def rows(cls, rows: int, limit: int) -> FileTooLarge:
        return cls(f"The table has {rows:,} rows; at most {limit:,} are read.", "Load fewer rows.")

    @classmethod
    def columns(cls, columns: int, limit: int) -> FileTooLarge:
        return cls(f"The table has {columns:,} columns; at most {limit:,} are read.", "Load fewer columns.")


class UnusableFeatures(DataProblem):
    """The chosen columns cannot be made into a matrix of finite numbers."""

    @classmethod
    def none_chosen(cls) -> UnusableFeatures:
        return cls("No column is chosen as a feature.", "Choose at least one column of numbers.")

    @classmethod
    def unknown(cls, label: str, known: tuple[str, ...]) -> UnusableFeatures:
        more = f" and {len(known) - 10:,} more" if len(known) > 10 else ""
        return cls(f"There is no column called {label}.", f"There are {', '.join(known[:10])}{more}.")

    @classmethod
    def words(cls, labels: list[str]) -> UnusableFeatures:
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
    def no_rows(cls) -> UnusableFeatures:
        return cls(
            "No row has a usable value in every chosen column.",
            "Fill missing values instead of dropping rows, or choose other columns.",
        )

    @classmethod
    def too_large(cls, label: str, value: float, log_helps: bool) -> UnusableFeatures:
        return cls(
            f"{label} holds values as large as {value:.3g}, too large to compute with.",
            f"{'Take its log, change' if log_helps else 'Change'} its unit, or leave it out.",
        )

    @classmethod
    def too_close(cls, label: str) -> UnusableFeatures:
        return cls(
            f"The values of {label} differ by less than numbers can square.",
            "Change its unit, or leave it out.",
        )

    @classmethod
    def no_log(cls, label: str, value: float) -> UnusableFeatures:
        return cls(
            f"{label} holds negative values (the smallest is {value:.6g}), which have no logarithm.",
            "Choose the power transform, or none.",
        )

    @classmethod
    def for_squares(cls, largest: float) -> UnusableFeatures:
        return cls(
            f"These numbers (up to {largest:.3g}) are too large or too small to compute with their squares.",
            "Choose a scaling, such as standard.",
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

    @classmethod
    def not_in_encoding(cls, character: str, encoding: str) -> BadSettings:
        return cls(
            f"The encoding {encoding} has no “{character}”.",
            "Choose UTF-8, or rename the cluster that holds it.",
        )

    @classmethod
    def for_number(cls, name: str, value: float, least: float) -> BadSettings:
        return cls(f"{name} = {value} cannot be run.", f"Choose {name} from {least} up.")

    @classmethod
    def for_choice(cls, name: str, value: object, known: tuple[str, ...]) -> BadSettings:
        return cls(f"{name} = {value!r} is not known.", f"Choose one of {', '.join(known)}.")

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

    @classmethod
    def empty(cls) -> UnreadableImage:
        return cls("The file is empty: it holds no picture.", "Load a picture.")

    @classmethod
    def not_an_image(cls, what: str) -> UnreadableImage:
        return cls(
            f"The file is {what}, not a picture made of pixels that can be read.",
            "Save it as PNG or JPEG and load that.",
        )

    @classmethod
    def unknown(cls) -> UnreadableImage:
        return cls(
            "The file is not a picture, or it is damaged from the start.",
            "Load a PNG, JPEG, WebP, AVIF, BMP, GIF or TIFF file.",
        )

    @classmethod
    def damaged(cls, kind: str) -> UnreadableImage:
        return cls(f"The {kind} picture is damaged or incomplete.", "Save or download it again.")

    @classmethod
    def palette(cls, why: str) -> UnreadableImage:
        return cls(
            f"The file holds no palette that can be read: {why}.",
            "Load a GPL, ASE, JSON or CSS palette, or a text with one #rrggbb a line.",
        )
