"""The whole profile of a large table against one pandas groupby: python -m benchmarks.profiles [--quick]"""

from __future__ import annotations

import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np
import pandas as pd
import pyarrow as pa

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.distributions import distribution
from kmeans_core.profiles.profile import profile
from kmeans_core.profiles.rules import find_rules
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.columns import Column
from kmeans_core.tables.reading import Reading
from kmeans_core.tables.table import Table

ROWS = 200_000 if "--quick" in sys.argv else 1_000_000
COLUMNS, CLUSTERS, REPEATS = 10, 8, 5


def table_of(values: np.ndarray) -> Table:
    """Make a table of numbers; its text stays empty, because profiles of numbers do not read it."""
    names = [f"c{j}" for j in range(values.shape[1])]
    columns = tuple(
        Column(name, name, Kind.NUMBER, True, "", 0, len(values), 0, np.ascontiguousarray(values[:, j]))
        for j, name in enumerate(names)
    )
    text = pa.table({name: pa.nulls(len(values), pa.string()) for name in names})
    return Table("big.csv", text, columns, Reading("CSV"), (), (), "benchmark")


def best(work: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return min(times)


def main() -> None:
    random = np.random.default_rng(0)
    middles = random.normal(0, 3, (CLUSTERS, COLUMNS))
    values = middles[random.integers(CLUSTERS, size=ROWS)] + random.normal(size=(ROWS, COLUMNS))
    table = table_of(values)
    matrix = prepare(table, Preparation())
    clustering = cluster(matrix, KMeansSettings(k=CLUSTERS))
    frame, labels = pd.DataFrame(values), clustering.labels
    told = profile(table, matrix, clustering)
    cells = table.columns[0].numbers
    work = {
        'pandas groupby().agg(["mean", "std", "median"])': lambda: frame.groupby(labels).agg(
            ["mean", "std", "median"]
        ),
        "profile: 11 statistics, differences, rows": lambda: profile(table, matrix, clustering),
        "one column's distribution": lambda: distribution(told.numbers, 0, cells, labels),
        "rules of all clusters": lambda: find_rules(matrix, labels, CLUSTERS),
    }
    times = {name: best(job) for name, job in work.items()}
    base = next(iter(times.values()))
    print(f"{ROWS:,} x {COLUMNS}, {CLUSTERS} clusters, best of {REPEATS}\n")
    print(f"{'':50}{'seconds':>10}{'ratio':>8}")
    for name, seconds in times.items():
        print(f"{name:50}{seconds:10.3f}{seconds / base:8.2f}")


if __name__ == "__main__":
    main()
