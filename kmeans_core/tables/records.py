"""Lines of text in, records of fields out, by the csv module, with the lines that each record spans."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kmeans_core.common import UnreadableFile
from kmeans_core.tables.loose_quotes import cut_loosely

csv.field_size_limit(2**31 - 1)  # the module's own limit of 131,072 characters refuses honest long cells
_ESCAPED = re.compile(r'(?<!\\)((?:\\\\)*)\\"')


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
    where that can be done.
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
        self.comments = 0
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
                loose = False
            except StopIteration:
                return
            except csv.Error as problem:
                if self._strict and "unexpected end" in str(problem):
                    raise UnreadableFile.open_quote(self._seen - len(self._held) + 1) from problem
                if self._strict:
                    raise UnreadableFile.text_after_quote(self._seen) from problem
                first, *again = self._held
                self._back.extendleft(reversed(again))
                self._seen -= len(again)
                self._held = [first]
                fields = cut_loosely(first, self._form.delimiter, self._form.quote, self._width)
                loose, reader = True, self._reader()
            yield Record(self._seen - len(self._held), self._seen, fields, loose)

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
        while True:
            line = self._back.popleft() if self._back else next(self._lines, None)
            if line is None:
                return
            self._seen += 1
            if not self._held and self._marks and line.startswith(self._marks):
                self.comments += 1
                continue
            self._held.append(line)
            yield _ESCAPED.sub(r'\1""', line) if self._form.escaped else line
