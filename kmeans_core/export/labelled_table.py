"""The upload's rows with their clusters: every column, every row and every character, as it came."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from kmeans_core.common import Floats, Progress, Whole, digest, silent
from kmeans_core.export.delimited_text import Dialect, write
from kmeans_core.features import FeatureMatrix
from kmeans_core.profiles import Grouping
from kmeans_core.tables import Table


@dataclass(frozen=True)
class LabelledOptions:
    """How the labelled table is written.

    >>> from kmeans_core import KMeansSettings, LabelledOptions, cluster, labelled_csv, prepare, read_table
    >>> table = read_table(b"x,note\\n1,=1+1\\n9,b\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> found = cluster(matrix, KMeansSettings(k=2))
    >>> labelled_csv(table, matrix, found, options=LabelledOptions(excel_safe=True)).altered_cells
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
    grouping: Grouping,
    *,
    options: LabelledOptions = LabelledOptions(),
    names: tuple[str, ...] = (),
    silhouettes: Floats | None = None,
    progress: Progress = silent,
) -> LabelledFile:
    """Write all rows of the table in order with their clusters, numbered from 1, in the upload's own dialect.

    `names` holds a name or "" for each cluster, `silhouettes` (n,) one value for each matrix row. Excel and
    Parquet files and samples become UTF-8 CSV. Raises BadSettings when a name has a character that the
    encoding lacks.

    >>> from kmeans_core import KMeansSettings, cluster, labelled_csv, prepare, read_table
    >>> table = read_table(b"x\\n1,0\\n1,5\\n9,0\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> lines = labelled_csv(table, matrix, cluster(matrix, KMeansSettings(k=2))).data.splitlines()
    >>> [line.split(b";")[:2] for line in lines]
    [[b'x', b'cluster'], [b'1,0', b'1'], [b'1,5', b'1'], [b'9,0', b'2']]
    """
    added = _added_columns(table, matrix, grouping, names)
    if silhouettes is not None:
        added["silhouette"] = _numbers(silhouettes, table, matrix)
    if matrix.left_out:
        added["left out because"] = _reasons(table, matrix)
    titles = _titles((column.name for column in table.columns), added)
    columns = [*table.text.columns, *(pa.chunked_array([cells]) for cells in added.values())]
    dialect = Dialect.of(table.reading)
    if options.utf8:
        dialect = replace(dialect, encoding="utf-8", bom=False)
    if options.excel_safe:  # Excel needs the mark for UTF-8
        dialect = replace(dialect, safe=True, bom=dialect.bom or dialect.encoding == "utf-8")
    scores = b"" if silhouettes is None else silhouettes.tobytes()
    made_of = digest(table.digest, matrix.digest, grouping.digest, options, names, scores)
    header = [*(column.name for column in table.columns), *titles] if table.reading.header else None
    data, altered = write(columns, header, dialect, progress)
    return LabelledFile(
        data=data,
        file_name=_file_name(table.name, dialect, made_of),
        encoding=dialect.encoding,
        added_columns=titles,
        altered_cells=altered,
        not_written=table.reading.skipped,
    )


def _added_columns(
    table: Table, matrix: FeatureMatrix, grouping: Grouping, names: tuple[str, ...]
) -> dict[str, pa.Array]:
    """Return the new columns by the titles they would like, one cell for each row of the table."""
    numbers = [str(i + 1) for i in range(len(grouping.sizes))]
    added = {"cluster": _levels(grouping.labels, numbers, table, matrix)}
    if any(names):
        added["cluster name"] = _levels(grouping.labels, list(names), table, matrix)
    if grouping.distances is not None:
        added["distance to centre"] = _numbers(grouping.distances, table, matrix)
    if grouping.second is not None:
        added["second cluster"] = _levels(grouping.second, numbers, table, matrix)
    if grouping.margins is not None:
        added["margin"] = _numbers(grouping.margins, table, matrix)
    return added


def _levels(codes: Whole, levels: list[str], table: Table, matrix: FeatureMatrix) -> pa.Array:
    """Return text by number, missing where a row took no part or its number is -1."""
    cells = np.full(table.n_rows, -1, np.int32)
    cells[matrix.rows] = codes
    return pa.DictionaryArray.from_arrays(pa.array(cells, mask=cells < 0), pa.array(levels, pa.string()))


def _numbers(values: Floats, table: Table, matrix: FeatureMatrix) -> pa.Array:
    cells = np.full(table.n_rows, np.nan)
    cells[matrix.rows] = values
    return pa.array(cells, from_pandas=True)


def _reasons(table: Table, matrix: FeatureMatrix) -> pa.Array:
    cells = np.full(table.n_rows, -1, np.int32)
    for code, (_, rows) in enumerate(matrix.left_out):
        cells[rows] = code
    reasons = pa.array([why for why, _ in matrix.left_out], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(cells, mask=cells < 0), reasons)


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
