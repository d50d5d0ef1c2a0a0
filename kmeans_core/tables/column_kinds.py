"""What a column is for: a quantity to compare rows by, or an ID, a date, a class, words, nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from kmeans_core.common import Floats


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    ID = "ID"
    CATEGORY = "category"
    DATE = "date"
    YES_NO = "yes/no"
    TEXT = "free text"
    CONSTANT = "constant"


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
    meaning: str = ""  # what it asks or stands for, where the file says so
    numbers: Floats | None = field(default=None, repr=False)  # (rows,), NaN where there is none


@dataclass(frozen=True)
class Use:
    """A column's kind, and why it is not offered as a feature ("" when it is)."""

    kind: Kind
    reason: str = ""


EMPTY = Use(Kind.CONSTANT, "The column is empty.")
CONSTANT = Use(Kind.CONSTANT, "Every value is the same.")
ROW_NUMBER = Use(Kind.ID, "It counts the rows, so it says nothing about them.")
REST = Use(Kind.TEXT, "It holds what was too much in some lines.")
_ID = Use(Kind.ID, "It names rows instead of measuring them.")
_CODES = Use(Kind.ID, "Its leading zeros mark codes, not amounts.")
_DATES = Use(Kind.DATE, "Dates are not compared as numbers.")
_CLASS = Use(Kind.CATEGORY, "Its name and its few whole numbers look like known groups.")
_YES_NO_WORDS = Use(Kind.YES_NO, "It holds two words, not numbers.")
_LONG_CODES = Use(Kind.ID, "Its long, all different whole numbers look like IDs.")
_UNIQUE_WORDS = Use(Kind.ID, "Every row has its own code.")

_ID_NAME = re.compile(
    r"(?:.*[\s_\-.])?(?:id|ids|uuid|guid|pk|key|pmid|subject|site|patient|participant|respondent|proband"
    r"|zip|zipcode|zip code|plz|postcode|postal code|phone|iban|barcode|ean|gtin|isbn|sku|upc)s?"
    r"|.*[a-z]I[Dd]|unnamed: \d+|row ?names?|row ?id|__index_level_\d+__"
)
_NUMBER_NAME = re.compile(  # IDs where no number comes twice
    r"(?:.*[\s_\-.])?(?:no|nr|num|number|#|row|index|idx|code|account|numéro|número)\.?"
    r"|.*nummer|.{3,}nr\.?|.*tele(?:f|ph)on[eo]?"
)
_CLASS_NAME = re.compile(
    r"(?:.*[\s_\-.])?(?:class|classes|label|labels|target|clusters?|cluster[_ ]?id|group|grp|block|trt"
    r"|treatment|segment|species|diagnosis|outcome|survived|truth|y_true)"
)
_TIME_NAME = re.compile(r".*(?:time|date|epoch|stamp|created|updated|datum|unix).*|ts|.*_ts|when")
_MOMENTS = (  # days since 1900 from 1954 to 2064; seconds and milliseconds since 1970 from 1973 to 2096
    (20_000, 60_000),
    (1e8, 4e9),
    (1e11, 4e12),
)
_MONTH_NAME = re.compile(r".*(?:month|period|monat|mois|yyyymm|date).*")
_MEASURE_NAME = re.compile(  # what may well rise by one from row to row
    r"(?:.*[\s_\-.])?(?:age|alter|depth|dose|size|length)s?(?:[\s_\-.].*)?"
)
_PAIRS = "yes/no y/n true/false t/f ja/nein j/n oui/non o/n si/no sí/no sim/não tak/nie да/нет on/off"
_YES_NO = {frozenset(pair.split("/")) for pair in _PAIRS.split()}
_MONTH = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|mär|mai|okt|dez|fév|fev|avr|juin|juil|aoû|déc|ene|abr|ago|dic)\w*\.?"
)
_ZONE = r"z|(?:utc|gmt)?[+-]\d{1,2}(?::?\d{2})?|utc|gmt"
_TIME = rf"\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?(?:\s?[ap]\.?m\.?)?(?:\s?(?:{_ZONE}))?"
_DAY = (
    rf"\d{{4}}[-/.]\d{{1,2}}(?:[-/.]\d{{1,2}})?|\d{{1,2}}[-/.]\d{{1,2}}[-/.](?:\d{{4}}|\d{{2}})"
    rf"|\d{{1,2}}(?:\.|st|nd|rd|th)?[ -]{_MONTH}(?:,?[ -]\d{{2,4}})?"
    rf"|{_MONTH}[ -]\d{{1,2}}(?:st|nd|rd|th)?(?:,?[ -]\d{{2,4}})?"
    r"|\d\d(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\d\d(?:\d\d)?"
    rf"|{_MONTH}[ -]\d{{4}}|\d{{4}}-?(?:w\d\d|q[1-4])|q[1-4][ -/]\d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日"
)
_DATE = re.compile(rf"(?:[a-z]{{2,9}}\.?,?\s)?(?:{_DAY})(?:[t\s,]\s?{_TIME})?|{_TIME}", re.IGNORECASE)


def use_of_numbers(label: str, numbers: Floats, present: Floats, words: list[str]) -> Use:
    """Return what a column of numbers is for.

    `numbers` are in row order, `present` sorted without the missing ones; `words` are some cells as written.
    """
    distinct = count_distinct(present)
    if distinct < 2:
        return CONSTANT if distinct else EMPTY
    plain = label.strip().lower()
    if _TIME_NAME.fullmatch(plain) and any(
        low <= present[0] and present[-1] < high for low, high in _MOMENTS
    ):
        return _DATES
    with np.errstate(invalid="ignore"):
        if not (present == np.floor(present)).all() or np.isinf(present[[0, -1]]).any():
            return _ID if re.fullmatch(r"(?:.*[\s_\-.])?ids?", plain) else Use(Kind.NUMBER)
    months = _are_months(present) and (distinct > 6 or _MONTH_NAME.fullmatch(plain) is not None)
    if months or (_are_months(present // 100) and (abs(present % 100 - 16) < 16).all()):  # yyyymmdd
        return _DATES
    if any(re.fullmatch(r"0\d+", word) for word in words):
        return _CODES
    alike = distinct == len(numbers)
    named = not label or is_id_name(label) or _NUMBER_NAME.fullmatch(plain) is not None
    long = len(numbers) >= 10 and _MEASURE_NAME.fullmatch(plain) is None
    if alike and (named or long) and _counts_rows(numbers, present):
        return ROW_NUMBER
    if is_id_name(label) or (alike and _NUMBER_NAME.fullmatch(plain)):
        return _ID
    if alike and len(numbers) > 2 and present[0] >= 1e14:
        return _LONG_CODES
    if distinct <= 30 and _CLASS_NAME.fullmatch(plain):
        return _CLASS
    return Use(Kind.YES_NO if distinct == 2 and present[0] == 0 and present[-1] == 1 else Kind.NUMBER)


def use_of_words(label: str, distinct: int, filled: int, words: list[str], whole: set[str] | None) -> Use:
    """Return what a column of words is for; `whole` holds all its different values when they are few."""
    if distinct < 2:
        return CONSTANT if distinct else EMPTY
    if sum(_DATE.fullmatch(word) is not None for word in words) >= 0.9 * len(words):
        return _DATES
    if whole and frozenset(word.lower() for word in whole) in _YES_NO:
        return _YES_NO_WORDS
    codes = not any(re.search(r"\s", word) or len(word) > 64 for word in words)
    digits = sum(any(map(str.isdigit, word)) for word in words)  # order numbers and hashes hold some
    if distinct == filled and codes and (is_id_name(label) or (filled > 20 and digits > 0.8 * len(words))):
        return _UNIQUE_WORDS
    if distinct <= max(20, min(filled // 10, 1000)) and max(map(len, words)) <= 100:
        return Use(Kind.CATEGORY, f"It holds words of {distinct:,} kinds, not numbers.")
    return Use(Kind.TEXT, "It holds text, not numbers.")


def is_id_name(label: str) -> bool:
    """Whether a column is called an ID: it is never offered, not even where there is nothing else."""
    return any(_ID_NAME.fullmatch(word) for word in (label, label.strip().lower()))


def count_distinct(present: Floats) -> int:
    """Return how many different numbers there are among sorted ones."""
    return int(np.count_nonzero(present[1:] != present[:-1])) + bool(present.size)


def _counts_rows(numbers: Floats, present: Floats) -> bool:
    """Whether the numbers rise or fall by one from row to row, or are 20 or more without a gap, shuffled."""
    if len(numbers) < 2 or present[-1] != present[0] + len(numbers) - 1:
        return False
    return len(numbers) >= 20 or bool((np.diff(numbers) == 1).all() or (np.diff(numbers) == -1).all())


def _are_months(present: Floats) -> bool:
    """Whether all numbers are months written as yyyymm."""
    if present[0] < 1800_01 or present[-1] > 2200_00:
        return False
    return bool((abs(present % 100 - 6.5) < 6).all())
