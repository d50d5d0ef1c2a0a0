"""Excel, OpenDocument and Parquet bytes in, a grid of text out, numbers in their shortest spelling."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import python_calamine as calamine

from kmeans_core.common import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.archives import check_archive
from kmeans_core.tables.delimited import grid_of_rows
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices

_PARQUET_PROBLEMS = (pa.ArrowException, OSError, ValueError, TypeError, KeyError)
_BINARY = (
    *(pa.types.is_binary, pa.types.is_large_binary),
    *(pa.types.is_fixed_size_binary, pa.types.is_binary_view),
)
_BYTES_PER_CELL = 8  # at least, while a workbook is read


def read_workbook(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return one sheet of an Excel or OpenDocument workbook: the chosen one, or the first that holds cells.

    Raises UnreadableFile for damaged, locked or empty workbooks, FileTooLarge before a sheet is unfolded.
    """
    if data.startswith(b"PK"):
        check_archive(data, limits)
        _check_extent(data, limits)
    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        sheets = tuple(
            sheet.name for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet
        )
        if choices.sheet is not None and choices.sheet not in sheets:
            raise UnreadableFile(
                f"There is no sheet called {choices.sheet}.", f"Choose one of {', '.join(sheets)}."
            )
        shown = [s.name for s in book.sheets_metadata if s.visible == calamine.SheetVisibleEnum.Visible]
        order = [choices.sheet] if choices.sheet else [s for s in sheets if s in shown] or list(sheets)
        for name in order:
            sheet = book.get_sheet_by_name(name)
            if sheet.height > limits.rows:
                raise FileTooLarge.rows(sheet.height, limits.rows)
            if sheet.width > limits.columns:
                raise FileTooLarge.columns(sheet.width, limits.columns)
            rows = [[_spell(cell) for cell in row] for row in sheet.to_python()]
            if any(cell for row in rows for cell in row):
                return grid_of_rows(rows, Reading("Excel", sheet=name, sheets=sheets), choices)
    except calamine.PasswordError as problem:
        raise UnreadableFile("The workbook is locked with a password.", "Save it without one.") from problem
    except DataProblem:
        raise
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableFile.damaged("workbook") from problem
    raise UnreadableFile.empty()


def _check_extent(data: bytes, limits: Limits) -> None:
    """Refuse sheets whose few cells lie so far apart that the area between them would fill the memory."""
    area = limits.bytes // _BYTES_PER_CELL
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
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
    return max(int(row) for _, row in places), max(_column_number(letters) for letters, _ in places)


def _repeats(xml: bytes, area: int) -> tuple[int, int]:
    """Return how far repeated rows and cells of an OpenDocument sheet reach, empty ones at an end aside."""
    filled = rb"(?:(?!</table:table-row>).)*?(?:text:p|:value=)"
    row = rb"<table:table-row[^>]*rows-repeated=[\"'](\d{1,9})[^>]*>" + filled
    cell = rb"columns-repeated=[\"'](\d{1,9})[\"'](?:[^>]*/>(?!\s*</table:table-row>)|[^>]*(?<!/)>)"
    rows = sum(map(int, re.findall(row, xml, re.DOTALL)))
    columns = max(map(int, re.findall(cell, xml)), default=1)
    return (rows, columns) if rows * columns > area else (1, 1)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


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
        if rows > limits.rows:
            raise FileTooLarge.rows(rows, limits.rows)
        if columns > limits.columns:
            raise FileTooLarge.columns(columns, limits.columns)
        packed = sum(file.metadata.row_group(i).total_byte_size for i in range(file.num_row_groups))
        if max(packed, rows * columns) > limits.bytes:
            raise FileTooLarge.unpacked(limits.bytes)
        table = file.read()
        table.validate(full=True)  # text may hold bytes that are none
        cells = [_as_text(column) for column in table.columns]
    except DataProblem:
        raise
    except _PARQUET_PROBLEMS as problem:
        raise UnreadableFile(
            "The file begins like Parquet, but it is damaged or not a table.", "Save or download it again."
        ) from problem
    if not rows or not columns:
        raise UnreadableFile.header_only()
    text = pa.table(cells, [str(i) for i in range(columns)])
    return Grid(tuple(table.column_names), text, Reading("Parquet"))


def _as_text(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = cells.type
    if pa.types.is_dictionary(kind):
        return _as_text(cells.cast(kind.value_type))
    if pa.types.is_nested(kind) or any(is_binary(kind) for is_binary in _BINARY):
        words = [
            None if v is None else json.dumps(v, default=repr, ensure_ascii=False) for v in cells.to_pylist()
        ]
        return pc.fill_null(pa.chunked_array([pa.array(words, pa.string())]), "")
    text = pc.fill_null(pc.cast(cells, pa.string()), "")
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        text = pc.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
    return text
