"""Columns of text in, their kinds and numbers out, with a word on everything that is not plain."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa

from kmeans_core.common import Floats, Ints, in_order
from kmeans_core.tables.cells import Cells, holds_below, read_cells, read_words
from kmeans_core.tables.column_kinds import (
    REST,
    ROW_NUMBER,
    Column,
    Kind,
    count_distinct,
    is_id_name,
    use_of_numbers,
    use_of_words,
)
from kmeans_core.tables.column_notices import notices_of
from kmeans_core.tables.reading import Grid, Reading, ReadingChoices
from kmeans_core.tables.set_aside_rows import UNITS, row_of

OFFERED_AT_MOST = 200
_QUESTION = 40  # letters, more than a unit or a name has


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


def joined(names: tuple[str, ...], units: list[list[str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names with second header rows in them, units or names below groups; and whole questions.

    >>> joined(("time", "mass"), [["(s)", "kg"]])
    (('time (s)', 'mass (kg)'), ('', ''))
    >>> joined(("size", "", "id"), [["min", "max", ""]])
    (('size min', 'size max', 'id'), ('', '', ''))
    """
    out, meanings = list(names), [""] * len(names)
    group = ""
    for j, name in enumerate(names):  # a group's name stands above its first column only
        group = name or group
        out[j] = group
    for cells in units:
        asks = any(len(cell) > _QUESTION or cell.rstrip().endswith("?") for cell in cells)
        for j, cell in enumerate(map(str.strip, cells)):
            if asks or not cell:
                meanings[j] = f"{meanings[j]} {cell}".strip()
            elif all(map(str.strip, names)):
                out[j] = f"{out[j]} ({cell.strip('()[]')})"
            else:
                out[j] = f"{out[j]} {cell}".strip()
    return tuple(out if any(units) else names), tuple(meanings)


def describe(
    grid: Grid, asides: tuple[tuple[int, str], ...], choices: ReadingChoices
) -> tuple[list[Column], Reading, list[str]]:
    """Return the columns, the reading with the signs and missing spellings that were met, and notices.

    The rows that are set aside are not looked at; their numbers are NaN.
    """
    aside = np.array([row for row, _ in asides], dtype=np.int64)
    units = [row_of(grid.text, row) for row, why in asides if why == UNITS]
    names, meanings = joined(grid.names, units)
    rows = np.delete(np.arange(grid.text.num_rows), aside)
    text = grid.text.take(pa.array(rows)) if aside.size else grid.text
    cells = read_cells(text.select(range(len(grid.names) - grid.rest)), choices, grid.reading.delimiter)
    if grid.rest:
        cells.append(read_words(text.column(-1), choices))
    places = (rows, grid.text.num_rows)
    described = list(zip(grid.names, labels(grid.names), cells, strict=True))
    columns = list(in_order(lambda each: _column(*each, places), described))
    if grid.rest:
        columns[-1] = replace(columns[-1], kind=REST.kind, reason=REST.reason)
    shown = zip(columns, labels(names), grid.meanings or meanings, strict=True)
    columns = [replace(column, label=label, meaning=meaning) for column, label, meaning in shown]
    notices = notices_of(columns, cells, rows)
    return _offer(columns, notices), _understood(grid.reading, cells, choices), notices


def _understood(reading: Reading, cells: list[Cells], choices: ReadingChoices) -> Reading:
    decimals = Counter(c.notation.decimal for c in cells if c.notation)
    thousands = Counter(c.notation.thousands for c in cells if c.notation and c.notation.thousands)
    usual = max(thousands, key=lambda sign: thousands[sign], default="")
    spelled = tuple(dict.fromkeys(word for c in cells for word in c.spelled if word))
    return replace(
        reading,
        decimal=choices.decimal or ("," if decimals[","] > decimals["."] else "."),
        thousands=usual if choices.thousands is None else choices.thousands,
        missing=spelled if choices.missing is None else choices.missing,
        stand_ins=tuple(dict.fromkeys(word for c in cells if c.numbers is not None for word in c.stand_ins)),
        below=choices.halve_below or any(map(holds_below, cells)),
    )


def _column(name: str, label: str, cells: Cells, places: tuple[Ints, int]) -> Column:
    numbers = cells.numbers
    if numbers is None:
        distinct, few = cells.distinct_words()
        use = use_of_words(label, distinct, len(cells.values) - cells.missing, cells.some(200), few)
    else:
        present = np.sort(numbers[~np.isnan(numbers)])
        distinct = count_distinct(present)
        use = use_of_numbers(label if name.strip() else "", numbers, present, cells.some(200))
        numbers = None if use.kind is Kind.DATE else _in_place(numbers, *places)
    return Column(
        name=name,
        label=label,
        kind=use.kind,
        offered=not use.reason,
        reason=use.reason,
        missing=cells.missing,
        distinct=distinct,
        not_numbers=cells.not_numbers,
        numbers=numbers,
    )


def _in_place(numbers: Floats, rows: Ints, total: int) -> Floats:
    """Return a view of the numbers that nobody can change, with gaps at the rows that are set aside."""
    spread = numbers.view()
    if len(numbers) < total:
        spread = np.full(total, np.nan)
        spread[rows] = numbers
    spread.flags.writeable = False
    return spread


def _offer(columns: list[Column], notices: list[str]) -> list[Column]:
    """Offer row numbers where nothing else is left to offer, and at most OFFERED_AT_MOST columns."""
    offered = [i for i, column in enumerate(columns) if column.offered]
    changed: dict[int, Column] = {}
    if not offered:
        for i, column in enumerate(columns):
            if column.reason == ROW_NUMBER.reason and not is_id_name(column.label):
                changed[i] = replace(column, kind=Kind.NUMBER, offered=True, reason="")
    if len(offered) > OFFERED_AT_MOST:
        reason = f"Only the first {OFFERED_AT_MOST:,} number columns are chosen at first."
        changed = {i: replace(columns[i], offered=False, reason=reason) for i in offered[OFFERED_AT_MOST:]}
        told = "number columns can be used; the first"
        notices.append(f"{len(offered):,} {told} {OFFERED_AT_MOST:,} are chosen at first.")
    return [changed.get(i, column) for i, column in enumerate(columns)]
