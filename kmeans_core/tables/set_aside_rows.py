"""Rows of a grid that are no observations: lines of units, repeated headers, totals."""

from __future__ import annotations

import math
import re
from contextlib import suppress

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import among
from kmeans_core.tables.cell_spellings import is_missing, is_value
from kmeans_core.tables.reading import Grid

UNITS = "units row"
TITLE = "title row"
REPEATED = "repeated header"
TOTAL = "total row"

_TOTALS = (
    "grand[ -]?total|sub-?total|totals?|sum|summe|gesamt(?:summe)?|zwischensumme|insgesamt|somme|sous-total"
    "|total général|totale|totaal|suma|soma|итого|всего|合计|总计|average|mean|mittelwert|durchschnitt"
    "|moyenne|promedio"
)
_TOTAL = re.compile(rf"(?:{_TOTALS})\b(?P<more>.{{0,30}})", re.IGNORECASE)
_TOTAL_ANYWHERE = ("grand total", "subtotal", "sub-total", "sub total", "zwischensumme", "sous-total")
_MOST = 3  # rows of units at the top, rows of totals at the end
_LOOK = 40


def rows_to_set_aside(grid: Grid, keep_totals: bool) -> tuple[tuple[int, str], ...]:
    """Return the rows that take no part, with the reason, in order; `keep_totals` leaves total rows in."""
    found: dict[int, str] = {}
    if grid.reading.header and grid.text.num_columns > 1:
        repeated = _repeated_headers(grid)
        found |= dict.fromkeys(repeated, REPEATED)
        above = [row - 1 for row in repeated if row]
        found |= {row: TITLE for row in above if sum(map(bool, map(str.strip, row_of(grid.text, row)))) == 1}
    totals = _totals(grid.text)
    if grid.reading.header:
        found |= dict.fromkeys(_units(grid.text, totals), UNITS)
    if not keep_totals:
        found |= dict.fromkeys(totals, TOTAL)
    return tuple(sorted(found.items())) if len(found) < grid.text.num_rows else ()  # never all of them


def told(asides: tuple[tuple[int, str], ...]) -> tuple[str, ...]:
    """Return one notice per reason, naming the first rows."""
    notices = []
    for reason in dict.fromkeys(why for _, why in asides):
        rows = [f"{row + 1:,}" for row, why in asides if why == reason]
        which = "Row {} takes no part, as {}" if len(rows) == 1 else "Rows {} take no part, as {}s"
        notices.append(which.format(among(rows, 5), reason) + "; exports keep the text.")
    return tuple(notices)


def _repeated_headers(grid: Grid) -> list[int]:
    name, *others = grid.names
    marked = pa.array([name, f"\ufeff{name}"])  # files joined to one keep their byte-order marks
    same = pc.is_in(grid.text.column(0), value_set=marked)
    for name, cells in zip(others, grid.text.columns[1:], strict=True):
        if not pc.any(same).as_py():
            break
        same = pc.and_(same, pc.equal(cells, name))
    return _places(same)


def _units(text: pa.Table, totals: list[int]) -> list[int]:
    """Return the rows at the top that hold words in every column that holds numbers below."""
    head = [cells.to_pylist() for cells in text.slice(0, min([_LOOK, *totals])).columns]
    for count in range(_MOST, 0, -1):
        below = [[cell for cell in cells[count:] if not is_missing(cell)] for cells in head]
        numeric = [
            cells
            for cells, rest in zip(head, below, strict=True)
            if len(rest) > 1 and all(map(is_value, rest))
        ]
        tops = [[cells[i].strip() for cells in numeric] for i in range(count)] if len(head[0]) > count else []
        if tops and all(_reads_like_units(cells) for cells in tops):
            return list(range(count))
    return []


def _reads_like_units(cells: list[str]) -> bool:
    words = [cell for cell in cells if not is_missing(cell)]
    bracketed = bool(words) and all(re.fullmatch(r"[\[(].*[\])]", cell) for cell in words)
    return (len(words) > 1 or bracketed) and 2 * len(words) >= len(cells) and not any(map(is_value, words))


def _totals(text: pa.Table) -> list[int]:
    """Return the last rows when they are labelled as totals and hold numbers, and subtotals anywhere."""
    rows = []
    for row in range(text.num_rows - 1, max(0, text.num_rows - 1 - _MOST), -1):
        filled = [cell.strip() for cell in row_of(text, row) if cell.strip()]
        label = _TOTAL.fullmatch(filled[0]) if len(filled) > 1 and any(map(is_value, filled[1:])) else None
        if not label or (re.search(r"[^\W\d]", label["more"]) and not _adds_up(text, row)):
            break
        rows.append(row)
    first = text.column(0)
    if text.num_columns > 1 and not all(is_value(cell) for cell in first.slice(0, _LOOK).to_pylist()):
        inside = pc.is_in(pc.utf8_lower(pc.utf8_trim_whitespace(first)), value_set=pa.array(_TOTAL_ANYWHERE))
        rows += _places(inside)
    return rows


def _adds_up(text: pa.Table, row: int) -> bool:
    """Whether some column holds the sum of the cells above, unlike beside the title "Total Recall"."""
    for cells in text.slice(0, row + 1).columns:
        bare = pc.replace_substring_regex(cells, r"[^0-9.-]", "")  # neither currency nor thousands signs
        with suppress(pa.ArrowInvalid):
            numbers = pc.fill_null(pc.cast(pc.if_else(pc.equal(bare, ""), None, bare), pa.float64()), 0.0)
            total = numbers[row].as_py()
            if row > 1 and total and math.isclose(pc.sum(numbers).as_py(), 2 * total, rel_tol=1e-3):
                return True
    return False


def row_of(text: pa.Table, row: int) -> list[str]:
    """Return the cells of a row."""
    return [str(cells[row].as_py()) for cells in text.columns]


def _places(mask: pa.ChunkedArray) -> list[int]:
    return [int(row) for row in np.flatnonzero(mask.to_numpy())]
