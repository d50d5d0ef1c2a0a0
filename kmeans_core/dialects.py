"""How delimited text is laid out: delimiter, quote, comment lines, header, and what stands above it."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from kmeans_core.errors import UnreadableFile
from kmeans_core.reading import ReadingChoices

csv.field_size_limit(2**31 - 1)  # the module's own limit of 131,072 characters refuses honest long cells

_DELIMITERS = (",", ";", "\t", "|", "~", "^", "\x1f", "\x01", ":", " ")
_STRICT = ":^~ "  # these also stand inside ordinary cells, so every line must agree on them
_COMMENTS = ("#", "%", "//")
_NUMBER = (
    r"[(+\-−]*[€$£¥]?\s?(?:\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?:[.,]\d+)?|\d*[.,]?\d+[.,]?)"
    r"(?:[eE][+-]?\d+)?[)\s€$£¥%]*"
)
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
_DATE = rf"\d{{1,4}}[-/.]\d{{1,2}}[-/.]\d{{1,4}}(?:[T ]\s?{_CLOCK}\S*(?:\s?[AaPp]\.?[Mm]\.?)?)?|{_CLOCK}"
_IS_VALUE = re.compile(rf"\s*(?:{_NUMBER}|{_DATE}|[+-]?inf(?:inity)?)\s*", re.IGNORECASE)
_IS_CELL = re.compile(rf"\s*(?:|{_NUMBER}|{_DATE}|[^\W\d_][^,;\t|\"]*)\s*")
_SAMPLE_RECORDS = 300
_SAMPLE_CELLS = 4000


_ONE_COLUMN = (
    "No delimiter was found, so each line is one cell. If lines hold several fields, choose the delimiter."
)


@dataclass(frozen=True)
class Form:
    """How records are cut into fields."""

    delimiter: str
    quote: str = '"'
    loose: bool = False  # spaces after a delimiter belong to it; a run of spaces is one delimiter


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


@dataclass(frozen=True)
class Record:
    """One record and the lines it spans: `start` lines come before it, `end` lines up to its last."""

    start: int
    end: int
    fields: list[str]


class Records:
    """Iterate over the records of lines of text; `comments` counts the comment lines passed over.

    A record that the quotes leave open at the end, or text after a closing quote, raises UnreadableFile
    when `strict`.
    """

    def __init__(self, lines: Iterable[str], form: Form, comments: tuple[str, ...], *, strict: bool) -> None:
        self.comments = 0
        self._marks = comments
        self._lines = iter(lines)
        self._seen = 0
        self._start = -1
        self._strict = strict
        self._reader = csv.reader(
            self._records_lines(),
            delimiter=form.delimiter,
            quotechar=form.quote or None,
            quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            skipinitialspace=form.loose,
            strict=strict,
        )

    def __iter__(self) -> Iterator[Record]:
        while True:
            self._start = -1
            try:
                fields = next(self._reader)
            except StopIteration:
                return
            except csv.Error as problem:
                if "unexpected end" in str(problem):
                    raise UnreadableFile.open_quote(self._start + 1) from problem
                raise UnreadableFile.text_after_quote(self._seen) from problem
            yield Record(self._start, self._seen, fields)

    def _records_lines(self) -> Iterator[str]:
        for line in self._lines:
            self._seen += 1
            if self._start < 0:
                if self._marks and line.startswith(self._marks):
                    self.comments += 1
                    continue
                self._start = self._seen - 1
            yield line


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
    records = _records(lines[first:], form, marks)
    full = [r for r in records if any(cell.strip() for cell in r.fields)]
    width = _width(full)
    comment = (
        _comment(lines[first:], form, marks, width, full) if choices.comment is None else choices.comment
    )
    if marks and comment not in marks:  # lines that begin like comments are records after all
        records = _records(lines[first:], form, ())
        full = [r for r in records if any(cell.strip() for cell in r.fields)]
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
    names, notices = _names(full[top].fields, rows, header, lines[begin : begin + 40], form)
    if len(names) == 1 and choices.delimiter is None and not _simple(rows):
        notices += (_ONE_COLUMN,)
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
    found = Records(lines, form, marks, strict=False)
    return [record for record, _ in zip(found, range(_SAMPLE_RECORDS), strict=False)]


def _width(records: list[Record]) -> int:
    """Return the commonest number of fields, the larger one of equally common ones."""
    widths = Counter(len(record.fields) for record in records)
    return max(widths, key=lambda width: (widths[width], width), default=1)


def _guess_form(lines: list[str], delimiter: str | None, quote: str | None, marks: tuple[str, ...]) -> Form:
    quotes = [quote] if quote is not None else ['"']
    text = "".join(lines[:_SAMPLE_RECORDS])
    if quote is None and '"' not in text and re.search(r"(?m)(?:^|[,;\t|])'[^'\r\n]*'(?:[,;\t|]|\r?$)", text):
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
    if delimiter is None and best_score < _score_of_one_column(lines, marks):
        return Form(",", best.quote) if "," not in text else Form(_absent(text), best.quote)
    return best


def _forms(delimiter: str, quote: str, text: str) -> list[Form]:
    if delimiter == " ":
        return [Form(delimiter, quote, "  " in text)]
    spaced = quote and f"{delimiter} {quote}" in text
    return [Form(delimiter, quote, loose) for loose in ((False, True) if spaced else (False,))]


def _absent(text: str) -> str:
    """Return a delimiter that does not occur, for text that is one column although it holds commas."""
    return next((sign for sign in (";", "\t", "|", "\x1f", "\x01") if sign not in text), "\x02")


def _score(records: list[Record], delimiter: str) -> float:
    """Return how well records agree on their width times how many cells look like values or words."""
    full = [r for r in records if any(cell.strip() for cell in r.fields)]
    rows, width = [r.fields for r in full], _width(full)
    alike = [row for row in rows if len(row) == width]
    if width < 2 or not alike or (delimiter in _STRICT and len(alike) < len(rows)):
        return -1.0
    if delimiter in _STRICT and not any(_IS_VALUE.fullmatch(cell) for row in alike for cell in row):
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
    return sum(_IS_CELL.fullmatch(cell[:200]) is not None for cell in cells) / len(cells)


def _comment(lines: list[str], form: Form, marks: tuple[str, ...], width: int, full: list[Record]) -> str:
    """Return the mark of comment lines: above the table, or where such lines do not have its width."""
    for mark in marks:
        marked = [line for line in lines[:_SAMPLE_RECORDS] if line.startswith(mark)]
        leading = next((line for line in lines if line.strip()), "").startswith(mark)
        widths = [len(_records([line], form, ())[0].fields) for line in marked]
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


def is_value(cell: str) -> bool:
    """Whether a cell reads like a number or a date."""
    return _IS_VALUE.fullmatch(cell) is not None


def reads_like_names(row: list[str]) -> bool:
    """Whether the cells read like names: at least half filled, none a number or a date."""
    filled = [cell for cell in row if cell.strip()]
    return 2 * len(filled) >= len(row) and not any(_IS_VALUE.fullmatch(cell) for cell in filled)


def _simple(rows: list[list[str]]) -> bool:
    """Whether most cells are single words or values, not lines that may hold several fields."""
    cells = [cell.strip() for row in rows for cell in row]
    return 2 * sum(" " not in cell or _IS_VALUE.fullmatch(cell) is not None for cell in cells) >= len(cells)


def find_top(full: list[Record], width: int) -> int:
    """Return which of the records that are not blank is the header, or the first row when there is none.

    Titles stand above it: records of another width, or with less than half of their fields filled above a
    record of names.
    """
    fits = [i for i, record in enumerate(full) if len(record.fields) == width]
    top = fits[0] if fits else 0
    names = next((i for i in fits if not _is_title(full[i].fields)), top)
    if names != top and reads_like_names(full[names].fields):
        rest = (full[i].fields for i in fits if i > names)
        top = names if any(not reads_like_names(row) for row in rest) else top
    above = full[top - 1].fields if top else []
    if 2 * len(above) >= max(width, 4) and reads_like_names(above) and not reads_like_names(full[top].fields):
        return top - 1  # a header that is wider or narrower than its rows
    return top


def _is_title(row: list[str]) -> bool:
    filled = sum(bool(cell.strip()) for cell in row)
    return len(row) > 1 and (filled == 1 or 2 * filled < len(row))


def is_header(first: list[str], rows: list[list[str]]) -> bool:
    """Let each column vote: a name above numbers or dates speaks for a header, a value above values not."""
    rows = [row for row in rows if len(row) == len(first)][:100]
    votes = 0
    years = _are_years(first)
    for j, cell in enumerate(first[:500]):
        below = [row[j] for row in rows if row[j].strip()]
        values = sum(_IS_VALUE.fullmatch(other) is not None for other in below)
        if cell.strip() and below and values * 10 >= 8 * len(below):
            votes += -1 if _IS_VALUE.fullmatch(cell) and not years else 1
    if votes:
        return votes > 0
    return not any(_IS_VALUE.fullmatch(cell) for cell in first if cell.strip())


def _are_years(first: list[str]) -> bool:
    """Whether the numbers among the cells are consecutive years, as headers of time series are."""
    numbers = [cell.strip() for cell in first if _IS_VALUE.fullmatch(cell)]
    years = [int(n) for n in numbers if re.fullmatch(r"(?:1[89]|20)\d\d", n)]
    steps = {b - a for a, b in pairwise(years)}
    return len(years) == len(numbers) > 1 and len(steps) == 1 and len(numbers) < len(first)


def _names(
    first: list[str], rows: list[list[str]], header: bool, raw: list[str], form: Form
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return a name per column, also where rows are wider than their header in a way that can be told."""
    if not header:
        return ("",) * len(first), ()
    wider = min((len(row) for row in rows), default=0) - len(first)
    if wider < 1:
        return tuple(first), ()
    if not any(cell.strip() for row in rows for cell in row[len(first) :]):
        return (*first, *[""] * wider), ()
    quoted = form.quote and all(line.startswith(form.quote) for line in raw if line.strip())
    distinct = len({row[0] for row in rows}) == len(rows)
    if wider == 1 and quoted and distinct and not reads_like_names(rows[0]):
        notice = (
            "The header names one column fewer than the rows have: the first column was read as row names."
        )
        return ("", *first), (notice,)
    return tuple(first), ()


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
