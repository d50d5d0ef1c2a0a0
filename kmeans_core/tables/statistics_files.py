"""SPSS, Stata, SAS and SQLite bytes in, a grid of text out, with what the file says about its columns."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyreadstat

from kmeans_core.common import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.grids import text_of
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.workbooks import sheets_named, spelled

# A library that stumbles over a file says so in many ways.
_PROBLEMS = (
    pyreadstat.ReadstatError,
    pyreadstat.PyreadstatError,
    OSError,
    ArithmeticError,
    TypeError,
    LookupError,
    ValueError,
)
_STEPS = 10_000  # of SQLite's machine, between looks at how much was read
_READERS: dict[bytes, tuple[str, Callable[..., Any]]] = {
    rb"\$FL[23]@": ("SPSS", pyreadstat.read_sav),
    rb"<stata_dta>|[\x69-\x76][\x01\x02]\x01\0": ("Stata", pyreadstat.read_dta),
    rb"HEADER RECORD\*{7}LIB": ("SAS", pyreadstat.read_xport),
    rb"\0{12}\xc2\xea\x81\x60\xb3\x14\x11\xcf": ("SAS", pyreadstat.read_sas7bdat),
}


def read_statistics(data: bytes, limits: Limits) -> Grid | None:
    """Return the table of a statistics program, None for other bytes.

    The numbers of a nominal column become the words that the file has for them; those of ordinal and metric
    columns stay. Raises UnreadableFile for damaged files, FileTooLarge before cells are read.
    """
    found = [read for magic, read in _READERS.items() if re.match(magic, data)]
    if not found:
        return None
    name, read = found[0]
    with _path_to(data) as path:
        try:
            _, meta = read(path, metadataonly=True)
            width = sum(meta.variable_storage_width.values())
            rows = len(data) // max(width, 1) if meta.number_rows is None else meta.number_rows
            limits.check(rows, meta.number_columns)
            if rows * width > limits.bytes:
                raise FileTooLarge.unpacked(limits.bytes)
            columns, meta = read(path, output_format="dict")
        except DataProblem:
            raise
        except _PROBLEMS as problem:
            raise UnreadableFile.damaged(f"{name} file") from problem
    if not any(columns.values()):
        raise UnreadableFile.header_only()
    cells = [_words(cells, label, meta) for label, cells in columns.items()]
    meanings = tuple(label or "" for label in meta.column_names_to_labels.values())
    rows_of_text = [list(row) for row in zip(*cells, strict=True)]
    return Grid(tuple(columns), text_of(rows_of_text, len(cells)), Reading(name), meanings=meanings)


@contextmanager
def _path_to(data: bytes) -> Iterator[Path]:
    """Give bytes a path, as the library wants one: in memory where the system can, else on disk meanwhile."""
    with ExitStack() as held:
        if hasattr(os, "memfd_create"):
            file = held.enter_context(os.fdopen(os.memfd_create("table"), "wb", buffering=0))
            path = Path(f"/proc/self/fd/{file.fileno()}")
        else:
            path = Path(held.enter_context(TemporaryDirectory())) / "table"
        path.write_bytes(data)
        yield path


def _words(cells: list[object], name: str, meta: Any) -> list[str]:
    """Spell a column, in the words for its values where it is nominal and each value has one."""
    words = meta.variable_value_labels.get(name, {})
    counted = meta.variable_measure.get(name) in ("ordinal", "scale")
    if words and not counted and all(cell is None or cell in words for cell in cells):
        return [str(words.get(cell, "")) for cell in cells]
    return [spelled(cell) for cell in cells]


def read_sqlite(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return one table of a SQLite database: the chosen one, or the first that holds rows.

    Raises UnreadableFile for damaged databases, FileTooLarge as soon as a table passes a limit.
    """
    data = data[:18] + b"\1\1" + data[20:]  # without a log beside it, which bytes alone cannot have
    with closing(sqlite3.connect(":memory:")) as base:
        base.text_factory = lambda text: text.decode("utf-8", "replace")
        steps = iter(range(len(data) // 10 + 10**6))
        base.set_progress_handler(lambda: next(steps, None) is None, _STEPS)
        try:
            base.deserialize(data)
            base.execute("PRAGMA trusted_schema = OFF")
            listed = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
            tables = tuple(str(name) for (name,) in base.execute(listed))
            for name in sheets_named(tables, tables, choices.sheet):
                names, rows = _rows(base, name, limits)
                if rows:
                    return Grid(
                        names, text_of(rows, len(names)), Reading("SQLite", sheet=name, sheets=tables)
                    )
        except (sqlite3.Error, OverflowError) as problem:
            raise UnreadableFile.damaged("SQLite database") from problem
    raise UnreadableFile.empty()


def _rows(base: sqlite3.Connection, name: str, limits: Limits) -> tuple[tuple[str, ...], list[list[str]]]:
    quoted = name.replace('"', '""')
    cursor = base.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  a name cannot be a parameter
    names = tuple(column[0] for column in cursor.description)
    rows, room = [], limits.bytes
    for row in cursor:
        rows.append([spelled(cell) for cell in row])
        room -= sum(map(len, rows[-1]))
        limits.check(len(rows), len(names))
        if room < 0:
            raise FileTooLarge.unpacked(limits.bytes)
    return names, rows
