"""Excel and OpenDocument bytes in, a grid of text out, numbers in their shortest spelling."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import python_calamine as calamine

from kmeans_core.common import DataProblem, UnreadableFile, listed
from kmeans_core.tables.archives import opened
from kmeans_core.tables.grids import grid_of_rows
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.sheet_bounds import check_sheets
from kmeans_core.tables.sheet_details import SheetDetails, area_of, sheet_details


def read_workbook(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return one sheet of an Excel or OpenDocument workbook: the chosen one, or the first that holds cells.

    A sheet of remarks before the first one with a table is passed over, and that is said.
    Raises UnreadableFile for damaged, locked or empty workbooks, FileTooLarge before a sheet is unfolded.
    """
    if not data.startswith(b"PK"):
        return _read(data, None, choices, limits)
    with opened(data, "workbook", limits) as archive:
        check_sheets(archive, limits)
        return _read(data, archive, choices, limits)


def _read(data: bytes, archive: zipfile.ZipFile | None, choices: ReadingChoices, limits: Limits) -> Grid:
    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        sheets, order = _sheets(book, choices.sheet)
        held: dict[str, list[list[str]]] = {}
        for name in order:
            sheet = book.get_sheet_by_name(name)
            limits.check(sheet.height, sheet.width)
            details = SheetDetails({}) if archive is None else sheet_details(archive, name)
            rows = _rows(sheet, details, choices)
            if any(map(any, rows)):
                held[name] = rows
            if name in held and _holds_a_table(rows):
                break
        if held:
            grid = _chosen(held, sheets, choices)
            return replace(grid, notices=(*grid.notices, *details.notices()))
    except calamine.PasswordError as problem:
        raise UnreadableFile("The workbook is locked with a password.", "Save it without one.") from problem
    except DataProblem:
        raise
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableFile.damaged("workbook") from problem
    if choices.cells:
        raise UnreadableFile(f"The cells {choices.cells} hold nothing.", "Choose others.")
    raise UnreadableFile.empty()


def _rows(sheet: calamine.CalamineSheet, details: SheetDetails, choices: ReadingChoices) -> list[list[str]]:
    """Return the cells of a sheet, or of the chosen range, as text with the zeros that are seen."""
    rows = [[spelled(cell) for cell in row] for row in sheet.to_python()]
    first, left = sheet.start or (0, 0)
    for (row, column), digits in details.digits.items():
        cells = rows[row - first] if first <= row < first + len(rows) else []
        if left <= column < left + len(cells) and cells[column - left].isdecimal():
            cells[column - left] = cells[column - left].zfill(digits)
    if (area := area_of(choices.cells)) is None:
        return rows
    top, begin, bottom, end = area
    within = rows[max(0, top - first) : max(0, bottom - first)]
    return [row[max(0, begin - left) : max(0, end - left)] for row in within]


def _holds_a_table(rows: list[list[str]]) -> bool:
    return sum(sum(map(bool, row)) > 1 for row in rows) > 1


def _chosen(held: dict[str, list[list[str]]], sheets: tuple[str, ...], choices: ReadingChoices) -> Grid:
    """Return the last of the sheets, which is the first that holds a table, or else the first one."""
    *before, name = held
    if not _holds_a_table(held[name]):
        before, name = [], next(iter(held))
    grid = grid_of_rows(held[name], Reading("Excel", sheet=name, sheets=sheets), choices)
    told = f"The sheet {name} was read, the first that holds a table; before it: {listed(before)}."
    return replace(grid, notices=(told,) if before else ())


def _sheets(book: calamine.CalamineWorkbook, chosen: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of all sheets with cells, and of those to look at, in order."""
    cells = [s for s in book.sheets_metadata if s.typ == calamine.SheetTypeEnum.WorkSheet]
    names = tuple(sheet.name for sheet in cells)
    shown = tuple(sheet.name for sheet in cells if sheet.visible == calamine.SheetVisibleEnum.Visible)
    return names, sheets_named(names, shown, chosen)


def sheets_named(names: tuple[str, ...], shown: tuple[str, ...], chosen: str | None) -> tuple[str, ...]:
    """Return the chosen one of several sheets or tables, or all to look at; raises UnreadableFile."""
    if chosen is not None and chosen not in names:
        raise UnreadableFile(f"There is no sheet called {chosen}.", f"Choose one of {', '.join(names)}.")
    return (chosen,) if chosen else shown or names


def spelled(cell: object) -> str:
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
