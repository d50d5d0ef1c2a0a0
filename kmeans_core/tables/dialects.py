"""Where a table stands in delimited text, and how its records are cut into fields.

Delimiter and quote are those that make records alike and cells plain.
"""

from __future__ import annotations

import io
import re
from collections import Counter, deque
from dataclasses import dataclass, replace
from itertools import islice

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank, is_plain, is_value, reads_like_names
from kmeans_core.tables.headers import SAMPLE_RECORDS, names_for, place, usual_width
from kmeans_core.tables.reading import ReadingChoices
from kmeans_core.tables.records import Form, Record, Records

_DELIMITERS = (",", ";", "\t", "|", "~", "^", "\x1f", "\x01", ":", " ")
_STRICT = ":^~ "  # these also stand inside ordinary cells, so every line must agree on them
_HOLDS_MORE = re.compile(r"[^\s,;|\"']")
_SINGLE_QUOTES = re.compile(r"(?:^|[,;\t|\r\n])'[^'\r\n]*'(?:[,;\t|\r\n]|$)")
_SAMPLE_CELLS = 4000
_COMMENTS = ("#", "%", "//")
_LOOK = 40  # lines
_ONE_COLUMN = (
    "No delimiter was found, so each line is one cell. If lines hold several fields, choose the delimiter."
)
_ESCAPED = 'Quotes inside cells are written \\" here; the backslash before a quote was left out.'


@dataclass(frozen=True)
class Layout:
    """Where the table stands in the text and how it is written."""

    form: Form
    comment: str
    header: bool
    names: tuple[str, ...]  # the header's exact texts, "" where it has none; as many as rows have fields
    unnamed: int  # how many of the last names only the rows have
    skip_lines: int  # lines before the header, or before the first row when there is none
    body_line: int  # lines before the first row
    quote_all: bool
    notices: tuple[str, ...]


def guess_layout(text: str, complete: bool, choices: ReadingChoices, skipped: Counter[str]) -> Layout:
    """Return how the text is laid out, told from its beginning; what was chosen is taken as it is.

    `complete` says whether `text` is the whole file; what is passed over is counted in `skipped`.
    """
    lines = list(io.StringIO(text, newline=""))
    if not complete and len(lines) > 1:
        lines.pop()
    first = choices.skip_lines or 0
    delimiter = choices.delimiter
    told = re.fullmatch(r"\"?sep=(.)\"?\s*", lines[0], re.IGNORECASE) if lines else None
    if told and choices.skip_lines is None:
        first, skipped["sep= line"], delimiter = 1, 1, delimiter or told[1]
    marks = _COMMENTS if choices.comment is None else tuple(filter(None, [choices.comment]))
    form = _guess_form(lines[first:], delimiter, choices.quote, marks)
    comment, full = _find_records(lines[first:], form, marks, choices.comment)
    top, header = place(full, choices)
    begin = first + full[top].start
    _count_above(lines[first:begin], comment, skipped)
    rows, raw = [r.fields for r in full[top + 1 :]], lines[begin : begin + _LOOK]
    names, unnamed, notices = names_for(full[top].fields, rows, header, raw, form)
    if len(names) == 1 and choices.delimiter is None and not _simple(rows):
        notices += (_ONE_COLUMN,)
    return Layout(
        form=form,
        comment=comment,
        header=header,
        names=names,
        unnamed=unnamed,
        skip_lines=begin,
        body_line=first + full[top].end if header else begin,
        quote_all=_all_quoted(raw, form, len(names)),
        notices=(*notices, _ESCAPED) if form.escaped else notices,
    )


def _find_records(
    lines: list[str], form: Form, marks: tuple[str, ...], chosen: str | None
) -> tuple[str, list[Record]]:
    """Return the mark of comment lines and the first records, a header behind such a mark included."""
    full = _first_records(lines, form, marks)
    width = usual_width([record.fields for record in full])
    comment = _comment(lines, form, marks, width, full) if chosen is None else chosen
    if marks and comment not in marks:  # lines that begin like comments are records after all
        full = _first_records(lines, form, ())
    if comment and width > 1 and full and not reads_like_names(full[0].fields):
        above = [i for i, line in enumerate(lines[: full[0].start]) if line.startswith(comment)]
        fields = _first_records([lines[above[-1]]], form, ())[0].fields if above else []
        if len(fields) == width and reads_like_names(fields):  # #chrom  start  end
            full.insert(0, Record(above[-1], above[-1] + 1, fields))
    if not full:
        raise UnreadableFile.empty()
    return comment, full


def _comment(lines: list[str], form: Form, marks: tuple[str, ...], width: int, full: list[Record]) -> str:
    """Return the mark of comment lines: above the table, or where such lines do not have its width."""
    leading = next((line for line in lines if line.strip()), "")
    for mark in marks if full else ():  # a file of nothing but such lines holds data
        marked = [i for i, line in enumerate(lines[:SAMPLE_RECORDS]) if line.startswith(mark)]
        widths = [len(next(iter(Records(lines[i:], form, (), strict=False))).fields) for i in marked]
        words = all(reads_like_names(record.fields) for record in full[1:])
        several = len(marked) > 1 or (reads_like_names(full[0].fields) and not words)
        if marked and (width not in widths or (leading.startswith(mark) and several)):
            return mark
    return ""


def _simple(rows: list[list[str]]) -> bool:
    """Whether most cells are single words or values, not lines that may hold several fields."""
    cells = [cell.strip() for row in rows for cell in row]
    return 2 * sum(" " not in cell or is_value(cell) for cell in cells) >= len(cells)


def _count_above(lines: list[str], comment: str, skipped: Counter[str]) -> None:
    blank = sum(not line.strip() for line in lines)
    comments = sum(bool(comment) and line.startswith(comment) for line in lines)
    counts = {"blank rows": blank, "comment lines": comments}
    skipped.update(counts | {"lines above the table": len(lines) - blank - comments})


def _all_quoted(raw: list[str], form: Form, width: int) -> bool:
    quote, lines = form.quote, [line.rstrip("\r\n") for line in raw if line.strip()]
    between = f"{quote}{form.delimiter}{quote}"
    whole = all(line.startswith(quote) and line.endswith(quote) for line in lines)
    return bool(quote and lines) and whole and all(line.count(between) >= width - 1 for line in lines)


def _first_records(lines: list[str], form: Form, marks: tuple[str, ...]) -> list[Record]:
    """Return the first records that hold anything."""
    found = Records(lines, form, marks, strict=False)
    return list(islice((record for record in found if not is_blank(record.fields)), SAMPLE_RECORDS))


def _guess_form(lines: list[str], delimiter: str | None, quote: str | None, marks: tuple[str, ...]) -> Form:
    """Return the form in which most records are of one width and most cells plain; what is given stays."""
    text = "".join(lines[:SAMPLE_RECORDS])
    quotes = [quote or ""] if quote is not None else ['"']
    if quote is None and '"' not in text and _SINGLE_QUOTES.search(text):
        quotes.append("'")
    signs = [sign for sign in ([delimiter] if delimiter else _DELIMITERS) if sign in text]
    forms = [form for mark in quotes for sign in signs for form in _forms(sign, mark, text)]
    scores = [_score(_first_records(lines, form, marks), form.delimiter) for form in forms]
    best_score = max(scores, default=-1.0)
    fallback = Form(delimiter or ",", quotes[0])
    good = [form for form, score in zip(forms, scores, strict=True) if 0 <= score > best_score - 1e-9]
    best = good[0] if good else fallback
    if delimiter is None and _HOLDS_MORE.search(text) and best_score < _score_of_one_column(lines, marks):
        alone = Form(",", best.quote)  # also where quotes keep every comma inside its cell
        whole = all(len(record.fields) == 1 for record in _first_records(lines, alone, marks))
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
