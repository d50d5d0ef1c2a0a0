"""How much memory a CSV takes on its way: read, prepared, clustered, written; in times of its size.

    python -m benchmarks.memory [--quick]

The file itself counts: a server keeps it to read it in another way. What stays after each step is held.
"""

from __future__ import annotations

import io
import multiprocessing
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.export import labelled_csv
from kmeans_core.features import prepare
from kmeans_core.tables import read_table
from pages.shared.results.memory import hand_back, used

SIZE = 5 if "--quick" in sys.argv else 1  # a fifth of the rows


def made(kind: str) -> bytes:
    """Return 90 MB of long numbers, of numbers with two decimals, or of these beside five words."""
    rows = {"17 digits": 500_000, "2 decimals": 1_400_000, "words": 800_000}[kind] // SIZE
    numbers = np.random.default_rng(0).normal(size=(rows, 10)) * 100
    numbers = numbers if kind == "17 digits" else numbers.round(2)
    columns: list[Any] = list(numbers.T)
    if kind == "words":
        words = np.array(["north", "south", "east", "west", "unknown region"])
        columns[::2] = [words[(abs(column) / 20).astype(int) % 5] for column in columns[::2]]
    out = io.BytesIO()
    pa.csv.write_csv(pa.table(columns, [f"c{i}" for i in range(10)]), out)
    return out.getvalue()


def measure(data: bytes, answer: multiprocessing.SimpleQueue[list[tuple[float, float]]]) -> None:
    """Put what is held after each step, and the peak meanwhile, in a process of its own."""
    held: list[Any] = [data[:10_000].rpartition(b"\n")[0]]
    steps: list[Callable[[], Any]] = [
        lambda: read_table(held[0], "table.csv"),
        lambda: prepare(held[1]),
        lambda: cluster(held[2], KMeansSettings(k=5)),
        lambda: labelled_csv(*held[1:4]),
    ]
    for step in steps:  # what is loaded with the first use is no part of the table
        held.append(step())
    held[:] = [data]
    hand_back()
    told, before = [], used() - len(data)
    for step in steps:
        hand_back()
        peak = watched(lambda step=step: held.append(step()))
        hand_back()
        told.append(((used() - before) / len(held[0]), (peak - before) / len(held[0])))
    answer.put(told)


def watched(work: Callable[[], None]) -> int:
    """Return the most memory that was used while some work was done."""
    peak, done = [used()], threading.Event()

    def watch() -> None:
        while not done.is_set():
            peak[0] = max(peak[0], used())
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    work()
    done.set()
    watcher.join()
    return peak[0]


def main() -> None:
    print(f"{'held (peak), times the file':30}{'read':>14}{'prepared':>14}{'clustered':>14}{'written':>14}")
    for kind in ("17 digits", "2 decimals", "words"):
        spawn = multiprocessing.get_context("spawn")
        answer = spawn.SimpleQueue()
        data = made(kind)
        hand_back()
        child = spawn.Process(target=measure, args=(data, answer))
        child.start()
        cells = "".join(f"{f'{held:.1f} ({peak:.1f})':>14}" for held, peak in answer.get())
        child.join()
        print(f"{kind:30}{cells}")


if __name__ == "__main__":
    main()
