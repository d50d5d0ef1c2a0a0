"""Columns of text in, their kinds and numbers out, with a word on everything that is not plain."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from kmeans_core.common import in_order
from kmeans_core.tables.cells import Cells, read_cells
from kmeans_core.tables.column_kinds import EMPTY, ROW_NUMBER, Kind, use_of_numbers, use_of_words
from kmeans_core.tables.reading import ReadingChoices

OFFERED_AT_MOST = 200
_LARGE = 1e150  # squares of larger numbers overflow
_EXACT = 2.0**53  # beyond, floats no longer hold every whole number
_SHOWN = 5


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
    numbers: NDArray[np.float64] | None = field(default=None, repr=False)  # (rows,), NaN where there is none


@dataclass(frozen=True, eq=False)
class Description:
    """The columns, the signs and missing spellings that were met, and notices."""

    columns: tuple[Column, ...]
    decimal: str
    thousands: str
    missing: tuple[str, ...]
    notices: tuple[str, ...]


def labels(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return one non-empty label per header, all different, each on one line."""
    shown = (" ".join(name.replace("\0", " ").split()) for name in names)  # NumPy drops a NUL at the end
    wanted = [name or f"column {position}" for position, name in enumerate(shown, 1)]
    names_taken, taken = set(wanted), set[str]()
    copies: Counter[str] = Counter()
    out = []
    for base in wanted:
        label = base
        while label in taken or (label != base and label in names_taken):
            copies[base] += 1
            label = f"{base} ({copies[base] + 1})"
        taken.add(label)
        out.append(label)
    return tuple(out)


def describe(
    names: tuple[str, ...], text: pa.Table, aside: NDArray[np.int64], choices: ReadingChoices, delimiter: str
) -> Description:
    """Return what each column of `text` holds, without looking at the rows that are set `aside`."""
    rows = np.delete(np.arange(text.num_rows), aside)
    cells = read_cells(text if not aside.size else text.take(pa.array(rows)), choices, delimiter)
    notes: dict[str, list[str]] = defaultdict(list)
    columns = list(in_order(lambda each: _column(*each), list(zip(names, labels(names), cells, strict=True))))
    for column, read in zip(columns, cells, strict=True):
        _note(column, read, rows, notes)
    columns = _offer(columns, notes)
    if aside.size:
        columns = [_with_gaps(column, rows, text.num_rows) for column in columns]
    notations = Counter(c.notation for c in cells if c.notation)
    decimals = Counter(n.decimal for n in notations.elements())
    thousands = Counter(n.thousands for n in notations.elements() if n.thousands)
    return Description(
        tuple(columns),
        "," if decimals[","] > decimals["."] else ".",
        max(thousands, key=lambda sign: thousands[sign], default=""),
        tuple(dict.fromkeys(word for c in cells for word in c.spelled if word)),
        tuple(note.format(columns=among(found)) for note, found in notes.items()),
    )


def among(found: list[str]) -> str:
    """Return "column a", "columns a and b" or "columns a, b, c and 7 more"."""
    if len(found) == 1:
        return f"column {found[0]}"
    if len(found) <= _SHOWN:
        return f"columns {', '.join(found[:-1])} and {found[-1]}"
    return f"columns {', '.join(found[:3])} and {len(found) - 3:,} more"


def _column(name: str, label: str, cells: Cells) -> Column:
    if cells.numbers is None:
        distinct, few = cells.distinct_words()
        filled = len(cells.values) - cells.missing
        use = use_of_words(label, distinct, filled, cells.some(200), few) if distinct else EMPTY
        return Column(name, label, use.kind, False, use.reason, cells.missing, distinct)
    numbers = cells.numbers
    present = np.sort(numbers[~np.isnan(numbers)])
    distinct = int(np.count_nonzero(present[1:] != present[:-1])) + bool(present.size)
    use = use_of_numbers(name, label, numbers, present, distinct, cells.some(200))
    numbers = numbers.view()
    numbers.flags.writeable = False
    kept = None if use.kind is Kind.DATE else numbers
    return Column(
        name, label, use.kind, not use.reason, use.reason, cells.missing, distinct, cells.not_numbers, kept
    )


def _offer(columns: list[Column], notes: dict[str, list[str]]) -> list[Column]:
    """Offer row numbers where nothing else is left to offer, and at most OFFERED_AT_MOST columns."""
    if not any(column.offered for column in columns):
        columns = [
            replace(column, kind=Kind.NUMBER, offered=True, reason="")
            if column.reason == ROW_NUMBER.reason and column.label.lower() != "id"
            else column
            for column in columns
        ]
    offered = [i for i, column in enumerate(columns) if column.offered]
    if len(offered) > OFFERED_AT_MOST:
        notes[
            f"{len(offered):,} number columns can be used; the first {OFFERED_AT_MOST:,} are chosen at first."
        ].append("")
        reason = f"Only the first {OFFERED_AT_MOST:,} number columns are chosen at first."
        for i in offered[OFFERED_AT_MOST:]:
            columns[i] = replace(columns[i], offered=False, reason=reason)
    return columns


def _with_gaps(column: Column, rows: NDArray[np.int64], total: int) -> Column:
    """Spread the numbers over all rows, with gaps at the rows that are set aside."""
    if column.numbers is None:
        return column
    numbers = np.full(total, np.nan)
    numbers[rows] = column.numbers
    numbers.flags.writeable = False
    return replace(column, numbers=numbers)


def _note(column: Column, cells: Cells, rows: NDArray[np.int64], notes: dict[str, list[str]]) -> None:
    """Say what is not plain about a column; equal notes are told once for all their columns."""
    label = column.label
    for sign in cells.signs:
        notes[_SIGNS[sign]].append(label)
    if cells.notation and cells.notation.spoken:
        notes[f"In {{columns}}, {cells.notation.spoken}."].append(label)
    if cells.ambiguous:
        notes["The decimal sign of {columns} is not certain: choose it if the numbers are wrong."].append(
            label
        )
    if cells.unit:
        unit = cells.unit.replace("{", "{{").replace("}", "}}")
        notes[f"Numbers with the unit {unit} are text: take the unit out to use {{columns}}."].append(label)
    if column.numbers is None or not column.numbers.size:
        return
    if cells.not_numbers:
        notes[_words_among_numbers(cells, rows)].append(label)
    with np.errstate(invalid="ignore"):
        largest = np.nanmax(np.abs(column.numbers)) if column.distinct else 0.0
    if np.isinf(largest):
        notes["Infinite values, or numbers too large to compute with, stand in {columns}."].append(label)
    elif largest > _LARGE:
        notes[
            "Numbers so large that their squares overflow the range of computing stand in {columns}."
        ].append(label)
    elif largest > _EXACT and column.kind is not Kind.ID:
        notes["More than 15 digits in {columns}: the text stays exact, computing rounds."].append(label)


def _words_among_numbers(cells: Cells, rows: NDArray[np.int64]) -> str:
    places = cells.word_places()
    shown = ", ".join(f"row {rows[i] + 1:,} ({cells.values[i].as_py()[:20]})" for i in places[:_SHOWN])
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    one = len(places) == 1
    text = f"{'not a number and counts' if one else 'not numbers and count'} as missing: {shown}{more}."
    cells_are = "cell is" if one else "cells are"
    return f"In {{columns}}, {len(places):,} {cells_are} {text}".replace(
        text, text.replace("{", "{{").replace("}", "}}")
    )


_SIGNS = {
    "currency": "Currency signs were left out to read {columns} as numbers; the text keeps them.",
    "percent": "Percent signs were left out to read {columns}: 45% is 45; the text keeps them.",
    "no cents": "A dash in place of cents was left out to read {columns}: 12.- is 12.",
    "dash zero": "A dash beside a currency sign is zero in {columns}.",
    "accounting": "Numbers in brackets are negative in {columns}.",
    "trailing minus": "Numbers with a minus sign behind them are negative in {columns}.",
    "typographic minus": "Typographic minus signs were read as minus in {columns}.",
    "other digits": "Digits of other scripts were read as numbers in {columns}.",
}
