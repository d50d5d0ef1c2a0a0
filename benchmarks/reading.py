"""Reading 1,000,000 x 10 numbers as CSV: time and peak memory, side by side in one run.

    python -m benchmarks.reading [--quick]

CPU seconds count both cores, so they can be compared on a busy machine.
"""

from __future__ import annotations

import io
import multiprocessing
import resource
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from kmeans_core.tables.table import read_table
from pages.shared.results.column_facts import column_facts

ROWS, COLUMNS, RUNS = (200_000, 10, 2) if "--quick" in sys.argv else (1_000_000, 10, 3)


def made() -> bytes:
    numbers = np.random.default_rng(0).normal(size=(ROWS, COLUMNS)) * 100
    out = io.BytesIO()
    pa.csv.write_csv(pa.table({f"c{i}": numbers[:, i] for i in range(COLUMNS)}), out)
    return out.getvalue()


def european(data: bytes) -> bytes:
    """Return the same numbers with semicolons and decimal commas."""
    return data.replace(b",", b";").replace(b".", b",")


def ours(data: bytes) -> None:
    read_table(data, "table.csv")


def ours_with_facts(data: bytes) -> None:
    column_facts(read_table(data, "table.csv"))


def pandas_numbers(data: bytes) -> None:
    pd.read_csv(io.BytesIO(data))


def pandas_text(data: bytes) -> None:
    pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)


def pandas_european(data: bytes) -> None:
    pd.read_csv(io.BytesIO(data), sep=";", decimal=",")


def measure(read: Callable[[bytes], None], data: bytes, answer: multiprocessing.SimpleQueue) -> None:
    """Put the best time and the memory above the file's own bytes, in a process of its own."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    walls, works = [], []
    for _ in range(RUNS):
        wall, work = time.perf_counter(), time.process_time()
        read(data)
        walls.append(time.perf_counter() - wall)
        works.append(time.process_time() - work)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**10
    answer.put((min(walls), min(works), peak))


def main() -> None:
    plain = made()
    comma = european(plain)
    fork = multiprocessing.get_context("fork")
    print(f"{ROWS:,} x {COLUMNS}, {len(plain) / 2**20:,.0f} MiB; best of {RUNS} runs")
    print(f"{'reader':44}{'seconds':>9}{'ratio':>8}{'CPU s':>8}{'ratio':>8}{'peak MiB':>10}")
    for title, peer, rows in [
        ("decimal points", pandas_numbers, [pandas_numbers, pandas_text, ours, ours_with_facts]),
        ("decimal commas, semicolons", pandas_european, [pandas_european, ours]),
    ]:
        data = plain if peer is pandas_numbers else comma
        base = None
        for read in rows:
            answer = fork.SimpleQueue()
            child = fork.Process(target=measure, args=(read, data, answer))
            child.start()
            wall, work, peak = answer.get()
            child.join()
            base = base or (wall, work)
            times = f"{wall:9.2f}{wall / base[0]:8.2f}{work:8.2f}{work / base[1]:8.2f}"
            print(f"{f'{title}: {read.__name__}':44}{times}{peak:10,.0f}")


if __name__ == "__main__":
    main()
