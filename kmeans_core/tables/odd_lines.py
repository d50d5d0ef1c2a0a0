"""Lines that do not fit their header: filled, kept or left out, and in any case counted and named."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pyarrow as pa

from kmeans_core.common import UnreadableFile, listed
from kmeans_core.tables.cell_spellings import is_blank
from kmeans_core.tables.grids import text_of
from kmeans_core.tables.reading import OddLine
from kmeans_core.tables.records import Record

_MOST_NOTES = 20
_SHOWN = 5
_NOTE = re.compile(r"[^\W\d]{2}.*[\s:]")
_NOTE_LETTERS = 200
_FEW, _MANY, _LOOSE = "too few fields", "too many fields", "loose quotes"
_MENDED = {
    _FEW: "they are filled with missing values",
    _MANY: "the rest is kept in a column without a name",
    _LOOSE: "quotes are read as they stand",
}

Odd = tuple[int, Record]  # a record and its place among all rows


def settle(
    text: pa.Table, odd: list[Odd], delimiter: str, choice: str | None, skipped: Counter[str]
) -> tuple[pa.Table, tuple[OddLine, ...], tuple[str, ...]]:
    """Return the table with the odd lines in their places, these lines, and notices.

    `choice` is "fill", "skip" or "refuse"; without one, lines are filled where half of all rows are of one
    width. Raises UnreadableFile where they are refused.
    """
    width = text.num_columns
    odd = _without_notes(odd, text, skipped)
    wrong = [(place, record) for place, record in odd if _problem(record, width)]
    widths = Counter(len(record.fields) for _, record in wrong)
    alike = text.num_rows + max(widths.values(), default=0)
    if wrong and (choice == "refuse" or (choice is None and 2 * alike < text.num_rows + len(wrong))):
        first = [(record.start + 1, len(record.fields)) for _, record in wrong[:_SHOWN]]
        raise UnreadableFile.ragged(width, first, len(wrong) - len(first))
    lines = tuple(OddLine(record.start + 1, _problem(record, width)) for _, record in wrong)
    skipped["empty fields at line ends"] += sum(
        len(record.fields) - width for _, record in odd if not _problem(record, width)
    )
    text = _filled(text, odd, delimiter) if odd else text
    if choice != "skip" or not wrong:
        return text, lines, _told(lines, _MENDED)
    skipped["lines that do not fit"] += len(wrong)
    kept = np.delete(np.arange(len(text)), [place for place, _ in wrong])
    text = text.select(range(width)).take(pa.array(kept))
    return text, lines, _told(lines, dict.fromkeys(_MENDED, "they are left out"))


def _problem(record: Record, width: int) -> str:
    """Return what is wrong with a record, "" where it merely ends in empty fields."""
    if record.loose:
        return _LOOSE
    if len(record.fields) < width:
        return _FEW
    return "" if is_blank(record.fields[width:]) else _MANY


def _without_notes(odd: list[Odd], text: pa.Table, skipped: Counter[str]) -> list[Odd]:
    """Leave out sentences in a single field below the last row."""
    last, kept = text.num_rows + len(odd) - 1, len(odd)
    while kept and odd[kept - 1][0] == last and _is_note(odd[kept - 1][1]):
        last, kept = last - 1, kept - 1
    if not text.num_rows or text.num_columns < 2 or len(odd) - kept > _MOST_NOTES:
        return odd
    skipped["notes below the table"] += len(odd) - kept
    return odd[:kept]


def _is_note(record: Record) -> bool:
    return len(record.fields) == 1 and _NOTE.search(record.fields[0][:_NOTE_LETTERS]) is not None


def _filled(text: pa.Table, odd: list[Odd], delimiter: str) -> pa.Table:
    """Put the odd lines in their places, with a column more where any of them holds too much."""
    width = text.num_columns
    rests = [delimiter.join(record.fields[width:]) for _, record in odd]
    mended = text_of([(record.fields + [""] * width)[:width] for _, record in odd], width)
    if any(rests):
        text = text.append_column(str(width), pa.array([""]).take(pa.array(np.zeros(text.num_rows, int))))
        mended = mended.append_column(str(width), pa.array(rests))
    places = np.array([place for place, _ in odd])
    order = np.insert(
        np.arange(len(text)), places - np.arange(places.size), np.arange(places.size) + len(text)
    )
    return pa.concat_tables([text, mended]).take(pa.array(order))


def _told(lines: tuple[OddLine, ...], done: dict[str, str]) -> tuple[str, ...]:
    """Return a notice for each problem that names the first lines."""
    notices = []
    for problem, what in done.items():
        found = [f"{odd.line:,}" for odd in lines if odd.problem == problem]
        shown = found if len(found) <= _SHOWN else [*found[:_SHOWN], f"{len(found) - _SHOWN:,} more"]
        if found:
            which = f"{'line' if len(found) == 1 else 'lines'} {listed(shown)}"
            notices.append(f"Lines with {problem}: {what} ({which}).")
    return tuple(notices)
