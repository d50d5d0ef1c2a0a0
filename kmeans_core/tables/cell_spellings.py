"""How cells are spelled: gaps, numbers, dates and words; for guessing from a few of them."""

from __future__ import annotations

import re

_MISSING = (
    r"na n/a #n/a #na n.a. nan -nan null (null) none nil <na> \n missing - -- — – . .. ... ? : k.a."
    r" #null! #div/0! #value! #ref! #name? #num!"
)
MISSING = frozenset(["", *_MISSING.split()])
"""Spellings of a missing value, in small letters."""

_NUMBER = (
    r"[(+\-−]*[€$£¥]?\s?(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d*[.,]?\d+[.,]?)"
    r"(?:[eE][+-]?\d+)?[)\s€$£¥%]*"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_DATE = rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?:[T ]\s?{_CLOCK}\S*(?:\s?[AaPp]\.?[Mm]\.?)?)?|{_CLOCK}"
_VALUE = re.compile(rf"\s*(?:{_NUMBER}|{_DATE}|[+-]?inf(?:inity)?)\s*", re.IGNORECASE)
_DATE_ALONE = re.compile(rf"\s*(?:{_DATE})\s*")
_PLAIN = re.compile(rf"(?!\t)\s*(?:|{_NUMBER}|{_DATE}|[^\W\d_][^,;\t|\"]*)\s*")


def is_missing(cell: str) -> bool:
    """Whether a cell is empty or spells a missing value."""
    return cell.strip().lower() in MISSING


def is_value(cell: str) -> bool:
    """Whether a cell reads like a number or a date."""
    return len(cell) < 100 and _VALUE.fullmatch(cell) is not None


def is_date(cell: str) -> bool:
    """Whether a cell reads like a date or a time of day."""
    return len(cell) < 100 and _DATE_ALONE.fullmatch(cell) is not None


def is_plain(cell: str) -> bool:
    """Whether a cell reads like a value or like words without a delimiter in them."""
    return _PLAIN.fullmatch(cell[:200]) is not None


def is_blank(row: list[str]) -> bool:
    """Whether a row holds nothing but spaces."""
    return not any(cell and not cell.isspace() for cell in row)


def reads_like_names(row: list[str]) -> bool:
    """Whether the cells read like names: at least half filled, none a number or a date."""
    filled = [cell for cell in row if cell.strip()]
    return 2 * len(filled) >= len(row) and not any(is_value(cell) for cell in filled)
