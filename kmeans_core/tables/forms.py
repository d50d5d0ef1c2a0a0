"""How records are cut into fields: the delimiter and quote that make records alike and cells plain."""

from __future__ import annotations

import re
from collections import Counter, deque
from dataclasses import replace
from itertools import islice

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank, is_plain, is_value
from kmeans_core.tables.records import Form, Record, Records

SAMPLE_RECORDS = 300
_DELIMITERS = (",", ";", "\t", "|", "~", "^", "\x1f", "\x01", ":", " ")
_STRICT = ":^~ "  # these also stand inside ordinary cells, so every line must agree on them
_HOLDS_MORE = re.compile(r"[^\s,;|\"']")
_SINGLE_QUOTES = re.compile(r"(?:^|[,;\t|\r\n])'[^'\r\n]*'(?:[,;\t|\r\n]|$)")
_SAMPLE_CELLS = 4000


def first_records(lines: list[str], form: Form, marks: tuple[str, ...]) -> list[Record]:
    """Return the first records that hold anything."""
    found = Records(lines, form, marks, strict=False)
    return list(islice((record for record in found if not is_blank(record.fields)), SAMPLE_RECORDS))


def usual_width(rows: list[list[str]], expected: int = 1) -> int:
    """Return the commonest number of fields, of equally common ones the expected or else the larger one."""
    widths = Counter(map(len, rows))
    return max(widths, key=lambda width: (widths[width], width == expected, width), default=expected)


def guess_form(lines: list[str], delimiter: str | None, quote: str | None, marks: tuple[str, ...]) -> Form:
    """Return the form in which most records are of one width and most cells plain; what is given stays."""
    text = "".join(lines[:SAMPLE_RECORDS])
    quotes = [quote or ""] if quote is not None else ['"']
    if quote is None and '"' not in text and _SINGLE_QUOTES.search(text):
        quotes.append("'")
    signs = [sign for sign in ([delimiter] if delimiter else _DELIMITERS) if sign in text]
    forms = [form for mark in quotes for sign in signs for form in _forms(sign, mark, text)]
    scores = [_score(first_records(lines, form, marks), form.delimiter) for form in forms]
    best_score = max(scores, default=-1.0)
    fallback = Form(delimiter or ",", quotes[0])
    good = [form for form, score in zip(forms, scores, strict=True) if 0 <= score > best_score - 1e-9]
    best = good[0] if good else fallback
    if delimiter is None and _HOLDS_MORE.search(text) and best_score < _score_of_one_column(lines, marks):
        alone = Form(",", best.quote)  # also where quotes keep every comma inside its cell
        whole = all(len(record.fields) == 1 for record in first_records(lines, alone, marks))
        return alone if whole else Form(_absent(text), best.quote)
    escaped = replace(best, escaped=True)
    backslashes = best.quote == '"' and '\\"' in text and not _is_tidy(lines, best, marks)
    return escaped if backslashes and _is_tidy(lines, escaped, marks) else best


def _is_tidy(lines: list[str], form: Form, marks: tuple[str, ...]) -> bool:
    """Whether every quote is closed, with nothing but a delimiter or line end after it."""
    try:
        deque(Records(lines, form, marks, strict=True), maxlen=0)
    except UnreadableFile:
        return False
    return True


def _forms(delimiter: str, quote: str, text: str) -> list[Form]:
    """Return the forms to try, of equally good ones the first wins."""
    if delimiter == " ":
        return [Form(delimiter, quote, "  " in text)]
    spaced = (False, True) if quote and f"{delimiter} {quote}" in text else (False,)
    return [Form(delimiter, quote, loose) for loose in spaced]


def _absent(text: str) -> str:
    """Return a delimiter that does not occur, for text that is one column although it holds commas."""
    return next((sign for sign in (";", "\t", "|", "\x1f", "\x01") if sign not in text), "\x02")


def _score(records: list[Record], delimiter: str) -> float:
    """Return how well records agree on their width times how many cells look like values or words."""
    rows = [record.fields for record in records]
    width = usual_width(rows)
    alike = [row for row in rows if len(row) == width]
    if width < 2:
        return -1.0
    if delimiter in _STRICT:
        short_header = len(rows[0]) == width - 1
        values = any(is_value(cell) for row in alike for cell in row)
        if not values or len(alike) + short_header < len(rows):
            return -1.0
    return len(alike) / len(rows) * _share_of_cells(alike)


def _score_of_one_column(lines: list[str], marks: tuple[str, ...]) -> float:
    kept = (line for line in lines[:SAMPLE_RECORDS] if line.strip() and not line.startswith(marks))
    cells = [[line.rstrip("\r\n")] for line in kept]
    return _share_of_cells(cells) if cells else 0.0


def _share_of_cells(rows: list[list[str]]) -> float:
    per_row = max(1, _SAMPLE_CELLS // len(rows))
    cells = [cell for row in rows for cell in row[:per_row]]
    return sum(map(is_plain, cells)) / len(cells)
