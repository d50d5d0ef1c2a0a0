"""Writing a labelled table of 1,000,000 x 10: ours against pyarrow and pandas, in one run.

python -m benchmarks.writing [--quick]
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.export.labelled_table import LabelledOptions, labelled_csv
from kmeans_core.features import Preparation, prepare
from kmeans_core.tables.table import read_table

ROWS, COLUMNS = 200_000 if "--quick" in sys.argv else 1_000_000, 10


def seconds(work: Callable[[], object], runs: int) -> float:
    """Return the shortest of a few runs."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def through_arrow(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pyarrow.csv.write_csv(table, sink, pyarrow.csv.WriteOptions(batch_size=2**16))
    return sink.getvalue().to_pybytes()


def main() -> None:
    values = np.random.default_rng(0).normal(size=(ROWS, COLUMNS))
    names = [f"column {i + 1}" for i in range(COLUMNS)]
    sink = io.BytesIO()
    pyarrow.csv.write_csv(pa.table(list(values.T), names), sink)
    table = read_table(sink.getvalue(), "big.csv")
    matrix = prepare(table, Preparation())
    groups = cluster(matrix, KMeansSettings(k=8))
    text = pa.table(table.text.columns, names)
    cluster_text = pa.array((groups.labels + 1).astype(str))
    labelled_text = text.append_column("cluster", cluster_text)
    same = labelled_text
    for name, added in (
        ("distance", groups.distances),
        ("second", groups.second + 1),
        ("margin", groups.margins),
    ):
        same = same.append_column(name, pa.array(added))
    frame = pd.DataFrame(values, columns=names).assign(cluster=groups.labels + 1)
    peers: list[tuple[str, Callable[[], object], int]] = [
        ("pyarrow write_csv, text and cluster", lambda: through_arrow(labelled_text), 5),
        ("pyarrow write_csv, and distance, second, margin", lambda: through_arrow(same), 5),
        ("ours, with distance, second cluster and margin", lambda: labelled_csv(table, matrix, groups), 5),
        (
            "ours, Excel-safe",
            lambda: labelled_csv(table, matrix, groups, options=LabelledOptions(excel_safe=True)),
            3,
        ),
        ("pandas to_csv, numbers and cluster", lambda: frame.to_csv(index=False), 1),
    ]
    base = None
    print(f"{ROWS:,} x {COLUMNS}, {len(sink.getvalue()) / 2**20:.0f} MiB")
    for name, work, runs in peers:
        took = seconds(work, runs)
        base = base or took
        print(f"{name:50} {took:6.2f} s   {took / base:6.1f} x pyarrow")


if __name__ == "__main__":
    main()
