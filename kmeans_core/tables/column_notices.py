"""What is not plain about a column, in sentences that are told once for all columns they fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from kmeans_core.common import Ints, listed
from kmeans_core.tables.cells import Cells
from kmeans_core.tables.column_kinds import Column, Kind

_LARGE = 1e150  # squares of larger numbers overflow
_EXACT = 2.0**53  # beyond, floats no longer hold every whole number
_SHOWN = 5


def notices_of(columns: list[Column], cells: list[Cells], rows: Ints) -> list[str]:
    """Return what is to be said about columns; `rows` are the places of their cells in the table."""
    notes: dict[str, list[str]] = defaultdict(list)
    for column, read in zip(columns, cells, strict=True):
        for note in _notes(column, read, rows):
            notes[note].append(column.label)
    return [note.format(columns=_among(found)) for note, found in notes.items()]


def _among(found: list[str]) -> str:
    """Return "column a", "columns a and b" or "columns a, b, c and 7 more"."""
    shown = found if len(found) <= _SHOWN else [*found[:3], f"{len(found) - 3:,} more"]
    return f"{'column' if len(found) == 1 else 'columns'} {listed(shown)}"


def _notes(column: Column, cells: Cells, rows: Ints) -> Iterator[str]:
    """Say what is not plain about a column, with `{columns}` for its name: equal notes are told once."""
    yield from (_SIGNS[sign] for sign in cells.signs)
    if cells.notation and cells.notation.spoken:
        yield f"In {{columns}}, {cells.notation.spoken}."
    if cells.ambiguous:
        yield "The decimal sign of {columns} is not certain: choose it if the numbers are wrong."
    if cells.unit:
        yield f"Numbers with the unit {_literal(cells.unit)} are text: take the unit out to use {{columns}}."
    if column.numbers is None:
        return
    if cells.not_numbers:
        yield _words_among_numbers(cells, rows)
    largest = np.fmax.reduce(np.abs(column.numbers), initial=0.0)
    if np.isinf(largest):
        yield "Infinite values, or numbers too large to compute with, stand in {columns}."
    elif largest > _LARGE:
        yield "Numbers so large that their squares overflow the range of computing stand in {columns}."
    elif largest > _EXACT and column.kind is not Kind.ID:
        yield "More than 15 digits in {columns}: the text stays exact, computing rounds."


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


def _words_among_numbers(cells: Cells, rows: Ints) -> str:
    places = cells.word_places()
    shown = ", ".join(f"row {rows[i] + 1:,} ({cells.values[i].as_py()[:20]})" for i in places[:_SHOWN])
    more = f" and {len(places) - _SHOWN:,} more" if len(places) > _SHOWN else ""
    they = "cell is not a number and counts" if len(places) == 1 else "cells are not numbers and count"
    return f"In {{columns}}, {len(places):,} {they} as missing: {_literal(shown)}{more}."


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
