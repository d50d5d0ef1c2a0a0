"""Lines of text in, records of fields out, by the csv module, with the lines that each record spans."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kmeans_core.common import UnreadableFile

csv.field_size_limit(2**31 - 1)  # the module's own limit of 131,072 characters refuses honest long cells
_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')
_PIECES = 50  # that one cell may lie in, so that no line takes long


@dataclass(frozen=True)
class Form:
    """How records are cut into fields."""

    delimiter: str
    quote: str = '"'
    loose: bool = False  # spaces after a delimiter belong to it
    escaped: bool = False  # quotes inside cells are written \\" instead of doubled


@dataclass(frozen=True)
class Record:
    """One record and the lines it spans: `start` lines come before it, `end` lines up to its last."""

    start: int
    end: int
    fields: list[str]
    loose: bool = False  # its quotes did not fit and were read as they stand


class Records:
    """Iterate over the records of lines of text; `comments` counts the comment lines passed over.

    Lines are counted from `before`. A quote that is never closed, and text after a closing quote, raise
    UnreadableFile when `strict`; otherwise the line where the quote stands is cut anew, into `width` fields
    where that can be done. `open_end` says whether a quote was still open at the end.
    """

    def __init__(
        self,
        lines: Iterable[str],
        form: Form,
        marks: tuple[str, ...],
        *,
        strict: bool,
        width: int = 0,
        before: int = 0,
    ) -> None:
        self.comments, self.open_end = 0, False
        self._lines, self._marks, self._form = iter(lines), marks, form
        self._strict, self._width, self._seen = strict, width, before
        self._held: list[str] = []  # the lines of the present record
        self._back: deque[str] = deque()  # lines to be read again

    def __iter__(self) -> Iterator[Record]:
        reader = self._reader()
        while True:
            self._held.clear()
            try:
                fields = next(reader)
                record = Record(self._seen - len(self._held), self._seen, fields)
            except StopIteration:
                return
            except csv.Error as problem:
                record, reader = self._cut_anew(problem), self._reader()
            yield record

    def _cut_anew(self, problem: csv.Error) -> Record:
        """Return the first line of a record whose quotes do not fit; the other lines are read again."""
        first, *again = self._held
        start = self._seen - len(self._held)
        self.open_end = self.open_end or "unexpected end" in str(problem)
        if self._strict and "unexpected end" in str(problem):
            raise UnreadableFile.open_quote(start + 1) from problem
        if self._strict:
            raise UnreadableFile.text_after_quote(self._seen) from problem
        self._back.extendleft(reversed(again))
        self._seen = start + 1
        return Record(start, start + 1, cut_loosely(first, self._form, self._width), loose=True)

    def _reader(self) -> Iterator[list[str]]:
        form = self._form
        return csv.reader(
            self._record_lines(),
            delimiter=form.delimiter,
            quotechar=form.quote or None,
            quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            skipinitialspace=form.loose,
            strict=True,
        )

    def _record_lines(self) -> Iterator[str]:
        while (line := self._back.popleft() if self._back else next(self._lines, None)) is not None:
            self._seen += 1
            if not self._held and self._marks and line.startswith(self._marks):
                self.comments += 1
                continue
            self._held.append(line)
            yield _ESCAPED.sub(r'\1""', line) if self._form.escaped else line


def cut_loosely(line: str, form: Form, width: int) -> list[str]:
    """Return the fields of a line whose quotes do not fit, as many as `width` where one of two readings does.

    In the first reading only quotes that are well written enclose a field: `"2,x,"a, b"` holds `"2`, `x` and
    `a, b`. In the second one, quotes inside a cell need not be doubled: `"say "hi" now"` is one cell.
    """
    pieces = line.rstrip("\r\n").split(form.delimiter)
    strict, lenient = (_joined(pieces, form, inner) for inner in (False, True))
    return lenient if len(lenient) == width else strict


def _joined(pieces: list[str], form: Form, inner: bool) -> list[str]:
    """Join the pieces of quoted cells; `inner` says whether single quotes may stand inside them."""
    fields, place, quote = [], 0, form.quote
    while place < len(pieces):
        end = _closing(pieces, place, quote)
        cell = form.delimiter.join(pieces[place:end])[1:-1]
        if end > place and (inner or quote not in cell.replace(quote * 2, "")):
            fields.append(cell.replace(quote * 2, quote))
            place = end
        else:
            fields.append(pieces[place])
            place += 1
    return fields


def _closing(pieces: list[str], place: int, quote: str) -> int:
    """Return where the pieces of a cell end that opens with a quote, `place` itself where none does."""
    if pieces[place].startswith(quote):
        for end in range(place, min(place + _PIECES, len(pieces))):
            piece = pieces[end][1:] if end == place else pieces[end]
            if (len(piece) - len(piece.rstrip(quote))) % 2:
                return end + 1
    return place
