"""Every measured table, one after the other: `make bench` in three minutes, `make bench FULL=1` in full.

python -m benchmarks [--full] [centres reading ...]
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from benchmarks.machine import machine, versions


@dataclass(frozen=True)
class Measured:
    """A script, what its table tells, the words for a full run after another, and beside what it measures."""

    script: str
    tells: str
    full: tuple[str, ...] = ("",)
    beside: tuple[str, ...] = ()


TABLES = (
    Measured(
        "centres",
        "share of seeds with every centre in its own true cluster, excess inertia in %, time",
        ("--seeds 3", "--large --seeds 2"),
        ("scikit-learn",),
    ),
    Measured(
        "never_worse", "excess over ten restarts, and time, on hard cases", ("--seeds 3",), ("scikit-learn",)
    ),
    Measured("reading", "a CSV into a table", beside=("pandas", "pyarrow")),
    Measured("memory", "what a CSV takes on its way"),
    Measured("writing", "the labelled table as CSV", beside=("pyarrow", "pandas")),
    Measured(
        "takeaway", "rows assigned, requests answered, reports, starts", beside=("scikit-learn", "pyarrow")
    ),
    Measured("scale", "rows on disk that need not fit into memory", beside=("scikit-learn", "pyarrow")),
    Measured("profiles", "what each cluster is", beside=("pandas",)),
    Measured(
        "calibration", "how often the verdict on k and the findings are right", beside=("scikit-learn",)
    ),
    Measured(
        "shapes",
        "other algorithms than k-means on classic shapes, and the advice",
        ("11 12",),
        ("scikit-learn",),
    ),
    Measured("texts", "themes in made-up texts", beside=("scikit-learn",)),
    Measured("choosing_k", "the sweep over k, votes and verdict", beside=("scikit-learn", "yellowbrick")),
    Measured(
        "colours",
        "pictures in k colours",
        ("--large",),
        ("scikit-learn", "pillow", "libimagequant", "pngquant", "ImageMagick"),
    ),
    Measured(
        "colour_weights",
        "how pictures look by how much a and b weigh in OKLab",
        beside=("pillow", "libimagequant", "pngquant", "ImageMagick"),
    ),
    Measured("preview", "from a moved k to the new picture on the screen", beside=("playwright", "chromium")),
    Measured("clicks", "what a click on a table page costs", beside=("playwright", "chromium")),
)


def show(table: Measured, words: str) -> bool:
    """Run one script in a process of its own, so that no table is measured in the memory of another.

    On few rows a second thread helps little on a quiet machine and costs much on a busy one: quick runs
    take one.
    """
    if "--quick" in words:
        os.environ.setdefault("OMP_NUM_THREADS", "1")
    print(f"\n== {table.script} {words}".rstrip() + f": {table.tells}")
    print(f"{machine()}\n{versions(('numpy', *table.beside))}\n", flush=True)
    begun, used = time.perf_counter(), _processor_seconds()
    ended = subprocess.run([sys.executable, "-m", f"benchmarks.{table.script}", *words.split()], check=False)
    outcome = "took" if ended.returncode == 0 else f"FAILED with exit code {ended.returncode} after"
    seconds = f"{time.perf_counter() - begun:.0f} s, {_processor_seconds() - used:.0f} s of processor time"
    print(f"\n({outcome} {seconds})", flush=True)
    return ended.returncode == 0


def _processor_seconds() -> float:
    """Return what the programs that ended so far have used."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main(words: list[str]) -> int:
    """Print the tables that are named, or all; return the exit code: 0 when every script ended well."""
    named = {word for word in words if word != "--full"} or {table.script for table in TABLES}
    runs = [
        (table, options)
        for table in TABLES
        if table.script in named
        for options in (table.full if "--full" in words else ("--quick",))
    ]
    ended_well = [show(table, options) for table, options in runs]
    return 0 if all(ended_well) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
