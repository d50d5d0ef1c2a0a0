"""The file that is taken away."""

from __future__ import annotations

from collections.abc import Mapping

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Progress, digest
from kmeans_core.evaluation import RowSilhouettes
from kmeans_core.export import (
    LabelledFile,
    LabelledOptions,
    labelled_csv,
    labelled_parquet,
    labelled_workbook,
)
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import LIGHT, ink
from kmeans_core.profiles import Profile
from pages.shared.results.computing import computed
from pages.shared.results.groups import Groups
from pages.shared.results.weights import weight

WRITING = 3  # times the table's text, at most
IN_CELLS = 200  # bytes of a cell in a workbook that is being written


def labelled(
    groups: Groups, names: tuple[str, ...], options: LabelledOptions, rows: RowSilhouettes | None
) -> LabelledFile:
    """Write the table with its clusters and their names, a name or "" for each."""
    values = None if rows is None else rows.values

    def work(progress: Progress) -> LabelledFile:
        return labelled_csv(
            groups.table,
            groups.matrix,
            groups.clustering,
            options=options,
            names=names,
            silhouettes=values,
            progress=progress,
        )

    table = groups.table
    key = digest("labelled", groups.clustering.digest, table.digest, table.name, options, names, rows is None)
    return computed(key, "Writing the file", work, needs=WRITING * weight(table.text))


def with_oddness(groups: Groups, made_of: str, columns: Mapping[str, Floats]) -> LabelledFile:
    """Write the table with its clusters and further numbers of every row, which `made_of` names."""
    table = groups.table
    return computed(
        digest("with oddness", made_of, groups.clustering.digest, table.digest, table.name),
        "Writing the file",
        lambda progress: labelled_csv(
            table, groups.matrix, groups.clustering, more=columns, progress=progress
        ),
        needs=WRITING * weight(table.text),
    )


def workbook(groups: Groups, shown: tuple[Group, ...], told: Profile) -> LabelledFile:
    """Write the table with its clusters, in their colours, as Excel."""
    names = tuple(group.name for group in shown)
    colours = tuple((fill, ink(fill)) for fill in (group.fill(LIGHT) for group in shown))

    def work(progress: Progress) -> LabelledFile:
        return labelled_workbook(
            groups.table,
            groups.matrix,
            groups.clustering,
            profile=told,
            names=names,
            colours=colours,
            progress=progress,
        )

    table = groups.table
    key = digest("workbook", groups.clustering.digest, table.digest, table.name, names, colours)
    return computed(key, "Writing the workbook", work, needs=IN_CELLS * table.n_rows * len(table.columns))


def parquet(groups: Groups, names: tuple[str, ...]) -> LabelledFile:
    """Write the table with its clusters as Parquet."""
    table = groups.table
    return computed(
        digest("parquet", groups.clustering.digest, table.digest, table.name, names),
        "Writing the file",
        lambda progress: labelled_parquet(table, groups.matrix, groups.clustering, names=names),
        needs=WRITING * weight(table.text),
    )


def marked(groups: Groups, grouping: Partition) -> LabelledFile:
    """Write the table with the rows of the first of two groups marked as selected."""
    table, names = groups.table, ("selected", "other")
    return computed(
        digest("marked", grouping.digest, table.digest, table.name),
        "Writing the file",
        lambda progress: labelled_csv(table, groups.matrix, grouping, names=names, progress=progress),
    )
