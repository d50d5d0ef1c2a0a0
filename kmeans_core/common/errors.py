"""What can be wrong with a person's data or settings, in words that say what to do about it.

A problem is raised by the name of what is wrong: `raise UnreadableFile.zip_of(3)`.
"""

from __future__ import annotations

from collections.abc import Sequence

from kmeans_core.common.wording import Told, count


class DataProblem(ValueError):
    """Something in the data or the settings that its owner can mend: `what` is wrong, and the `remedy`.

    >>> from kmeans_core import DataProblem, read_table
    >>> try:
    ...     read_table(b"a,b\\n", "empty.csv")
    ... except DataProblem as problem:
    ...     print(problem.what, problem.remedy, sep="\\n")
    The file has a header but no data rows.
    Load a file with rows, or choose to read no header.
    """

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what = what
        self.remedy = remedy


class Stopped(Exception):
    """Raised by a progress callback when the person stopped the work or asked for something newer.

    >>> from kmeans_core import Preparation, Stopped, load_sample, prepare
    >>> def stop(done: float, words: str) -> None:
    ...     raise Stopped
    >>> try:
    ...     prepare(load_sample("Iris"), Preparation(), progress=stop)
    ... except Stopped:
    ...     print("nothing was changed")
    nothing was changed
    """


class UnreadableFile(DataProblem):
    """The bytes are not a table that can be read.

    >>> print(UnreadableFile.zip_of(3))
    The .zip file holds 3 files. Zip exactly one table, or load the table itself.
    """

    not_a_table = Told(
        "The file is {what}, not a CSV file or another table. "
        "Save the table as CSV, Excel or Parquet and load that."
    )
    empty = Told("The file is empty: it holds no data. Load a file with a header and rows.")
    header_only = Told(
        "The file has a header but no data rows. Load a file with rows, or choose to read no header."
    )
    damaged = Told("The {what} is damaged or incomplete. Save or download it again.")
    zip_of = Told("The .zip file holds {files:,} files. Zip exactly one table, or load the table itself.")
    wrong_encoding = Told(
        "Line {line:,} cannot be read in the encoding {encoding}. "
        "Choose another encoding, or save it as UTF-8."
    )
    open_quote = Told(
        "A quote that opens on line {line:,} is never closed. "
        "Close it, or choose another quote character or none."
    )
    text_after_quote = Told(
        "Line {line:,} has text after a closing quote. "
        "Double the quotes inside the cell, or choose another quote character or none."
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
    """A limit on bytes, rows, columns or pixels was passed before reading.

    >>> print(FileTooLarge.rows(5_000_001, 5_000_000))
    The table has 5,000,001 rows; at most 5,000,000 are read. Load fewer rows.
    """

    on_disk = Told("The file has {size:MiB}; at most {limit:MiB} are read. Load fewer rows or columns.")
    unpacked = Told(
        "Unpacked, the file is larger than the {limit:MiB} that are read at most. Load fewer rows or columns."
    )
    members = Told(
        "The archive holds more than the {limit:,} parts that are read at most. Load the table itself."
    )
    spread = Told(
        "A sheet spreads over {rows:,} rows and {columns:,} columns. "
        "Delete stray cells far from the table, or save the table as CSV."
    )
    rows = Told("The table has {rows:,} rows; at most {limit:,} are read. Load fewer rows.")
    columns = Told("The table has {columns:,} columns; at most {limit:,} are read. Load fewer columns.")
    image_on_disk = Told(
        "The file has {size:MiB}; at most {limit:MiB} are read. Make the picture smaller and load it again."
    )
    more_pixels = Told(
        "The picture has far more than the {limit:million} pixels that are read at most. "
        "Make it smaller and load it again."
    )
    pixels = Told(
        "The picture has {width:,} × {height:,} = {area:million} pixels; at most {limit:million} are read. "
        "Make it smaller and load it again."
    )


class UnusableFeatures(DataProblem):
    """The chosen columns cannot be made into a matrix of finite numbers.

    >>> print(UnusableFeatures.unknown("age", ("income", "city")))
    There is no column called age. There are income, city.
    """

    none_chosen = Told("No column is chosen as a feature. Choose at least one column of numbers.")
    no_numbers = Told(
        "No column of this table measures anything in numbers. "
        "Let columns of words take part: each of their words becomes a column of 0 and 1."
    )
    no_rows = Told(
        "No row has a usable value in every chosen column. "
        "Fill missing values instead of dropping rows, or choose other columns."
    )
    too_close = Told(
        "The values of {label} differ by less than numbers can square. Change its unit, or leave it out."
    )
    no_log = Told(
        "{label} holds negative values (the smallest is {value:.6g}), which have no logarithm. "
        "Choose the power transform, or none."
    )
    for_squares = Told(
        "These numbers (up to {largest:.3g}) are too large or too small to compute with their squares. "
        "Choose a scaling, such as standard."
    )
    unknown = Told("There is no column called {label}. There are {known:10}.")
    one_row = Told("Only one row takes part, so there is nothing to group. Load more rows.")
    all_equal = Told(
        "In all {rows:,} rows the chosen columns are equal, so there is nothing to group. "
        "Choose columns in which the rows differ."
    )
    no_words = Told(
        "The texts have no word that two of them share, so they cannot be compared. "
        "Choose another column, or load more texts."
    )
    words = Told("Words, not numbers, are in {labels}. Encode as categories, or leave out.")

    @classmethod
    def too_large(cls, label: str, value: float, log_helps: bool) -> UnusableFeatures:
        return cls(
            f"{label} holds values as large as {value:.3g}, too large to compute with.",
            f"{'Take its log, change' if log_helps else 'Change'} its unit, or leave it out.",
        )


class TooFewRows(DataProblem):
    """There are fewer different rows than the work needs.

    >>> print(TooFewRows.for_clusters(3, 5))
    3 different rows cannot form 5 clusters. Choose at most 3.
    """

    @classmethod
    def for_clusters(cls, rows: int, k: int) -> TooFewRows:
        if rows < 2:
            return cls(
                "All rows are equal, so there is nothing to group.",
                "Choose columns in which the rows differ.",
            )
        return cls(f"{rows:,} different rows cannot form {k:,} clusters.", f"Choose at most {rows:,}.")


class BadSettings(DataProblem):
    """A setting is outside the range in which it means something.

    >>> print(BadSettings.for_number("n_init", 0, 1))
    n_init = 0 cannot be run. Choose n_init from 1 up.
    """

    for_number = Told("{name} = {value} cannot be run. Choose {name} from {least} up.")
    for_choice = Told("{name} = {value!r} is not known. Choose one of {known}.")
    not_in_encoding = Told(
        "The encoding {encoding} has no “{character}”. Choose UTF-8, or rename the cluster that holds it."
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
    """The bytes are not an image that can be read.

    >>> print(UnreadableImage.damaged("PNG"))
    The PNG picture is damaged or incomplete. Save or download it again.
    """

    empty = Told("The file is empty: it holds no picture. Load a picture.")
    not_an_image = Told(
        "The file is {what}, not a picture made of pixels that can be read. "
        "Save it as PNG or JPEG and load that."
    )
    unknown = Told(
        "The file is not a picture, or it is damaged from the start. "
        "Load a PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF file."
    )
    damaged = Told("The {kind} picture is damaged or incomplete. Save or download it again.")
    palette = Told(
        "The file holds no palette that can be read: {why}. "
        "Load a GPL, ASE, JSON or CSS palette, or a text with one #rrggbb a line."
    )
