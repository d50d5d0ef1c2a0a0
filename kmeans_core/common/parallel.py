"""Parts of one work done by several threads: the results come in order, whatever the number of threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import scipy.linalg  # noqa: F401  brings a BLAS of its own beside NumPy's: both must be loaded to be limited
from threadpoolctl import threadpool_limits

from kmeans_core.common.progress import Progress, silent

# Linear algebra gets one thread, once, when the core is first imported: sums have the same order on any
# machine, and jobs side by side do not wait for each other's threads. Limits around each job would not hold
# where two overlap: whichever ends first lifts the other's.
os.environ.setdefault("OMP_NUM_THREADS", "1")  # scikit-learn's own threads, where it is not loaded yet
threadpool_limits(1)

THREADS = min(4, os.cpu_count() or 1)
Part = TypeVar("Part")
Result = TypeVar("Result")


def in_order(
    work: Callable[[Part], Result], parts: Sequence[Part], progress: Progress = silent, words: str = ""
) -> Iterator[Result]:
    """Yield the result of each part in turn; few parts are done at once, without threads.

    What `progress` raises ends the work: parts that have not begun are given up.
    """
    if len(parts) < THREADS:
        yield from map(work, parts)
        return
    pool = ThreadPoolExecutor(THREADS)
    try:
        for number, each in enumerate([pool.submit(work, part) for part in parts], 1):
            yield each.result()
            progress(number / len(parts), words)
    finally:
        pool.shutdown(cancel_futures=True)
