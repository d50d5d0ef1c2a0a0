"""How delimited text is laid out: delimiter, quote, comment lines, header, and what stands above it."""

from __future__ import annotations

import io
import re
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.cell_spellings import is_blank, is_plain, is_value, reads_like_names
from kmeans_core.tables.headers import find_top, is_header, names_for
from kmeans_core.tables.reading import ReadingChoices
from kmeans_core.tables.records import Form, Record, Records

_DELIMITERS = (",", ";", "\t", "|", "~", "^", "\x1f", "\x01", ":", " ")
_STRICT = ":^~ "  # these also stand inside ordinary cells, so every line must agree on them
_COMMENTS = ("#", "%", "//")
_HOLDS_MORE = re.compile(r"[^\s,;|\"']")
_SAMPLE_RECORDS = 300
_SAMPLE_CELLS = 4000


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
    header_width: int  # without fields that only the rows have
    skip_lines: int  # lines before the header, or before the first row when there is none
    body_line: int  # lines before the first row
    quote_all: bool
    skipped: tuple[tuple[str, int], ...]
    notices: tuple[str, ...]


def guess_layout(text: str, complete: bool, choices: ReadingChoices) -> Layout:
    """Return how the text is laid out, told from its beginning; what was chosen is taken as it is.

    `complete` says whether `text` is the whole file.
    """
    lines = list(io.StringIO(text, newline=""))
    if not complete and len(lines) > 1:
        lines.pop()
    skipped: Counter[str] = Counter()
    first = choices.skip_lines or 0
    told = re.fullmatch(r"\"?sep=(.)\"?\s*", lines[0], re.IGNORECASE) if lines else None
    if told and choices.skip_lines is None:
        first, skipped["sep= line"] = 1, 1
    fixed = choices.delimiter or (told[1] if told and first == 1 else None)
    marks = _COMMENTS if choices.comment is None else tuple(filter(None, [choices.comment]))
    form = _guess_form(lines[first:], fixed, choices.quote, marks)
    return _place(lines, first, form, marks, choices, skipped)


def _place(
    lines: list[str],
    first: int,
    form: Form,
    marks: tuple[str, ...],
    choices: ReadingChoices,
    skipped: Counter[str],
) -> Layout:
    """Find the header and the first row below `first` skipped lines."""
    full = _records(lines[first:], form, marks)
    width = _width(full)
    comment = (
        _comment(lines[first:], form, marks, width, full) if choices.comment is None else choices.comment
    )
    if marks and comment not in marks:  # lines that begin like comments are records after all
        full = _records(lines[first:], form, ())
    marked_header = _marked_header(lines[first:], form, comment, width, full)
    if marked_header is not None:
        full.insert(0, marked_header)
    if not full:
        raise UnreadableFile.empty()
    top = 0 if choices.skip_lines is not None else find_top(full, width)
    rows = [r.fields for r in full[top + 1 :]]
    header = is_header(full[top].fields, rows) if choices.header is None else choices.header
    begin = first + full[top].start
    _count_above(lines[first:begin], comment, skipped)
    names, notices = names_for(full[top].fields, rows, header, lines[begin : begin + 40], form)
    if len(names) == 1 and choices.delimiter is None and not _simple(rows):
        notices += (_ONE_COLUMN,)
    if form.escaped:
        notices += (_ESCAPED,)
    return Layout(
        form,
        comment,
        header,
        names,
        len(names) if not header or names[0] != full[top].fields[0] else len(full[top].fields),
        begin,
        first + full[top].end if header else begin,
        _all_quoted(lines[begin : begin + 40], form, len(names)),
        tuple(skipped.items()),
        notices,
    )


def _records(lines: list[str], form: Form, marks: tuple[str, ...]) -> list[Record]:
    """Return the first records that hold anything."""
    found = Records(lines, form, marks, strict=False)
    return list(islice((record for record in found if not is_blank(record.fields)), _SAMPLE_RECORDS))


def _first(lines: Iterable[str], form: Form) -> Record:
    """Return the record that begins with the first line and ends with it or, when quoted, further down."""
    return next(iter(Records(lines, form, (), strict=False)))


def _width(records: list[Record]) -> int:
    """Return the commonest number of fields, the larger one of equally common ones."""
    widths = Counter(len(record.fields) for record in records)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _guess_form(lines: list[str], delimiter: str | None, quote: str | None, marks: tuple[str, ...]) -> Form:
    quotes = [quote] if quote is not None else ['"']
    text = "".join(lines[:_SAMPLE_RECORDS])
    if (
        quote is None
        and '"' not in text
        and re.search(r"(?:^|[,;\t|\r\n])'[^'\r\n]*'(?:[,;\t|\r\n]|$)", text)
    ):
        quotes.append("'")
    best, best_score = Form(delimiter or ",", quotes[0]), -1.0
    for mark in quotes:
        for sign in [delimiter] if delimiter else _DELIMITERS:
            if sign not in text:
                continue
            for form in _forms(sign, mark, text):
                score = _score(_records(lines, form, marks), sign)
                if score > best_score + 1e-9:
                    best, best_score = form, score
    if delimiter is None and _HOLDS_MORE.search(text) and best_score < _score_of_one_column(lines, marks):
        alone = Form(",", best.quote)  # also where quotes keep every comma inside its cell
        whole = all(len(record.fields) == 1 for record in _records(lines, alone, marks))
        return alone if whole else Form(_absent(text), best.quote)
    if best.quote == '"' and '\\"' in text and not _is_tidy(lines, best, marks):
        escaped = replace(best, escaped=True)
        return escaped if _is_tidy(lines, escaped, marks) else best
    return best


def _is_tidy(lines: list[str], form: Form, marks: tuple[str, ...]) -> bool:
    """Whether every quote is closed, with nothing but a delimiter or line end after it."""
    try:
        deque(Records(lines, form, marks, strict=True), maxlen=0)
    except UnreadableFile:
        return False
    return True


def _forms(delimiter: str, quote: str, text: str) -> list[Form]:
    """Return the forms to try, of equally good ones the first wins."""
    spaced = (False, True) if quote and f"{delimiter} {quote}" in text else (False,)
    if delimiter == " ":
        spaced = ("  " in text,)
    return [Form(delimiter, quote, loose) for loose in spaced]


def _absent(text: str) -> str:
    """Return a delimiter that does not occur, for text that is one column although it holds commas."""
    return next((sign for sign in (";", "\t", "|", "\x1f", "\x01") if sign not in text), "\x02")


def _score(records: list[Record], delimiter: str) -> float:
    """Return how well records agree on their width times how many cells look like values or words."""
    rows, width = [record.fields for record in records], _width(records)
    alike = [row for row in rows if len(row) == width]
    short_header = bool(rows) and len(rows[0]) == width - 1
    if width < 2 or (delimiter in _STRICT and len(alike) + short_header < len(rows)):
        return -1.0
    if delimiter in _STRICT and not any(is_value(cell) for row in alike for cell in row):
        return -1.0
    return len(alike) / len(rows) * _share_of_cells(alike)


def _score_of_one_column(lines: list[str], marks: tuple[str, ...]) -> float:
    cells = [
        [line.rstrip("\r\n")]
        for line in lines[:_SAMPLE_RECORDS]
        if not line.startswith(marks) and line.strip()
    ]
    return _share_of_cells(cells) if cells else 0.0


def _share_of_cells(rows: list[list[str]]) -> float:
    per_row = max(1, _SAMPLE_CELLS // len(rows))
    cells = [cell for row in rows for cell in row[:per_row]]
    return sum(map(is_plain, cells)) / len(cells)


def _comment(lines: list[str], form: Form, marks: tuple[str, ...], width: int, full: list[Record]) -> str:
    """Return the mark of comment lines: above the table, or where such lines do not have its width."""
    for mark in marks if full else ():  # a file of nothing but such lines holds data
        marked = [i for i, line in enumerate(lines[:_SAMPLE_RECORDS]) if line.startswith(mark)]
        leading = next((line for line in lines if line.strip()), "").startswith(mark)
        widths = [len(_first(islice(lines, i, None), form).fields) for i in marked]
        if marked and (
            all(w != width for w in widths)
            or (leading and (len(marked) > 1 or reads_like_names(full[0].fields)))
        ):
            return mark
    return ""


def _marked_header(
    lines: list[str], form: Form, comment: str, width: int, full: list[Record]
) -> Record | None:
    """Return a header written as the last comment line above the table: `#chrom  start  end`."""
    if not comment or width < 2 or not full or reads_like_names(full[0].fields):
        return None
    above = [i for i, line in enumerate(lines[: full[0].start]) if line.startswith(comment)]
    if not above:
        return None
    fields = _records([lines[above[-1]]], form, ())[0].fields
    return (
        Record(above[-1], above[-1] + 1, fields)
        if len(fields) == width and reads_like_names(fields)
        else None
    )


def _simple(rows: list[list[str]]) -> bool:
    """Whether most cells are single words or values, not lines that may hold several fields."""
    cells = [cell.strip() for row in rows for cell in row]
    return 2 * sum(" " not in cell or is_value(cell) for cell in cells) >= len(cells)


def _count_above(lines: list[str], comment: str, skipped: Counter[str]) -> None:
    blank = sum(not line.strip() for line in lines)
    comments = sum(bool(comment) and line.startswith(comment) for line in lines)
    skipped["blank rows"] += blank
    skipped["comment lines"] += comments
    skipped["lines above the table"] += len(lines) - blank - comments


def _all_quoted(raw: list[str], form: Form, width: int) -> bool:
    if not form.quote:
        return False
    between = form.quote + form.delimiter + form.quote
    lines = [line.rstrip("\r\n") for line in raw if line.strip()]
    return bool(lines) and all(
        line.startswith(form.quote) and line.endswith(form.quote) and line.count(between) >= width - 1
        for line in lines
    )
