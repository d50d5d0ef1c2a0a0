"""The table that was read, its columns' facts, and the matrix prepared from it."""

from __future__ import annotations

from kmeans_core import features
from kmeans_core.common import Progress, digest
from kmeans_core.features import Doubt, FeatureMatrix, Preparation, Transform
from kmeans_core.tables import ReadingChoices, Table, read_table, unpacked_size
from pages.shared.results.column_facts import ColumnFacts, column_facts
from pages.shared.results.computing import computed
from pages.shared.results.limits import LIMITS
from pages.shared.state.choices import Upload

READING, PREPARING = 11, 4  # times the size of what goes in, at most, as measured (benchmarks/README.md)


def read(upload: Upload, reading: ReadingChoices) -> Table:
    key = digest("read", upload.data, upload.name, reading)
    data, limits = upload.data, LIMITS.table

    def work(progress: Progress) -> Table:
        return read_table(data, upload.name, reading, limits, progress, apart=True)

    needs = READING * min(unpacked_size(data), limits.bytes)
    return computed(key, "Reading the file", work, needs=needs)


def prepare(table: Table, how: Preparation) -> FeatureMatrix:
    key = digest("prepare", table.digest, how)
    return computed(
        key,
        "Preparing the columns",
        lambda progress: features.prepare(table, how, progress),
        needs=PREPARING * 8 * table.n_rows * len(how.features or table.columns),
    )


def facts(table: Table) -> tuple[ColumnFacts, ...]:
    return computed(
        digest("facts", table.digest), "Looking at the columns", lambda progress: column_facts(table)
    )


def skewed(table: Table) -> dict[str, Transform]:
    key = digest("skewed", table.digest)
    return computed(key, "Looking for skewed columns", lambda progress: features.skewed(table))


def doubts(table: Table, chosen: tuple[str, ...]) -> tuple[Doubt, ...]:
    key = digest("doubts", table.digest, chosen)
    return computed(key, "Looking for doubts", lambda progress: features.doubts(table, chosen))
