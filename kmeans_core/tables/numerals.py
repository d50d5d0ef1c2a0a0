"""Written numbers in, floats out: decimal and thousands signs, currencies, percent, any minus and digits."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

_CURRENCY = (
    r"(?:[$€£¥₹₽₺₩₪₫฿₴₦₱₲₵₸₼₾¢]|(?:USD|EUR|GBP|CHF|JPY|CNY|INR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|RUB|TRY|BRL|MXN|ZAR|Rs\.?|kr\.?|zł|Kč|Ft"
    r"|US\$|R\$)(?:\s|$|\b))"
)
_BEGINS = re.compile(r"\W*\d|[(+-]*\s*(?:[A-Z]{3}|US\$|R\$|Rs|kr|zł)\.?\s?[\d.,]|[+-]?inf", re.IGNORECASE)
_NOT_PLAIN = r"[^0-9.,+eE' -]|-$|^[+-] "
_SPACES = "[\u00a0\u2007\u2009\u202f]"
_UNSEEN = "[\u00ad\u200b\u200e\u200f\u2060\ufeff]"
_MINUS = "^[−–－﹣]"
_FOREIGN_DIGITS = r"[^\P{Nd}0-9]"


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
        parts = ["the comma is the decimal sign"] if self.decimal == "," else []
        if self.thousands:
            parts.append(f"the {names.get(self.thousands, self.thousands)} separates thousands")
        return " and ".join(parts)

    def fits(self, values: pa.Array) -> pa.Array:
        """Return which values are numbers in this notation."""
        return pc.match_substring_regex(values, self.pattern)

    def share(self, words: list[str]) -> float:
        """Return the share of the words, written with plain digits, that are numbers in this notation."""
        number = re.compile(self.pattern)
        return sum(number.match(word) is not None for word in words) / max(len(words), 1)

    def parse(self, values: pa.Array) -> pa.Array:
        """Return the values as float64, null where they are no numbers in this notation."""
        pointed = _with_points(values) if self == Notation(",") else None
        if pointed is not None:
            try:  # the usual case, without a look at every cell's form
                return pc.cast(pointed, pa.float64())
            except pa.ArrowInvalid:
                pass
        plain = pc.if_else(self.fits(values), values, None)
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


def may_be_numbers(values: list[str]) -> bool:
    """Whether most values begin like numbers: a quick look that spares columns of words the longer ones."""
    return 2 * sum(_BEGINS.match(value) is not None for value in values) >= len(values) > 0


def without_signs(values: pa.Array) -> tuple[pa.Array, tuple[str, ...]]:
    """Return the values without currency and percent signs, with plain minus and digits, and what was met.

    Signs are taken off only where nearly the whole column carries the same one: amounts in several
    currencies, or shares beside percentages, are not comparable as bare numbers.
    """
    met: list[str] = []
    if not _any(values, _NOT_PLAIN):
        return values, ()
    if not _all(pc.string_is_ascii(values)):
        values = _western(values, met)
    values = _dashes(values, met)
    if _any(values, rf"^{_CURRENCY}\s*\("):  # $(5) as ($5)
        values = pc.replace_substring_regex(values, rf"^({_CURRENCY})\s*\(([^()]*)\)$", r"(\1\2)")
    if _any(values, r"^\(.*\)$"):
        values = pc.replace_substring_regex(values, r"^\((.*)\)$", r"-\1")
        met.append("accounting")
    if _any(values, r"^\d[\d.,' ]*-$"):
        values = pc.replace_substring_regex(values, r"^(\d[\d.,' ]*)-$", r"-\1")
        met.append("trailing minus")
    for what, sign in (("currency", _CURRENCY), ("percent", "(?:%|‰)")):
        bare = _without_sign(values, sign)
        if bare is not None:
            values = bare
            met.append(what)
    if _any(values, r"^[+-]\s"):
        values = pc.replace_substring_regex(values, r"^([+-])\s+", r"\1")
    return values, tuple(met)


def _dashes(values: pa.Array, met: list[str]) -> pa.Array:
    """Read a dash as no cents (12.- or 12,-- €), and one beside a currency as zero, as accountants do."""
    cents, zero = r"(\d)[.,][-–—]{1,2}($|\s)", rf"^({_CURRENCY})\s*[-–—]$"
    if _any(values, cents):
        values = pc.replace_substring_regex(values, cents, r"\1\2")
        met.append("no cents")
    if _any(values, zero):
        values = pc.replace_substring_regex(values, zero, r"\1 0")
        met.append("dash zero")
    return values


def _western(values: pa.Array, met: list[str]) -> pa.Array:
    values = pc.replace_substring_regex(values, _SPACES, " ")
    values = pc.replace_substring_regex(values, _UNSEEN, "")
    values = pc.replace_substring(values, "’", "'")
    if _any(values, _MINUS):
        values = pc.replace_substring_regex(values, _MINUS, "-")
        met.append("typographic minus")
    if _any(values, _FOREIGN_DIGITS):
        values = _western_digits(values)
        met.append("other digits")
    return values


def _western_digits(values: pa.Array) -> pa.Array:
    """Write the digits of any script as 0 to 9, and the Arabic decimal and thousands signs as . and ,"""
    table = {ord("٫"): ".", ord("٬"): ",", ord("．"): ".", ord("，"): ","}
    coded = pc.dictionary_encode(values)
    words = coded.dictionary.to_pylist()
    table |= {
        ord(c): str(unicodedata.digit(c))
        for c in set("".join(words))
        if unicodedata.digit(c, None) is not None
    }
    return pa.array([word.translate(table) for word in words], pa.string()).take(coded.indices)


def _without_sign(values: pa.Array, sign: str) -> pa.Array | None:
    front, back = rf"^([+-]?)\s*{sign}\s*([+-]?)\s*([\d.,])", rf"([\d.,])\s*{sign}$"
    ahead, behind = pc.match_substring_regex(values, front), pc.match_substring_regex(values, back)
    signed = pc.or_(ahead, behind)
    count = pc.sum(signed).as_py() or 0
    if not count or count < 0.9 * (len(values) - values.null_count):
        return None
    kinds = pc.unique(
        pc.drop_null(pc.extract_regex(pc.filter(values, signed), rf"(?P<sign>{sign})").field(0))
    )
    if len(kinds) > 1:
        return None
    bare = pc.if_else(ahead, pc.replace_substring_regex(values, front, r"\1\2\3"), values)
    return pc.if_else(behind, pc.replace_substring_regex(bare, back, r"\1"), bare)


def _with_points(values: pa.Array) -> pa.Array | None:
    """Return the values with points for commas, None when they hold points already; all cells in one go."""
    valid, ends, letters = values.buffers()
    text = letters.to_pybytes() if letters is not None else b""
    if b"." in text:
        return None
    changed = pa.py_buffer(text.replace(b",", b"."))
    return pa.StringArray.from_buffers(len(values), ends, changed, valid, offset=values.offset)


def _all(flags: pa.Array) -> bool:
    return pc.all(flags).as_py() is not False


def _any(values: pa.Array, pattern: str) -> bool:
    return pc.any(pc.match_substring_regex(values, pattern)).as_py() is True
