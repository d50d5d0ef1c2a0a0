"""Numbers in words and sentences, as people read them; what is wrong and what to do, as one of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from string import Formatter
from typing import Any, TypeVar

Problem = TypeVar("Problem", bound=Exception)


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with so many significant digits and thousands separators; "–" where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size >= 9 or size < -4:
        return f"{value:.{digits - 1}e}".replace("-", "−")
    return f"{value:,.{max(0, digits - 1 - size)}f}".replace("-", "−")


def share(value: float) -> str:
    """Write a share between 0 and 1 in per cent, never rounding to 0 % or 100 % what is not."""
    if math.isnan(value):
        return "–"
    if 0 < value < 0.001:
        return "< 0.1 %"
    if 0.995 <= value < 1:
        return "> 99 %"
    return f"{100 * value:.1f} %" if 0 < value < 0.1 else f"{100 * value:.0f} %"


def count(amount: int, one: str) -> str:
    """Write "1 row", "2 rows"."""
    return f"{amount:,} {one}" if amount == 1 else f"{amount:,} {one}s"


def listed(parts: Sequence[str]) -> str:
    """Write "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def among(parts: Sequence[str], most: int) -> str:
    """Write the first of many: "a, b, c", or with `most` = 2 "a, b and 1 more"."""
    rest = len(parts) - most
    return ", ".join(parts[:most]) + (f" and {rest:,} more" if rest > 0 else "")


def cut(text: str, at_most: int = 60) -> str:
    """Make a person's text one line of a bearable length, for places that show text as it is."""
    line = " ".join(text.split())
    return line if len(line) <= at_most else line[: at_most - 1] + "…"


class _Figures(Formatter):
    """Writes {size:MiB} as 1.5 MiB, {area:million} as 1.5 million and {names:2} as a, b and 3 more."""

    def format_field(self, value: Any, spec: str) -> str:
        if isinstance(value, (list, tuple)):
            return among(value, int(spec or len(value)))
        units = {"MiB": 2**20, "million": 1e6}
        return f"{value / units[spec]:,.1f} {spec}" if spec in units else format(value, spec)


class Told:
    """A problem in words: what is wrong as one sentence, then what to do about it, with {fields} in them.

    It is called with what its fields stand for, in the order in which they occur.
    """

    def __init__(self, words: str) -> None:
        self.what, _, self.remedy = words.partition(". ")
        self.fields = tuple(dict.fromkeys(field for _, field, _, _ in Formatter().parse(words) if field))

    def __get__(self, nobody: None, kind: type[Problem]) -> Callable[..., Problem]:
        def problem(*values: object) -> Problem:
            told = dict(zip(self.fields, values, strict=True))
            return kind(_Figures().format(f"{self.what}.", **told), _Figures().format(self.remedy, **told))

        return problem
