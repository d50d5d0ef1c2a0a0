"""Where a table begins: titles above it, its header or none, and headers that do not fit their rows."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from kmeans_core.tables.cell_spellings import is_date, is_missing, is_value, reads_like_names
from kmeans_core.tables.reading import ReadingChoices
from kmeans_core.tables.records import Form, Record

SAMPLE_RECORDS = 300
_MANY = 10  # columns that are numbered in order by no chance
_MOST_TITLES = 20  # lines of several fields above a table
_ROW_NAMES = "The header names one column fewer than the rows have: the first column was read as row names."


def usual_width(rows: list[list[str]], expected: int = 1) -> int:
    """Return the commonest number of fields, of equally common ones the expected or else the larger one."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width == expected, width), default=expected)


def place(full: list[Record], choices: ReadingChoices) -> tuple[int, bool]:
    """Return which of the filled records is the header, or the first row, and whether it is one."""
    top = 0 if choices.skip_lines is not None else _find_top(full)
    header = choices.header
    if header is None:
        header = _is_header(full[top].fields, [record.fields for record in full[top + 1 :]])
    return top, header


def _find_top(full: list[Record]) -> int:
    """Pass over titles: records of another width, or less than half filled above a record of names.

    Records that look like the rows below them are never passed over, whatever their width is.
    """
    rows = [record.fields for record in full]
    width = usual_width(rows)
    fits = [i for i, row in enumerate(rows) if len(row) == width]
    top = fits[0] if fits else 0
    names = next((i for i in fits if not _is_title(rows[i])), top)
    if names - top > _MOST_TITLES:
        names = next(i for i in fits if sum(map(bool, rows[i])) > 1)
    if names != top and reads_like_names(rows[names]):
        rest = (rows[i] for i in fits if i > names)
        top = names if any(not reads_like_names(row) for row in rest) else top
    named = reads_like_names(rows[top])
    numeric = _numeric([rows[i] for i in fits if i > top][:100], width)
    while top and _looks_like_a_row(rows[top - 1], width, numeric, named):
        top, named = top - 1, False
    above = rows[top - 1] if top else []
    if 2 * len(above) >= max(width, 4) and reads_like_names(above) and not reads_like_names(rows[top]):
        top -= 1  # a header that is wider or narrower than its rows
    return top if sum(len(row) > 1 for row in rows[:top]) <= _MOST_TITLES else 0


def _numeric(rows: list[list[str]], width: int) -> list[int]:
    """Return the columns that hold hardly anything but numbers and dates."""
    filled = [[row[j] for row in rows if not is_missing(row[j])] for j in range(width)]
    return [j for j, cells in enumerate(filled) if cells and sum(map(is_value, cells)) >= 0.8 * len(cells)]


def _looks_like_a_row(row: list[str], width: int, numeric: list[int], named: bool) -> bool:
    """Whether a record holds values where rows do; above names, it must be nearly as wide as these."""
    if len(row) < 2 or (named and (len(row) < 3 or 5 * len(row) < 3 * width)):
        return False
    cells = [row[j] for j in numeric if j < len(row)]
    return any(map(is_value, cells)) and all(is_value(cell) or is_missing(cell) for cell in cells)


def _is_title(row: list[str]) -> bool:
    filled = sum(bool(cell.strip()) for cell in row)
    return len(row) > 1 and (filled == 1 or 2 * filled < len(row))


def _is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Let each column vote: a name above numbers or dates speaks for a header, a value above values not.

    Dates above numbers are names, too, and so are numbers that count the columns.
    """
    rows = [row for row in rows if len(row) == len(first)][:100]
    votes = 0
    counted = _are_years(first) or (_count_columns(first) and not any(map(_count_columns, rows)))
    for j, cell in enumerate(first[:500]):
        below = [row[j] for row in rows if not is_missing(row[j])]
        if not is_missing(cell) and below and sum(map(is_value, below)) >= 0.8 * len(below):
            name = not is_value(cell) or counted or (is_date(cell) and not any(map(is_date, below)))
            votes += 1 if name else -1
    if votes:
        return votes > 0
    return not any(map(is_value, first))


def _are_years(first: list[str]) -> bool:
    """Whether the numbers among the cells are consecutive years, as headers of time series are."""
    numbers = [cell.strip() for cell in first if is_value(cell)]
    years = [int(n) for n in numbers if re.fullmatch(r"(?:1[89]|20)\d\d", n)]
    steps = {b - a for a, b in pairwise(years)}
    return len(years) == len(numbers) > 1 and len(steps) == 1 and len(numbers) < len(first)


def _count_columns(first: list[str]) -> bool:
    """Whether the numbers among the cells are 0, 1, 2 and so on, beside an empty corner, or ten and more."""
    numbers = [cell.strip() for cell in first if is_value(cell)]
    rising = [[str(start + i) for i in range(len(numbers))] for start in (0, 1)]
    corner = not first[0].strip() and len(numbers) == len(first) - 1 > 1
    return (corner or len(numbers) >= _MANY) and numbers in rising


def names_for(
    first: list[str], rows: list[list[str]], header: bool, raw: list[str], form: Form
) -> tuple[tuple[str, ...], int, tuple[str, ...]]:
    """Return a name per column, how many of the last ones only the rows have, and notices.

    Rows that are wider than their header begin with row names, or end in a delimiter, or have columns more.
    """
    usual = usual_width(rows if header else [first, *rows], len(first))
    if not header:
        return ("",) * usual, 0, ()
    wider = min((len(row) for row in rows), default=0) - len(first)
    extras = any(cell.strip() for row in rows for cell in row[len(first) :])
    if usual < len(first) and not any(name.strip() for name in first[usual:]):
        return tuple(first[:usual]), 0, ()
    quoted = form.quote and all(line.startswith(form.quote) for line in raw if line.strip())
    words = form.delimiter == "\t" and not any(is_value(row[0]) for row in rows)
    distinct = len({row[0] for row in rows}) == len(rows)
    if wider == 1 and extras and (quoted or words) and distinct and not reads_like_names(rows[0]):
        return ("", *first), 0, (_ROW_NAMES,)
    more = max(0, usual - len(first) if extras else wider)
    return (*first, *[""] * more), more, ()
