"""Written numbers in, floats out: decimal and thousands signs, currencies, percent, any minus and digits."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_CURRENCY = (
    r"(?:[$€£¥₹₽₺₩₪₫฿₴₦₱₲₵₸₼₾¢]|(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|BRL|MXN|ZAR|Rs\.?|kr\.?|zł|Kč|Ft"
    r"|US\$|R\$)(?:\s|$|\b))"
)
_NOT_PLAIN = r"[^0-9.,+eE' -]|-$|^[+-] "
_FOREIGN_DIGITS = r"[^\P{Nd}0-9]"
_FOREIGN_SIGNS = str.maketrans("٫٬．，", ".,.,")
_TO_WESTERN = (  # what was met, how it is written, what stands in its place
    ("", "[\u00a0\u2007\u2009\u202f]", " "),
    ("", "[\u00ad\u200b\u200e\u200f\u2060\ufeff]", ""),
    ("", "’", "'"),
    ("typographic minus", "^[−–－﹣]", "-"),
)
_TO_MINUS = (
    ("no cents", r"(\d)[.,][-–—]{1,2}($|\s)", r"\1\2"),  # 12.- and 12,-- €
    ("dash zero", rf"^({_CURRENCY})\s*[-–—]$", r"\1 0"),  # as accountants write it
    ("", rf"^({_CURRENCY})\s*\(([^()]*)\)$", r"(\1\2)"),  # $(5) as ($5)
    ("accounting", r"^\((.*)\)$", r"-\1"),
    ("trailing minus", r"^(\d[\d.,' ]*)-$", r"-\1"),
)


@dataclass(frozen=True)
class Notation:
    """How numbers are written: 1,234.5 has the decimal sign "." and the thousands sign ","."""

    decimal: str = "."
    thousands: str = ""

    @property
    def pattern(self) -> str:
        """A regular expression (RE2) of every number in this notation."""
        point = re.escape(self.decimal)
        plain = rf"(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?"
        forms = [plain, r"(?i:inf|infinity)"]
        if self.thousands:
            sign = re.escape(self.thousands)
            forms.append(rf"\d{{1,3}}(?:{sign}\d{{3}})+(?:{point}\d*)?")
        if self.thousands == ",":  # lakhs and crores: 12,34,567
            forms.append(rf"\d{{1,2}}(?:,\d\d)+,\d{{3}}(?:{point}\d*)?")
        return rf"^[+-]?(?:{'|'.join(forms)})$"

    @property
    def spoken(self) -> str:
        """How the numbers are written, in words; "" for plain ones."""
        names = {",": "comma", ".": "dot", " ": "space", "'": "apostrophe"}
        decimal = "the comma is the decimal sign" if self.decimal == "," else ""
        sign = names.get(self.thousands, self.thousands)
        return " and ".join(filter(None, [decimal, f"the {sign} separates thousands" if sign else ""]))

    def share(self, words: list[str]) -> float:
        """Return the share of the words, written with plain digits, that are numbers in this notation."""
        number = re.compile(self.pattern)
        return sum(number.match(word) is not None for word in words) / max(len(words), 1)

    def parse(self, values: pa.Array) -> pa.Array:
        """Return the values as float64, null where they are no numbers in this notation."""
        if self == Notation(","):
            with suppress(pa.ArrowInvalid):  # the usual case, without a look at every cell's form
                return pc.cast(_with_points(values), pa.float64())
        plain = pc.if_else(pc.match_substring_regex(values, self.pattern), values, None)
        if self.thousands:
            plain = pc.replace_substring(plain, self.thousands, "")
        if self.decimal != ".":
            plain = pc.replace_substring(plain, self.decimal, ".")
        return pc.cast(plain, pa.float64())


def notations(decimal: str | None, thousands: str | None, likelier: str) -> tuple[Notation, ...]:
    """Return the notations to try, simple and likelier ones first; a chosen sign allows no other."""
    thousands = " " if thousands and thousands.isspace() else thousands
    other = {".": ",", ",": "."}
    return tuple(
        Notation(point, sign)
        for point in ([decimal] if decimal else [likelier, other[likelier]])
        for sign in (["", other[point], " ", "'"] if thousands is None else ["", thousands])
        if sign != point
    )


def without_signs(values: pa.Array) -> tuple[pa.Array, tuple[str, ...]]:
    """Return the values without currency and percent signs, with plain minus and digits, and what was met.

    Signs are taken off only where nearly the whole column carries the same one: amounts in several
    currencies, or shares beside percentages, are not comparable as bare numbers.
    """
    met: list[str] = []
    if not _any(values, _NOT_PLAIN):
        return values, ()
    if pc.all(pc.string_is_ascii(values)).as_py() is False:
        values = _replaced(values, _TO_WESTERN, met)
        if _any(values, _FOREIGN_DIGITS):
            values = _western_digits(values)
            met.append("other digits")
    values = _replaced(values, _TO_MINUS, met)
    for what, sign in (("currency", _CURRENCY), ("percent", "(?:%|‰)")):
        values = _without_sign(values, sign, what, met)
    values = _replaced(values, (("", r"^([+-])\s+", r"\1"),), met)
    return values, tuple(filter(None, met))


def _replaced(values: pa.Array, rules: tuple[tuple[str, str, str], ...], met: list[str]) -> pa.Array:
    for what, pattern, plain in rules:
        if _any(values, pattern):
            values = pc.replace_substring_regex(values, pattern, plain)
            met.append(what)
    return values


def _western_digits(values: pa.Array) -> pa.Array:
    """Write the digits of any script as 0 to 9, and the Arabic decimal and thousands signs as . and ,"""
    coded = pc.dictionary_encode(values)
    words = (word.translate(_FOREIGN_SIGNS) for word in coded.dictionary.to_pylist())
    plain = [re.sub(r"\d", lambda digit: str(int(digit[0])), word) for word in words]
    return pa.array(plain, pa.string()).take(coded.indices)


def _without_sign(values: pa.Array, sign: str, what: str, met: list[str]) -> pa.Array:
    front, back = rf"^([+-]?)\s*{sign}\s*([+-]?)\s*([\d.,])", rf"([\d.,])\s*{sign}$"
    signed = pc.or_(pc.match_substring_regex(values, front), pc.match_substring_regex(values, back))
    count = pc.sum(signed).as_py() or 0
    if not count or count < 0.9 * (len(values) - values.null_count):
        return values
    if len(pc.unique(pc.extract_regex(values.filter(signed), rf"(?P<sign>{sign})").field(0))) > 1:
        return values
    met.append(what)
    return pc.replace_substring_regex(pc.replace_substring_regex(values, front, r"\1\2\3"), back, r"\1")


def _with_points(values: pa.Array) -> pa.Array:
    """Return the values with points for commas and commas, which no cast takes, for points; all in one go."""
    valid, ends, letters = values.buffers()
    text = letters.to_pybytes() if letters is not None else b""
    changed = pa.py_buffer(text.translate(bytes.maketrans(b",.", b".,")))
    return pa.StringArray.from_buffers(len(values), ends, changed, valid, offset=values.offset)


def _any(values: pa.Array, pattern: str) -> bool:
    return pc.any(pc.match_substring_regex(values, pattern)).as_py() is True
