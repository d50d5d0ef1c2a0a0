"""Excel, OpenDocument and Parquet bytes in, a grid of text out, numbers in their shortest spelling."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine as calamine

from kmeans_core.common import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.archives import opened
from kmeans_core.tables.grids import grid_of_rows
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices

_PARQUET_PROBLEMS = (pa.ArrowException, OSError, ValueError, TypeError, KeyError)
_BYTES_PER_CELL = 8  # at least, while a workbook is read


def read_workbook(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return one sheet of an Excel or OpenDocument workbook: the chosen one, or the first that holds cells.

    Raises UnreadableFile for damaged, locked or empty workbooks, FileTooLarge before a sheet is unfolded.
    """
    if data.startswith(b"PK"):
        with opened(data, "workbook", limits) as archive:
            _check(archive, limits)
    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        sheets, order = _sheets(book, choices.sheet)
        for name in order:
            sheet = book.get_sheet_by_name(name)
            limits.check(sheet.height, sheet.width)
            rows = [[_spell(cell) for cell in row] for row in sheet.to_python()]
            if any(map(any, rows)):
                return grid_of_rows(rows, Reading("Excel", sheet=name, sheets=sheets), choices)
    except calamine.PasswordError as problem:
        raise UnreadableFile("The workbook is locked with a password.", "Save it without one.") from problem
    except DataProblem:
        raise
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableFile.damaged("workbook") from problem
    raise UnreadableFile.empty()


def _sheets(book: calamine.CalamineWorkbook, chosen: str | None) -> tuple[tuple[str, ...], list[str]]:
    """Return the names of all sheets with cells, and of those to look at, in order."""
    cells = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    names = tuple(sheet.name for sheet in cells)
    shown = [sheet.name for sheet in cells if sheet.visible == calamine.SheetVisibleEnum.Visible]
    if chosen is not None and chosen not in names:
        raise UnreadableFile(f"There is no sheet called {chosen}.", f"Choose one of {', '.join(names)}.")
    return names, [chosen] if chosen else shown or list(names)


def _check(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Refuse what is damaged, and sheets whose cells lie so far apart that they would fill the memory."""
    if archive.testzip() is not None:
        raise UnreadableFile.damaged("workbook")
    area = limits.bytes // _BYTES_PER_CELL
    for name in archive.namelist():
        if name.endswith(".bin") and name.startswith("xl/worksheets/"):
            raise UnreadableFile("Binary workbooks (.xlsb) are not read.", "Save the workbook as .xlsx.")
        if re.fullmatch(r"xl/worksheets/[^/]+\.xml|content\.xml", name):
            look = _repeats if name == "content.xml" else _extent
            rows, columns = look(archive.read(name), area)
            if rows * columns > area:
                raise FileTooLarge(
                    f"A sheet spreads over {rows:,} rows and {columns:,} columns.",
                    "Delete stray cells far from the table, or save the table as CSV.",
                )


def _extent(xml: bytes, area: int) -> tuple[int, int]:
    """Return the last row and column of a sheet, or bounds when those already fit into `area`."""
    rows = max(map(int, re.findall(rb"\sr=[\"'][A-Z]{0,3}(\d{5,9})[\"']", xml)), default=9_999)
    columns = 26 * 27 if not re.search(rb"\sr=[\"'][A-Z]{3}\d", xml) else 26 * 27 * 26
    if rows * columns <= area:
        return rows, columns
    places = set(re.findall(rb"\sr=[\"']([A-Z]{0,3})(\d{1,9})[\"']", xml))
    widest = max((letters for letters, _ in places), key=lambda letters: (len(letters), letters))
    return max(int(row) for _, row in places), reduce(lambda n, letter: 26 * n + letter - 64, widest, 0)


def _repeats(xml: bytes, area: int) -> tuple[int, int]:
    """Return how far repeated rows and cells of an OpenDocument sheet reach, empty ones at an end aside."""
    rows, columns = 0, 1
    for row in xml.split(b"<table:table-row")[1:]:
        head, *cells = row.split(b"<table:table-cell")
        filled = [i for i, cell in enumerate(cells, 1) if b"text:p" in cell or b":value=" in cell]
        rows += _times(head) if filled else 0
        columns = max(columns, sum(map(_times, cells[: filled[-1]])) if filled else 1)
    return (rows, columns) if rows * columns > area else (1, 1)


def _times(element: bytes) -> int:
    repeated = re.search(rb"-repeated=[\"'](\d{1,9})", element.partition(b">")[0])
    return int(repeated[1]) if repeated else 1


def _spell(cell: object) -> str:
    """Write a typed cell as text: whole numbers without a point, dates as ISO 8601."""
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case float():
            return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
        case dt.datetime():
            midnight = cell.time() == dt.time()
            return cell.date().isoformat() if midnight else cell.isoformat(sep=" ")
        case None:
            return ""
    return str(cell)


def read_parquet(data: bytes, limits: Limits) -> Grid:
    """Return a Parquet file as text; nested values become JSON.

    Raises UnreadableFile when it is damaged, FileTooLarge before its pages are unpacked.
    """
    try:
        file = pq.ParquetFile(pa.BufferReader(data))
        rows, columns = file.metadata.num_rows, len(file.schema_arrow)
        limits.check(rows, columns)
        packed = sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups))
        if max(packed, rows * columns) > limits.bytes:
            raise FileTooLarge.unpacked(limits.bytes)
        table = file.read()
        table.validate(full=True)  # text may hold bytes that are none
        cells = [_as_text(column) for column in table.columns]
    except DataProblem:
        raise
    except _PARQUET_PROBLEMS as problem:
        what = "The file begins like Parquet, but it is damaged or not a table."
        raise UnreadableFile(what, "Save or download it again.") from problem
    if not rows or not columns:
        raise UnreadableFile.header_only()
    text = pa.table(cells, [str(i) for i in range(columns)])
    return Grid(tuple(table.column_names), text, Reading("Parquet"))


def _as_text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = cells.type
    if pa.types.is_dictionary(kind):
        return _as_text(cells.cast(kind.value_type))
    if pa.types.is_nested(kind) or "binary" in str(kind):
        words = [
            v if v is None else json.dumps(v, default=repr, ensure_ascii=False) for v in cells.to_pylist()
        ]
        return pc.fill_null(pa.chunked_array([pa.array(words, pa.string())]), "")
    text = pc.fill_null(pc.cast(cells, pa.string()), "")
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        text = pc.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
    return text
