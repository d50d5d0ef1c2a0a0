"""The upload's rows with their clusters as an Excel workbook: values keep their kinds, text is never run."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import xlsxwriter

from kmeans_core.clustering import Partition
from kmeans_core.common import BadSettings, Progress, digest, silent
from kmeans_core.export.labelled_table import LabelledFile, TakingPart, added_columns, file_name, free_titles
from kmeans_core.export.profile_tables import (
    EXCEL_ROWS,
    LONGEST_CELL,
    PLAIN,
    clusters_sheet,
    numbers_sheet,
    words_sheet,
)
from kmeans_core.export.typed_columns import typed
from kmeans_core.profiles import Profile
from kmeans_core.tables import Table

COLUMNS = 16_384  # of a sheet
CELLS = 2_000_000  # which take ten seconds and 400 MB
_EXACT = 10**15  # numbers of more digits Excel would round: they stay text
_BATCH = 1_000  # rows
_DAYS = {"num_format": "yyyy-mm-dd"}
_TIMES = {"num_format": "yyyy-mm-dd hh:mm:ss"}


def labelled_workbook(
    table: Table,
    matrix: TakingPart,
    grouping: Partition,
    *,
    profile: Profile | None = None,
    names: tuple[str, ...],
    colours: Sequence[tuple[str, str]] = (),
    progress: Progress = silent,
) -> LabelledFile:
    """Write all rows in order with their clusters, and sheets with the profile where there is one.

    `colours` holds a fill and an ink for each cluster, as #RRGGBB. Cells longer than Excel holds are cut and
    counted. Raises BadSettings for more rows, columns or cells than a sheet takes.

    >>> from kmeans_core import KMeansSettings, cluster, labelled_workbook, prepare, read_table
    >>> table = read_table(b"x,note\\n1,=1+1\\n9,b\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> file = labelled_workbook(table, matrix, cluster(matrix, KMeansSettings(k=2)), names=("low", "high"))
    >>> read_table(file.data, "points.xlsx").text.column(1).to_pylist()
    ['=1+1', 'b']
    """
    _check(table)
    labels = [column.name for column in table.columns]
    added = added_columns(table.n_rows, matrix, grouping, names=names, silhouettes=None)
    titles = free_titles(labels, added)
    out = io.BytesIO()
    options = {**PLAIN, "in_memory": True, "nan_inf_to_errors": True}
    with xlsxwriter.Workbook(out, options) as book:
        sheet = book.add_worksheet("Rows")
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, table.n_rows, len(labels) + len(titles) - 1)
        _write_row(sheet, 0, [*labels, *titles], [book.add_format({"bold": True})] * 2**14)
        cut = _rows(book, sheet, _values(table, added), colours, len(labels), progress)
        for title, frame in _profile_sheets(profile, names).items() if profile else ():
            _write_frame(book, title, frame)
    made_of = digest(table.digest, matrix.digest, grouping.digest, names, tuple(colours))
    return LabelledFile(
        data=out.getvalue(),
        file_name=file_name(table.name, "xlsx", made_of),
        encoding="utf-8",
        added_columns=titles,
        altered_cells=cut,
        not_written=table.reading.skipped,
    )


def _check(table: Table) -> None:
    rows, columns = table.n_rows, len(table.columns) + 7
    if rows > EXCEL_ROWS or columns > COLUMNS:
        raise BadSettings(
            f"An Excel sheet holds at most {EXCEL_ROWS:,} rows and {COLUMNS:,} columns.",
            "Take CSV or Parquet.",
        )
    if rows * columns > CELLS:
        raise BadSettings(
            f"The table has {rows * columns:,} cells; at most {CELLS:,} are written to Excel.",
            "Take CSV or Parquet.",
        )


def _values(table: Table, added: dict[str, pa.Array]) -> list[tuple[pa.Array, pa.Array | None]]:
    """Return each column's values, and the text that stands where there is no such value."""
    own, table = [], table.in_full()
    for position in range(len(table.columns)):
        values = typed(table, position).values
        text = table.text.column(position).combine_chunks()
        own.append((values, None if pa.types.is_string(values.type) else text))
    numbered = [
        cells.cast(pa.string()).cast(pa.int32()) if title in ("cluster", "second cluster") else cells
        for title, cells in added.items()
    ]
    return [*own, *((cells, None) for cells in numbered)]


def _rows(
    book: Any,
    sheet: Any,
    columns: list[tuple[pa.Array, pa.Array | None]],
    colours: Sequence[tuple[str, str]],
    cluster_at: int,
    progress: Progress,
) -> int:
    """Write all rows; return how many cells were too long."""
    by_kind = {pa.date32(): book.add_format(_DAYS), pa.timestamp("us"): book.add_format(_TIMES)}
    formats = [by_kind.get(values.type) for values, _ in columns]
    fills = [book.add_format({"bg_color": fill, "font_color": ink, "bold": True}) for fill, ink in colours]
    total, cut = len(columns[0][0]), 0
    for start in range(0, total, _BATCH):
        progress(start / max(total, 1), f"row {start:,} of {total:,}")
        batch = zip(*(_cells(values, text, start) for values, text in columns), strict=True)
        for row, cells in enumerate(batch, start + 1):
            fill = fills[cells[cluster_at] - 1] if fills and cells[cluster_at] is not None else None
            formats[cluster_at] = formats[cluster_at + 1] = fill
            cut += _write_row(sheet, row, cells, formats)
    return cut


def _cells(values: pa.Array, text: pa.Array | None, start: int) -> list[Any]:
    """Return some rows' values, or the text where there is none or where Excel would round it."""
    found: list[Any] = values.slice(start, _BATCH).to_pylist()
    if text is None:
        return found
    spelled = text.slice(start, _BATCH).to_pylist()
    return [
        word if value is None or (isinstance(value, int) and abs(value) >= _EXACT) else value
        for value, word in zip(found, spelled, strict=True)
    ]


def _write_row(sheet: Any, row: int, cells: Sequence[Any], formats: Sequence[Any]) -> int:
    """Write one row, text always as text; return how many cells had to be cut."""
    cut = 0
    for column, (cell, how) in enumerate(zip(cells, formats, strict=False)):
        if isinstance(cell, str):
            cut += len(cell) > LONGEST_CELL
            if cell:
                sheet.write_string(row, column, cell[:LONGEST_CELL], how)
        elif isinstance(cell, bool):
            sheet.write_boolean(row, column, cell, how)
        elif isinstance(cell, dt.date):
            sheet.write_datetime(row, column, cell, how)
        elif cell is not None:
            sheet.write_number(row, column, cell, how)
    return cut


def _profile_sheets(profile: Profile, names: Sequence[str]) -> dict[str, pd.DataFrame]:
    return {
        "Clusters": clusters_sheet(profile, names),
        "Numbers": numbers_sheet(profile, names),
        "Words": words_sheet(profile, names),
    }


def _write_frame(book: Any, title: str, frame: pd.DataFrame) -> None:
    sheet = book.add_worksheet(title)
    sheet.freeze_panes(1, 0)
    _write_row(sheet, 0, list(frame.columns), [book.add_format({"bold": True})] * len(frame.columns))
    plain = frame.astype(object).where(frame.notna(), None)
    for row, cells in enumerate(plain.itertuples(index=False), 1):
        _write_row(
            sheet,
            row,
            [cell.item() if hasattr(cell, "item") else cell for cell in cells],
            [None] * len(cells),
        )
