"""The table that was read, its columns' facts, and the matrix prepared from it."""

from __future__ import annotations

from kmeans_core import features
from kmeans_core.common import digest
from kmeans_core.features import FeatureMatrix, Preparation, Transform
from kmeans_core.tables import ReadingChoices, Table, read_table
from pages.shared.results.column_facts import ColumnFacts, column_facts
from pages.shared.results.computing import computed
from pages.shared.state.choices import Upload


def read(upload: Upload, reading: ReadingChoices) -> Table:
    key = digest("read", upload.data, upload.name, reading)
    return computed(key, "Reading the file", lambda progress: read_table(upload.data, upload.name, reading))


def prepare(table: Table, how: Preparation) -> FeatureMatrix:
    key = digest("prepare", table.digest, how)
    return computed(key, "Preparing the columns", lambda progress: features.prepare(table, how, progress))


def facts(table: Table) -> tuple[ColumnFacts, ...]:
    return computed(
        digest("facts", table.digest), "Looking at the columns", lambda progress: column_facts(table)
    )


def skewed(table: Table) -> dict[str, Transform]:
    key = digest("skewed", table.digest)
    return computed(key, "Looking for skewed columns", lambda progress: features.skewed(table))
