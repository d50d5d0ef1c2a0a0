"""Text that marks its cells up in, a grid out: JSON, HTML, Markdown and ARFF."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from itertools import zip_longest
from typing import Any

from kmeans_core.common import FileTooLarge, UnreadableFile
from kmeans_core.tables.grids import grid_of_rows, text_of
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.records import Form, Records

_MOST_SPAN = 1000
_BYTES_PER_CELL = 8  # at least, where records need not name every column
_WEB_PAGE = "a web page (HTML), often a login or error page"
_RULE = r"[^\S\n]*\|?[^\S\n]*:?-{3,}:?[^\S\n]*(?:[|+][^\S\n]*:?-{3,}:?[^\S\n]*)*\|?[^\S\n]*"
_ATTRIBUTE = re.compile(r"\s*@attribute\s+('[^']*'|\"[^\"]*\"|\S+)\s+\S", re.IGNORECASE)


def read_marked_up(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid | None:
    """Return the table of a text that begins like one of these formats, None for other text.

    Raises UnreadableFile where none is in it, FileTooLarge for more rows or columns than `limits` allow.
    """
    head = data[:4096].decode("utf-8", "replace").lstrip()
    most = limits.bytes // 4  # as objects they take far more room
    for begins, read in _READERS.items():
        if re.match(begins, head, re.IGNORECASE):
            if len(data) > most:
                raise FileTooLarge.on_disk(len(data), most)
            names, rows, reading = read(data.decode())
            width = max(map(len, [names, *rows]), default=0)
            limits.check(len(rows), width)
            if len(rows) * width * _BYTES_PER_CELL > limits.bytes:
                raise FileTooLarge.unpacked(limits.bytes)
            rows = [row + [""] * (width - len(row)) for row in rows]
            if not names:
                return grid_of_rows(rows, reading, choices)
            if not rows:
                raise UnreadableFile.header_only()
            return Grid((*names, *[""] * (width - len(names))), text_of(rows, width), reading)
    return None


_Found = tuple[list[str], list[list[str]], Reading]  # names, none where the rows tell; rows; the format


def _json(text: str) -> _Found:
    """Read records, one object a line or all in a list; a list of lists; an object of columns."""
    try:
        found = _parsed(text)
    except ValueError:
        try:
            found = [_parsed(line) for line in text.splitlines() if line.strip()]
        except ValueError as problem:
            what = f"The file begins like JSON, but is not: {problem}."
            raise UnreadableFile(what, "Save it again as JSON, or as CSV.") from problem
    if isinstance(found, dict):
        lists = [part for part in found.values() if isinstance(part, list)]
        nested = [part for part in lists if part and isinstance(part[0], dict)]
        if nested:  # an answer around its records
            found = max(nested, key=len)
        elif len(found) > 1 and all(isinstance(part, dict) for part in found.values()):
            keys = dict.fromkeys(key for part in found.values() for key in part)
            found = [{name: part.get(key) for name, part in found.items()} for key in keys]
        elif len(lists) == len(found):
            found = [dict(zip(found, row, strict=True)) for row in zip_longest(*lists)]
        else:
            found = [found]
    if all(isinstance(row, list) for row in found):
        return [], [[_cell(cell) for cell in row] for row in found], Reading("JSON")
    if not all(isinstance(row, dict) for row in found):
        raise UnreadableFile.not_a_table("a JSON document without records")
    flat = [_flat(row) for row in found]
    names = list(dict.fromkeys(name for row in flat for name in row))
    return names, [[_cell(row.get(name)) for name in names] for row in flat], Reading("JSON")


def _parsed(text: str) -> Any:
    """Parse JSON with its numbers as they are written."""
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except RecursionError as problem:
        raise ValueError("its parts lie too deep in one another") from problem


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Return a record with the fields of objects in it as `object.field`."""
    parts = [
        ({f"{k}.{f}": v for f, v in cell.items()} if isinstance(cell, dict) else {k: cell})
        for k, cell in row.items()
    ]
    return {name: cell for part in parts for name, cell in part.items()}


def _cell(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    return "" if cell is None else json.dumps(cell, ensure_ascii=False)


class _Tables(HTMLParser):
    """Collect the rows of every table of a web page."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._inside = False  # a cell

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("table", "tr"):
            self._inside = False
        if tag == "table":
            self.tables.append([])
        elif tag == "tr" and self.tables:
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            span = dict(attrs).get("colspan") or "1"
            more = min(int(span), _MOST_SPAN) - 1 if span.isdecimal() else 0
            self.tables[-1][-1] += [""] * more + [""]
            self._inside = True
        elif tag == "br" and self._inside:
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag not in ("td", "th", "tr", "table")

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.tables[-1][-1][-1] += data


def _html(text: str) -> _Found:
    """Read the table with the most cells."""
    page = _Tables()
    try:
        page.feed(text)
    except AssertionError as problem:  # as the parser says that a declaration is none
        raise UnreadableFile.not_a_table(_WEB_PAGE) from problem
    tables = [[[" ".join(cell.split()) for cell in row] for row in table if row] for table in page.tables]
    best = max(tables, key=lambda rows: sum(map(len, rows)), default=[])
    if len(best) < 2:
        raise UnreadableFile.not_a_table(_WEB_PAGE)
    return [], best, Reading("HTML")


def _markdown(text: str) -> _Found:
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = [line for i, line in enumerate(lines) if line and i != 1]
    cut = [re.split(r"(?<!\\)\|", line.removeprefix("|").removesuffix("|")) for line in lines]
    names, *rows = [[cell.strip().replace("\\|", "|") for cell in row] for row in cut]
    return names, rows, Reading("Markdown")


def _arff(text: str) -> _Found:
    head, *rest = re.split(r"(?im)^[^\S\n]*@data\b.*\n?", text, maxsplit=1)
    if not rest:
        raise UnreadableFile.damaged("ARFF file")
    (body,) = rest
    names = [found[1].strip("'\"") for line in head.splitlines() if (found := _ATTRIBUTE.match(line))]
    form = Form(",", '"' if '"' in body and "'" not in body else "'", loose=True)
    rows = [r.fields for r in Records(body.splitlines(True), form, ("%",), strict=False) if any(r.fields)]
    if any(row[0].startswith("{") for row in rows):
        raise UnreadableFile("Sparse ARFF files are not read.", "Save the table as CSV and load that.")
    return names, rows, Reading("ARFF")


_READERS: dict[str, Callable[[str], _Found]] = {
    r"(?:\[\s*)?\{\s*\"(?:[^\"\\\r\n]|\\.)*\"\s*:|\[\s*\[": _json,
    r"<(?:!doctype\s+html|html|head|body|table|div|meta)\b": _html,
    rf"[^\n]*\|[^\n]*\n{_RULE}\n": _markdown,
    r"(?:%[^\n]*\n\s*)*@relation\b": _arff,
}
