"""Lines of text in, records of fields out, by the csv module, with the lines that each record spans."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kmeans_core.common import UnreadableFile

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


class Records:
    """Iterate over the records of lines of text; `comments` counts the comment lines passed over.

    Lines are counted from `before`. When `strict`, a quote that is never closed and text after a closing
    quote raise UnreadableFile.
    """

    def __init__(
        self, lines: Iterable[str], form: Form, marks: tuple[str, ...], *, strict: bool, before: int = 0
    ) -> None:
        self.comments = 0
        self._marks, self._lines, self._escaped = marks, lines, form.escaped
        self._seen, self._start = before, -1
        self._reader = csv.reader(
            self._record_lines(),
            delimiter=form.delimiter,
            quotechar=form.quote or None,
            quoting=csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE,
            skipinitialspace=form.loose,
            strict=strict,
        )

    def __iter__(self) -> Iterator[Record]:
        try:
            for fields in self._reader:
                yield Record(self._start, self._seen, fields)
                self._start = -1
        except csv.Error as problem:
            if "unexpected end" in str(problem):
                raise UnreadableFile.open_quote(self._start + 1) from problem
            raise UnreadableFile.text_after_quote(self._seen) from problem

    def _record_lines(self) -> Iterator[str]:
        for line in self._lines:
            self._seen += 1
            if self._start < 0:
                if self._marks and line.startswith(self._marks):
                    self.comments += 1
                    continue
                self._start = self._seen - 1
            yield _ESCAPED.sub(r'\1""', line) if self._escaped else line
