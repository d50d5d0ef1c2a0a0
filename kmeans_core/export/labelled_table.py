"""The upload's rows with their clusters: every column, every row and every character, as it came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kmeans_core.clustering import Clustering
from kmeans_core.common import Progress, digest, in_order, silent
from kmeans_core.export.delimited_text import Dialect, escape_formulas, write
from kmeans_core.features import FeatureMatrix
from kmeans_core.tables import Table

_ROWS = 2**16  # turned into text at once


@dataclass(frozen=True)
class LabelledOptions:
    """How the labelled table is written.

    >>> from kmeans_core import KMeansSettings, LabelledOptions, cluster, labelled_csv, prepare, read_table
    >>> table = read_table(b"x,note\\n1,=1+1\\n9,b\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> found = cluster(matrix, KMeansSettings(k=2))
    >>> labelled_csv(table, matrix, found, LabelledOptions(excel_safe=True)).altered_cells
    1
    """

    utf8: bool = False  # UTF-8 whatever the upload's encoding was
    excel_safe: bool = False  # alter cells that a spreadsheet would run as formulas


@dataclass(frozen=True, eq=False)
class LabelledFile:
    """The labelled table as a file, and what differs from the upload."""

    data: bytes
    file_name: str  # safe on any system, with the content's digest
    encoding: str
    added_columns: tuple[str, ...]  # in order, after the upload's own
    altered_cells: int  # formulas escaped, headers included
    not_written: tuple[tuple[str, int], ...]  # what the upload held around the table: ("comment lines", 2)


def labelled_csv(
    table: Table,
    matrix: FeatureMatrix,
    clustering: Clustering,
    options: LabelledOptions = LabelledOptions(),
    names: tuple[str, ...] = (),
    silhouettes: NDArray[np.float64] | None = None,
    progress: Progress = silent,
) -> LabelledFile:
    """Write all rows of the table in order with their clusters, numbered from 1, in the upload's own dialect.

    `names` holds a name or "" for each cluster, `silhouettes` (n,) one value for each matrix row. Excel and
    Parquet files and samples become UTF-8 CSV. Raises BadSettings when a name has a character that the
    encoding lacks.
    """
    added = _added_columns(table, matrix, clustering, names, silhouettes)
    titles = _titles((column.name for column in table.columns), added)
    columns = [*table.text.columns, *added.values()]
    headers = _as_text([*(column.name for column in table.columns), *titles])
    dialect, altered = Dialect.of(table.reading), 0
    if options.utf8:
        dialect = replace(dialect, encoding="utf-8", bom=False)
    if options.excel_safe:
        dialect = replace(dialect, bom=dialect.bom or dialect.encoding == "utf-8")  # Excel needs it for UTF-8
        escaped = [escape_formulas(cells) for cells in (headers, *columns)]
        altered = sum(count for _, count in escaped)
        headers, *columns = (cells for cells, _ in escaped)
    scores = b"" if silhouettes is None else silhouettes.tobytes()
    made_of = digest(table.digest, matrix.digest, clustering.digest, options, names, scores)
    data = write(columns, headers.to_pylist() if table.reading.header else None, dialect, progress)
    return LabelledFile(
        data,
        _file_name(table.name, dialect, made_of),
        dialect.encoding,
        titles,
        altered,
        table.reading.skipped,
    )


def _added_columns(
    table: Table,
    matrix: FeatureMatrix,
    clustering: Clustering,
    names: tuple[str, ...],
    silhouettes: NDArray[np.float64] | None,
) -> dict[str, pa.ChunkedArray]:
    """Return the new columns by the titles they would like, one cell for each row of the table."""
    places = np.full(table.n_rows, -1)
    places[matrix.rows] = np.arange(len(matrix.rows))
    place = pa.array(places, mask=places < 0)  # null where a row took no part
    numbers = [str(i + 1) for i in range(len(clustering.sizes))]
    decimal = table.reading.decimal or "."
    added = {"cluster": _level_cells(clustering.labels, numbers, place)}
    if any(names):
        added["cluster name"] = _level_cells(clustering.labels, list(names), place)
    added["distance to centre"] = _number_cells(clustering.distances, decimal, place)
    added["second cluster"] = _level_cells(clustering.second, numbers, place)
    added["margin"] = _number_cells(clustering.margins, decimal, place)
    if silhouettes is not None:
        added["silhouette"] = _number_cells(silhouettes, decimal, place)
    if matrix.left_out:
        added["left out because"] = _reasons(table.n_rows, matrix)
    return added


def _as_text(cells: list[str] | pa.Array) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(cells, pa.string())])


def _level_cells(codes: NDArray[np.int32], levels: list[str], place: pa.Array) -> pa.ChunkedArray:
    return _as_text(pa.array(levels, pa.string()).take(pa.array(codes).take(place)))


def _number_cells(values: NDArray[np.float64], decimal: str, place: pa.Array) -> pa.ChunkedArray:
    """Write numbers so that they read back exactly, with the upload's decimal sign."""
    numbers = pa.array(values).take(place)

    def text(start: int) -> pa.Array:
        cells = pc.cast(numbers.slice(start, _ROWS), pa.string())
        return cells if decimal == "." else pc.replace_substring(cells, ".", decimal)

    return pa.chunked_array(in_order(text, range(0, len(numbers), _ROWS)), pa.string())


def _reasons(n_rows: int, matrix: FeatureMatrix) -> pa.ChunkedArray:
    codes = np.zeros(n_rows, dtype=np.int32)
    for code, (_, rows) in enumerate(matrix.left_out, 1):
        codes[rows] = code
    return _as_text(pa.array(["", *(why for why, _ in matrix.left_out)], pa.string()).take(pa.array(codes)))


def _titles(taken: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Number the wanted titles that are taken, in whatever capitals: cluster_2, cluster_3 and so on."""
    known = {name.strip().casefold() for name in taken}
    titles = []
    for title in wanted:
        free, number = title, 2
        while free.casefold() in known:
            free, number = f"{title}_{number}", number + 1
        known.add(free.casefold())
        titles.append(free)
    return tuple(titles)


def _file_name(name: str, dialect: Dialect, made_of: str) -> str:
    """Name the file after the upload, with a digest: two downloads of one name must never be mixed up."""
    stem = re.sub(r"(\.[A-Za-z]\w{0,6}){1,2}$", "", re.split(r"[\\/]", name)[-1])
    plain = re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "table"
    ending = "tsv" if dialect.delimiter == "\t" else "csv"
    return f"{plain}_labelled_{made_of[:10]}.{ending}"
