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


class FileTooLarge(DataProblem):
    """A limit on bytes, rows, columns or pixels was passed before reading."""


class UnusableFeatures(DataProblem):
    """The chosen columns cannot be made into a matrix of finite numbers."""


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


class UnreadableImage(DataProblem):
    """The bytes are not an image that can be read."""
