"""The upload's rows with their clusters as Parquet: a column of one kind as such, others as exact text."""

from __future__ import annotations

import io

import pyarrow as pa
import pyarrow.parquet as pq

from kmeans_core.clustering import Partition
from kmeans_core.common import digest
from kmeans_core.export.labelled_table import LabelledFile, TakingPart, added_columns, file_name, free_titles
from kmeans_core.export.typed_columns import typed
from kmeans_core.tables import Table


def labelled_parquet(
    table: Table, matrix: TakingPart, grouping: Partition, *, names: tuple[str, ...] = ()
) -> LabelledFile:
    """Write all rows in order with their clusters; columns are named by their labels, which differ.

    >>> import io
    >>> import pyarrow.parquet as pq
    >>> from kmeans_core import KMeansSettings, cluster, labelled_parquet, prepare, read_table
    >>> table = read_table(b"x,code\\n1.5,007\\n9,010\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> file = labelled_parquet(table, matrix, cluster(matrix, KMeansSettings(k=2)))
    >>> pq.read_table(io.BytesIO(file.data)).select(["x", "code", "cluster"]).to_pydict()
    {'x': [1.5, 9.0], 'code': ['007', '010'], 'cluster': [1, 2]}
    """
    table = table.in_full()
    labels = [column.label for column in table.columns]
    added = added_columns(table.n_rows, matrix, grouping, names=names, silhouettes=None)
    titles = free_titles(labels, added)
    columns = [_column(table, position) for position in range(len(labels))]
    for title, cells in added.items():
        columns.append(cells.cast(pa.string()).cast(pa.int32()) if title in NUMBERED else cells)
    out = io.BytesIO()
    pq.write_table(pa.table(columns, names=[*labels, *titles]), out)
    made_of = digest(table.digest, matrix.digest, grouping.digest, names)
    return LabelledFile(
        data=out.getvalue(),
        file_name=file_name(table.name, "parquet", made_of),
        encoding="utf-8",
        added_columns=titles,
        altered_cells=0,
        not_written=table.reading.skipped,
    )


NUMBERED = ("cluster", "second cluster")


def _column(table: Table, position: int) -> pa.Array:
    found = typed(table, position)
    return found.values if found.whole else table.text.column(position).combine_chunks()
