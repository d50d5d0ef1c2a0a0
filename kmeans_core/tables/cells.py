"""The text of each column in, its gaps and numbers out, in the notation the whole table speaks for."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import Floats, Ints, Mask, in_order
from kmeans_core.tables.cell_spellings import MISSING, is_value
from kmeans_core.tables.numerals import Notation, notations, without_signs
from kmeans_core.tables.reading import ReadingChoices

_MIXED = ("NaN", "-NaN", "<Na>", "#Null!", "#Value!", "(Null)", "n/A", "N/a")
_GAPS = pa.array(sorted({form for word in MISSING for form in (word, word.upper(), word.title(), *_MIXED)}))
_NUMBERS_SHARE = 0.87  # at least this share of numbers makes a number column; words among them count as gaps
_SAMPLED_SHARE = 0.8
_SAMPLE = 1000
_SMALL_SAMPLE = 100
_FEW = 50
_KINDS = 5  # of words that may stand for numbers in a column of at least so many different ones
_AMOUNTS = 10
_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_BELOW = r"^<\s*([0-9.,]+)$"  # a value below the limit of detection
_UNIT = re.compile(r"[+-]?\d+(?:[.,]\d+)?\s*([^\W\d_][^\d\s]{0,9}|[°µ][^\d\s]{0,9})")


@dataclass(frozen=True, eq=False)
class Cells:
    """One column: its trimmed values, null where missing, and its numbers where it is a column of numbers."""

    values: pa.Array | pa.ChunkedArray
    missing: int
    spelled: tuple[str, ...] = ()  # how missing values are written
    numbers: Floats | None = field(default=None, repr=False)
    not_numbers: int = 0
    notation: Notation | None = None
    signs: tuple[str, ...] = ()
    ambiguous: bool = False
    unit: str = ""
    fits: dict[Notation, float] = field(default_factory=dict)  # shares of a sample
    below: Mask | None = None  # cells that were read as the limit that they are below
    has_sign: bool = False  # whether points or commas stand in the sample
    stand_ins: tuple[str, ...] = ()  # words that stand where numbers do, again and again

    def some(self, count: int) -> list[str]:
        """Return up to `count` values, spread evenly over the rows."""
        return [str(v) for v in spread(self.values, count).to_pylist()]

    def some_words(self, count: int) -> list[str]:
        """Return up to `count` cells of a number column that hold other text."""
        return [str(self.values[place].as_py()) for place in self.word_places()[:count]]

    def distinct_words(self) -> tuple[int, set[str] | None]:
        """Return how many different values there are, and which, when they are few."""
        distinct = int(pc.count_distinct(self.values).as_py())
        return distinct, set(pc.unique(pc.drop_null(self.values)).to_pylist()) if distinct <= _FEW else None

    def word_places(self) -> Ints:
        """Return the rows of a number column that hold other text."""
        filled = self.values.is_valid().to_numpy(zero_copy_only=False)
        return (
            np.flatnonzero(filled & np.isnan(self.numbers)) if self.numbers is not None else np.array([], int)
        )


def spread(values: pa.Array | pa.ChunkedArray, count: int) -> pa.Array:
    """Return up to `count` of the values that are not missing, evenly over the rows."""
    filled = pc.drop_null(values)
    places = np.linspace(0, len(filled) - 1, min(count, len(filled))).astype(np.int64)
    return pa.array([filled[place] for place in places.tolist()], pa.string())


def read_cells(text: pa.Table, choices: ReadingChoices, delimiter: str) -> list[Cells]:
    """Return every column's gaps and numbers.

    A column such as 1,234 is ambiguous alone; then the other columns decide, and without them the delimiter:
    semicolons go with decimal commas.
    """
    return [_halved(cells) for cells in _read_cells(text, choices, delimiter)]


def _read_cells(text: pa.Table, choices: ReadingChoices, delimiter: str) -> list[Cells]:
    first = list(in_order(lambda cells: _first_look(cells, choices), text.columns))
    if all(cells.numbers is not None for cells in first):
        return [replace(cells, ambiguous=_may_be_thousands(cells, choices)) for cells in first]
    first = list(in_order(lambda cells: _sampled(cells, choices), first))
    votes = Counter(filter(None, map(_vote, first)))
    usual = "," if delimiter == ";" else "."
    likelier = choices.decimal or max(votes, key=lambda sign: (votes[sign], sign == usual), default=usual)
    return list(in_order(lambda cells: _second_look(cells, choices, likelier, votes), first))


def _may_be_thousands(cells: Cells, choices: ReadingChoices) -> bool:
    """Whether points stand before three digits only, beside whole numbers: 987, 1.234 and 45.678."""
    words = cells.some(_SMALL_SAMPLE)
    pointed = [word for word in words if "." in word]
    grouped = bool(pointed) and all(map(_GROUPED.fullmatch, pointed))
    return grouped and len(pointed) < len(words) and choices.decimal is choices.thousands is None


def _first_look(cells: pa.ChunkedArray, choices: ReadingChoices) -> Cells:
    """Cast plain numbers at once; otherwise set missing values apart and cast the rest if it is plain."""
    plain = choices.decimal in (None, ".")
    if plain and choices.missing is None:
        numbers = _cast(cells)
        if numbers is not None and not np.isnan(numbers).any():
            return Cells(cells, 0, numbers=numbers)
    found = read_words(cells, choices)
    filled = found.missing < len(found.values)
    return replace(found, numbers=_cast(found.values) if plain and filled else None)


def read_words(cells: pa.ChunkedArray, choices: ReadingChoices) -> Cells:
    """Return one column's gaps and words."""
    trimmed = pc.utf8_trim_whitespace(cells.combine_chunks())
    gaps = _GAPS if choices.missing is None else pa.array(["", *choices.missing])
    gone = pc.is_in(trimmed, value_set=gaps)
    values = pc.if_else(gone, None, trimmed)
    spelled = tuple(sorted(pc.unique(trimmed.filter(gone)).to_pylist()))
    below = pc.fill_null(pc.match_substring_regex(values, _BELOW), False) if choices.halve_below else None
    if below is None or not pc.any(below).as_py():
        return Cells(values, values.null_count, spelled)
    values = pc.replace_substring_regex(values, _BELOW, r"\1")
    return Cells(values, values.null_count, spelled, below=below.to_numpy(zero_copy_only=False))


def _halved(cells: Cells) -> Cells:
    """Count values below a limit of detection as half of it, the usual stand-in."""
    if cells.numbers is None or cells.below is None:
        return cells
    return replace(cells, numbers=np.where(cells.below, cells.numbers / 2, cells.numbers))


def holds_below(cells: Cells) -> bool:
    """Whether a column holds cells such as <0.5 beside numbers."""
    words = cells.some(_SMALL_SAMPLE) if cells.numbers is None else cells.some_words(_SMALL_SAMPLE)
    below = [word for word in words if re.match(_BELOW, word)]
    others = [word for word in words if word not in below]
    values = sum(map(is_value, others)) >= _SAMPLED_SHARE * len(others)
    return bool(below) and (cells.numbers is not None or values)


def _cast(values: pa.Array | pa.ChunkedArray) -> Floats | None:
    try:
        pc.cast(values.slice(0, _SAMPLE), pa.float64())  # a failing cast goes through all cells first
        return _floats(pc.cast(values, pa.float64()))
    except pa.ArrowInvalid:
        return None


def _floats(numbers: pa.Array | pa.ChunkedArray) -> Floats:
    whole = numbers.combine_chunks() if isinstance(numbers, pa.ChunkedArray) else numbers
    return np.asarray(whole.to_numpy(zero_copy_only=False), dtype=np.float64)


def _sampled(cells: Cells, choices: ReadingChoices) -> Cells:
    """Count in which notations some of the values are numbers."""
    sample = spread(cells.values, _SMALL_SAMPLE if cells.numbers is not None else _SAMPLE)
    words = sample.to_pylist()
    letters = set().union(*words)
    has_sign = bool(letters & {".", ","})
    if not any(map(str.isdigit, letters)) or (cells.numbers is not None and not has_sign):
        return cells
    fits, stand_ins = _fits(sample, choices), tuple[str, ...]()
    if choices.words_are_gaps and max(fits.values(), default=0.0) < 1:
        stand_ins = _stand_ins(words)
        others = pa.array([word for word in words if word not in stand_ins], pa.string())
        fits = _fits(others, choices) if stand_ins else fits
    return replace(cells, fits=fits, has_sign=has_sign, unit=_unit(words), stand_ins=stand_ins)


def _stand_ins(words: list[str]) -> tuple[str, ...]:
    """Return the few words that stand for numbers nobody has: "unknown", "<LOD", "<0.5"; none among codes."""
    others = Counter(word for word in words if not is_value(word))
    kinds = [word for word in others if not re.match(_BELOW, word)]
    numbers = {word for word in words if is_value(word)}
    seldom = any(others[word] < 2 for word in kinds)
    if seldom or len(kinds) > _KINDS or len(numbers) < _AMOUNTS or 2 * others.total() > len(words):
        return ()
    return tuple(others)


def _fits(sample: pa.Array, choices: ReadingChoices) -> dict[Notation, float]:
    """Return the share of numbers in each notation that could matter, without those that fit under 80 %."""
    words = without_signs(sample)[0].to_pylist()
    letters = set().union(*words)
    tried = notations(choices.decimal, choices.thousands, ".")
    shares = {n: n.share(words) for n in tried if not n.thousands or n.thousands in letters}
    return {notation: share for notation, share in shares.items() if share >= _SAMPLED_SHARE}


def _best(fits: dict[Notation, float], likelier: str) -> Notation | None:
    """Return the notation in which most are numbers, of equals the likelier and simpler one."""
    return max(fits, key=lambda n: (fits[n], n.decimal == likelier, not n.thousands), default=None)


def _vote(cells: Cells) -> str:
    """Return the decimal sign a column speaks for, "" when it fits both or holds no such sign."""
    found = {_best(cells.fits, likelier) for likelier in ".,"} if cells.has_sign else set()
    return next((best.decimal for best in found if best is not None), "") if len(found) == 1 else ""


def _second_look(cells: Cells, choices: ReadingChoices, likelier: str, votes: Counter[str]) -> Cells:
    best = _best(cells.fits, likelier)
    if best is None:
        return cells
    if cells.numbers is not None:  # plain numbers, unless their points may separate thousands
        regrouped = _parse(cells, best) if best != Notation() and votes[likelier] else cells
        return cells if regrouped.not_numbers else regrouped
    read = _parse(cells, best)
    odd = read.word_places()
    if odd.size and len(cells.values) > _SAMPLE:  # rare cells may speak for another notation
        strange = spread(cells.values.take(pa.array(odd)), _SAMPLE)
        both = pa.concat_arrays([spread(cells.values, _SAMPLE), strange])
        other = _best(_fits(both, choices), likelier)
        if other is not None and other != best:
            read = min(read, _parse(cells, other), key=lambda tried: tried.not_numbers)
    if read.not_numbers and not choices.words_are_gaps:
        return cells
    stand_ins = pc.sum(pc.is_in(cells.values, value_set=pa.array(cells.stand_ins, pa.string()))).as_py() or 0
    if read.not_numbers - stand_ins > (1 - _NUMBERS_SHARE) * (len(cells.values) - cells.missing):
        return replace(cells, stand_ins=())
    contrary = _best(cells.fits, "." if likelier == "," else ",")
    return replace(read, unit="", ambiguous=cells.has_sign and contrary != best and len(votes) != 1)


def _parse(cells: Cells, notation: Notation) -> Cells:
    signs: tuple[str, ...] = ()
    numbers = notation.parse(cells.values)
    if numbers.null_count > cells.missing:  # looking for signs takes long, so only when some are left
        bare, signs = without_signs(cells.values)
        numbers = notation.parse(bare)
    words = numbers.null_count - cells.missing
    return replace(cells, numbers=_floats(numbers), not_numbers=words, notation=notation, signs=signs)


def _unit(words: list[str]) -> str:
    """Return the one unit that follows nearly all numbers, "" when there is none."""
    units = Counter(m[1] for word in words if (m := _UNIT.fullmatch(word)))
    unit, count = units.most_common(1)[0] if units else ("", 0)
    return unit if count >= _NUMBERS_SHARE * len(words) else ""
