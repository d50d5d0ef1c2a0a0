"""What a column is for: a quantity to compare rows by, or an ID, a date, a class, words, nothing at all."""

from __future__ import annotations

import re
from dataclasses import dataclass
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
    r"(?:.*[\s_\-.])?(?:id|ids|uuid|guid|pk|key)|.*[a-z]I[Dd]|unnamed: \d+|row ?names?|row ?id"
    r"|__index_level_\d+__"
)
_NUMBER_NAME = re.compile(
    r"(?:.*[\s_\-.])?(?:no|nr|num|number|#|row|index|idx|code|zip|zipcode|plz|postcode|postal code|zip code"
    r"|phone|account|iban|barcode|ean|isbn|sku|numéro|número)\.?"
    r"|.*nummer|.{3,}nr\.?|.*tele(?:f|ph)on[eo]?"
)
_CLASS_NAME = re.compile(
    r"(?:.*[\s_\-.])?(?:class|classes|label|labels|target|cluster|clusters|cluster[_ ]?id|group|segment)"
)
_TIME_NAME = re.compile(r".*(?:time|date|epoch|stamp|created|updated|datum).*")
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


def use_of_numbers(
    name: str, label: str, numbers: Floats, present: Floats, distinct: int, words: list[str]
) -> Use:
    """Return what a column of numbers is for.

    `numbers` are in row order, `present` sorted without the missing ones; `words` are some cells as written.
    """
    if distinct < 2:
        return CONSTANT if distinct else EMPTY
    with np.errstate(invalid="ignore"):
        whole = bool((present == np.floor(present)).all() and np.isfinite(present[[0, -1]]).all())
    if not whole:
        return Use(Kind.NUMBER)
    plain = label.strip().lower()
    if _are_date_numbers(present) or (_TIME_NAME.fullmatch(plain) and _are_seconds(present)):
        return _DATES
    if any(re.fullmatch(r"0\d+", word) for word in words):
        return _CODES
    alike = distinct == len(numbers)
    if _counts_rows(numbers, present, alike) and (
        len(numbers) >= 10 or _is_id_name(label, plain) or not name.strip()
    ):
        return ROW_NUMBER
    if _ID_NAME.fullmatch(plain) or _ID_NAME.fullmatch(label) or (alike and _NUMBER_NAME.fullmatch(plain)):
        return _ID
    if alike and len(numbers) > 2 and present[0] >= 1e14:
        return _LONG_CODES
    if distinct == 2 and present[0] == 0 and present[-1] == 1:
        return Use(Kind.YES_NO)
    return _CLASS if distinct <= 30 and _CLASS_NAME.fullmatch(plain) else Use(Kind.NUMBER)


def use_of_words(label: str, distinct: int, filled: int, words: list[str], whole: set[str] | None) -> Use:
    """Return what a column of words is for; `whole` holds all its different values when they are few."""
    if distinct < 2:
        return CONSTANT if distinct else EMPTY
    if sum(_DATE.fullmatch(word) is not None for word in words) >= 0.9 * len(words):
        return _DATES
    if whole and frozenset(word.lower() for word in whole) in _YES_NO:
        return _YES_NO_WORDS
    codes = not any(re.search(r"\s", word) or len(word) > 64 for word in words)
    id_name = _ID_NAME.fullmatch(label.lower()) or _ID_NAME.fullmatch(label)
    if distinct == filled and codes and (id_name or (filled > 20 and _look_like_codes(words))):
        return _UNIQUE_WORDS
    if distinct <= max(20, min(filled // 10, 1000)) and max(map(len, words)) <= 100:
        return Use(Kind.CATEGORY, f"It holds words of {distinct:,} kinds, not numbers.")
    return Use(Kind.TEXT, "It holds text, not numbers.")


def _is_id_name(label: str, plain: str) -> bool:
    return any(pattern.fullmatch(word) for pattern in (_ID_NAME, _NUMBER_NAME) for word in (label, plain))


def _look_like_codes(words: list[str]) -> bool:
    """Whether most values hold digits, as order numbers and hashes do and names do not."""
    return sum(any(c.isdigit() for c in word) for word in words) > 0.8 * len(words)


def _counts_rows(numbers: Floats, present: Floats, alike: bool) -> bool:
    """Whether the numbers rise or fall by one from row to row, or are 20 or more without a gap, shuffled."""
    if not alike or len(numbers) < 2 or present[-1] != present[0] + len(numbers) - 1:
        return False
    return len(numbers) >= 20 or bool((np.diff(numbers) == 1).all() or (np.diff(numbers) == -1).all())


def _are_date_numbers(present: Floats) -> bool:
    """Whether all numbers are dates written as yyyymmdd."""
    if present[0] < 1800_01_01 or present[-1] > 2200_00_00:
        return False
    month, day = present // 100 % 100, present % 100
    return bool(((month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)).all())


def _are_seconds(present: Floats) -> bool:
    """Whether all numbers are seconds or milliseconds since 1970, between 1973 and 2096."""
    return bool((present[0] >= 1e8 and present[-1] < 4e9) or (present[0] >= 1e11 and present[-1] < 4e12))
