"""The upload's rows with their clusters: every column, every row and every character, as it came."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Protocol

import numpy as np
import pyarrow as pa

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Ints, Progress, Whole, digest, silent
from kmeans_core.export.delimited_text import write
from kmeans_core.tables import Reading, Table


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


class TakingPart(Protocol):
    """Which rows of a table have a label, and why the others have none."""

    @property
    def rows(self) -> Ints:
        """The table row of each label (n,)."""

    @property
    def left_out(self) -> tuple[tuple[str, Ints], ...]:
        """Each reason and the table rows it left out."""

    @property
    def digest(self) -> str:
        """A name for what was made of the table."""


def labelled_csv(
    table: Table,
    matrix: TakingPart,
    grouping: Partition,
    *,
    options: LabelledOptions = LabelledOptions(),
    names: tuple[str, ...] = (),
    silhouettes: Floats | None = None,
    more: Mapping[str, Floats] = MappingProxyType({}),
    progress: Progress = silent,
) -> LabelledFile:
    """Write all rows of the table in order with their clusters, numbered from 1, in the upload's own dialect.

    `names` holds a name or "" for each cluster, `silhouettes` (n,) one value for each matrix row, and so do
    columns of numbers in `more`, by their titles. Excel and
    Parquet files and samples become UTF-8 CSV. Raises BadSettings when a name has a character that the
    encoding lacks.

    >>> from kmeans_core import KMeansSettings, cluster, labelled_csv, prepare, read_table
    >>> table = read_table(b"x\\n1,0\\n1,5\\n9,0\\n", "points.csv")
    >>> matrix = prepare(table)
    >>> lines = labelled_csv(table, matrix, cluster(matrix, KMeansSettings(k=2))).data.splitlines()
    >>> [line.split(b";")[:2] for line in lines]
    [[b'x', b'cluster'], [b'1,0', b'1'], [b'1,5', b'1'], [b'9,0', b'2']]
    """
    added = added_columns(table.n_rows, matrix, grouping, names=names, silhouettes=silhouettes)
    added |= {title: _column(table.n_rows, matrix.rows, values, None) for title, values in more.items()}
    titles = free_titles((column.name for column in table.columns), added)
    dialect = _dialect(table.reading, options)
    scores = b"".join(each.tobytes() for each in (silhouettes, *more.values()) if each is not None)
    made_of = digest(table.digest, matrix.digest, grouping.digest, options, names, scores, tuple(more))
    header = [*(column.name for column in table.columns), *titles] if table.reading.header else None
    data, altered = write(
        [table.text, pa.table(added)], header, dialect, safe=options.excel_safe, progress=progress
    )
    return LabelledFile(
        data=data,
        file_name=file_name(table.name, "tsv" if dialect.delimiter == "\t" else "csv", made_of),
        encoding=dialect.encoding,
        added_columns=titles,
        altered_cells=altered,
        not_written=table.reading.skipped,
    )


def _dialect(reading: Reading, options: LabelledOptions) -> Reading:
    """Return how the file is written: as it was read; other tables than delimited text as plain CSV."""
    plain = Reading("CSV", decimal=reading.decimal)
    dialect = reading if reading.format == "CSV" else plain
    if options.utf8:
        dialect = replace(dialect, encoding="utf-8", bom=False)
    marked = options.excel_safe and dialect.encoding == "utf-8"  # Excel needs the mark
    return replace(dialect, bom=dialect.bom or marked)


def added_columns(
    n_rows: int,
    matrix: TakingPart,
    grouping: Partition,
    *,
    names: tuple[str, ...],
    silhouettes: Floats | None,
) -> dict[str, pa.Array]:
    """Return the new columns by the titles they would like, one cell for each row of the table."""
    numbers = tuple(str(i + 1) for i in range(len(grouping.sizes)))
    wanted: dict[str, tuple[Floats | Whole | None, tuple[str, ...] | None]] = {
        "cluster": (grouping.labels, numbers),
        "cluster name": (grouping.labels if any(names) else None, names),
        "distance to centre": (grouping.distances, None),
        "second cluster": (grouping.second, numbers),
        "margin": (grouping.margins, None),
        "probability": (grouping.certainty, None),
        "silhouette": (silhouettes, None),
    }
    added = {
        title: _column(n_rows, matrix.rows, values, levels)
        for title, (values, levels) in wanted.items()
        if values is not None
    }
    if matrix.left_out:
        reasons, left = zip(*matrix.left_out, strict=True)
        codes = np.repeat(np.arange(len(left)), [len(rows) for rows in left])
        added["left out because"] = _column(n_rows, np.concatenate(left), codes, reasons)
    return added


def _column(n_rows: int, rows: Ints, values: Floats | Whole, levels: tuple[str, ...] | None) -> pa.Array:
    """Return numbers, or levels by number (-1 for none), at some rows of the table; missing elsewhere."""
    cells = np.full(n_rows, np.nan if levels is None else -1, float if levels is None else np.int32)
    cells[rows] = values
    if levels is None:
        return pa.array(cells, from_pandas=True)
    return pa.DictionaryArray.from_arrays(pa.array(cells, mask=cells < 0), pa.array(levels, pa.string()))


def free_titles(taken: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
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


def file_name(name: str, ending: str, made_of: str) -> str:
    """Name the file after the upload, with a digest: two downloads of one name must never be mixed up."""
    stem = re.sub(r"(\.[A-Za-z]\w{0,6}){1,2}$", "", re.split(r"[\\/]", name)[-1])
    plain = re.sub(r"[^\w-]+", "_", stem).strip("_")[:60] or "table"
    return f"{plain}_labelled_{made_of[:10]}.{ending}"
