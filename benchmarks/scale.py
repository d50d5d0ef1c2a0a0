"""Clusters of rows on disk: the recipe of four passes beside mini-batches over the same batches.

python -m benchmarks.scale [--quick] [--rows 20000000]

Rows of 200 overlapping groups are made on the spot, as Parquet in a temporary folder. Each way runs in a
process of its own, which tells its processor time (without imports) and its largest memory; all scale by
exact means and deviations. The excess is over what steps on all rows in memory make of the best centres.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from sklearn.cluster import MiniBatchKMeans
from sklearn.preprocessing import StandardScaler

from kmeans_core import KMeansSettings, prepare, read_table
from kmeans_core.clustering import Points, assign, descend
from kmeans_core.datasets import Prepared, finish, look, open_files

COLUMNS, GROUPS, FILE_ROWS = 10, 200, 1_000_000
QUICK, ROWS, STEPS = 1_000_000, 20_000_000, 40


def make(folder: Path, rows: int) -> None:
    """Write rows of overlapping groups of different spreads and sizes."""
    random = np.random.default_rng(7)
    centres, spreads = 2 * random.normal(size=(GROUPS, COLUMNS)), random.uniform(0.5, 2, GROUPS)
    weights = random.dirichlet(np.full(GROUPS, 2))
    for begin in range(0, rows, FILE_ROWS):
        group = random.choice(GROUPS, min(FILE_ROWS, rows - begin), p=weights)
        values = centres[group] + spreads[group, None] * random.normal(size=(len(group), COLUMNS))
        names = [f"x{j}" for j in range(COLUMNS)]
        pq.write_table(pa.table(list(values.T), names), folder / f"part-{begin // FILE_ROWS:04}.parquet")


def by_recipe(place: str, k: int) -> np.ndarray:
    seen = look(open_files(place))
    table = read_table(seen.file(), seen.name)
    return finish(seen, Prepared(table, prepare(table)), KMeansSettings(k=k)).centres


def by_mini_batches(place: str, k: int, rows: int) -> np.ndarray:
    """Standardise in one pass and make mini-batches of so many rows in another."""
    scaler, model = StandardScaler(), MiniBatchKMeans(k, random_state=0, n_init=3)
    for values in batches(place):
        scaler.partial_fit(values)
    for values in batches(place):
        scaled = scaler.transform(values)
        for begin in range(0, len(scaled), rows):
            if len(part := scaled[begin : begin + rows]) >= k:
                model.partial_fit(part)
    return np.asarray(model.cluster_centers_)


def batches(place: str) -> Iterator[np.ndarray]:
    for batch in ds.dataset(place).to_batches(batch_size=2**16, batch_readahead=4, fragment_readahead=1):
        yield np.column_stack([column.to_numpy() for column in batch.columns])


WAYS = {
    "recipe, four passes less labels": by_recipe,
    "MiniBatchKMeans.partial_fit, 65,536 rows": lambda place, k: by_mini_batches(place, k, 2**16),
    "MiniBatchKMeans.partial_fit, 4,096 rows": lambda place, k: by_mini_batches(place, k, 4_096),
}


def alone(way: str, place: str, k: int) -> None:
    """Run one way and print what it found and took."""
    before = time.process_time()
    centres = WAYS[way](place, k)
    seconds, peak = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"centres": centres.tolist(), "seconds": seconds, "peak": peak / 2**20}))


def standardised(place: str) -> np.ndarray:
    values = np.concatenate(list(batches(place)))
    values -= values.mean(axis=0)
    values /= values.std(axis=0)
    return values


def main() -> None:
    rows = QUICK if "--quick" in sys.argv else ROWS
    rows = int(sys.argv[sys.argv.index("--rows") + 1]) if "--rows" in sys.argv else rows
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), rows)
        size = sum(file.stat().st_size for file in Path(folder).iterdir()) / 2**20
        print(f"{rows:,} x {COLUMNS}, {size:,.0f} MB of Parquet\n")
        print(f"{'k':>3}  {'':42} {'excess %':>8} {'time':>6} {'ratio':>6} {'peak GB':>8}")
        values = standardised(folder)
        for k in (8, 50):
            found = {way: _asked(way, folder, k) for way in WAYS}
            centres = {way: np.array(told["centres"]) for way, told in found.items()}
            inertias = {way: float(assign(values, each).d1.sum()) for way, each in centres.items()}
            start = centres[min(inertias, key=lambda way: inertias[way])]
            best = descend(Points(values, max_iter=STEPS), start).inertia
            unit = found["MiniBatchKMeans.partial_fit, 65,536 rows"]["seconds"]
            for way, told in found.items():
                excess, ratio = 100 * (inertias[way] / best - 1), told["seconds"] / unit
                print(
                    f"{k:>3}  {way:42} {excess:8.3f} {told['seconds']:6.1f} {ratio:6.2f} {told['peak']:8.2f}"
                )


def _asked(way: str, place: str, k: int) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.scale", "--alone", way, place, str(k)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


if __name__ == "__main__":
    if "--alone" in sys.argv:
        alone(*sys.argv[2:4], int(sys.argv[4]))
    else:
        main()
