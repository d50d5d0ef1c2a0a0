"""Excel and OpenDocument bytes in, a grid of text out, numbers in their shortest spelling."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace

import python_calamine as calamine

from kmeans_core.common import DataProblem, UnreadableFile, listed
from kmeans_core.tables.archives import opened
from kmeans_core.tables.grids import grid_of_rows
from kmeans_core.tables.reading import Grid, Limits, Reading, ReadingChoices
from kmeans_core.tables.sheet_bounds import check_sheets


def read_workbook(data: bytes, choices: ReadingChoices, limits: Limits) -> Grid:
    """Return one sheet of an Excel or OpenDocument workbook: the chosen one, or the first that holds cells.

    A sheet of remarks before the first one with a table is passed over, and that is said.
    Raises UnreadableFile for damaged, locked or empty workbooks, FileTooLarge before a sheet is unfolded.
    """
    if data.startswith(b"PK"):
        with opened(data, "workbook", limits) as archive:
            check_sheets(archive, limits)
    try:
        book = calamine.CalamineWorkbook.from_object(io.BytesIO(data))
        sheets, order = _sheets(book, choices.sheet)
        held: dict[str, list[list[str]]] = {}
        for name in order:
            sheet = book.get_sheet_by_name(name)
            limits.check(sheet.height, sheet.width)
            rows = [[spelled(cell) for cell in row] for row in sheet.to_python()]
            if any(map(any, rows)):
                held[name] = rows
            if name in held and _holds_a_table(rows):
                break
        if held:
            return _chosen(held, sheets, choices)
    except calamine.PasswordError as problem:
        raise UnreadableFile("The workbook is locked with a password.", "Save it without one.") from problem
    except DataProblem:
        raise
    except (calamine.CalamineError, OSError, ValueError) as problem:
        raise UnreadableFile.damaged("workbook") from problem
    raise UnreadableFile.empty()


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
