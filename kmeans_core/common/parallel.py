"""Work that tells how far it is and can be stopped; its parts are done by several threads, in order."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

import scipy.linalg  # noqa: F401  brings a BLAS of its own beside NumPy's: both must be loaded to be limited
from threadpoolctl import threadpool_limits

# Linear algebra gets one thread, once, when the core is first imported: sums have the same order on any
# machine, and jobs side by side do not wait for each other's threads. Limits around each job would not hold
# where two overlap: whichever ends first lifts the other's.
os.environ.setdefault("OMP_NUM_THREADS", "1")  # scikit-learn's own threads, where it is not loaded yet
threadpool_limits(1)

THREADS = min(4, os.cpu_count() or 1)
Part = TypeVar("Part")
Result = TypeVar("Result")
Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and a few words; it may raise `Stopped` to end the work."""


def silent(done: float, words: str) -> None:
    """Report nothing and never stop."""


def part(progress: Progress, begin: float, end: float) -> Progress:
    """Report a step's own share done as the stretch from `begin` to `end` of the whole."""
    return lambda done, words: progress(begin + (end - begin) * done, words)


def in_order(
    work: Callable[[Part], Result], parts: Sequence[Part], progress: Progress = silent, words: str = ""
) -> Iterator[Result]:
    """Yield the result of each part in turn; few parts are done at once, without threads.

    What `progress` raises ends the work: parts that have not begun are given up. Few results wait to be
    taken: large ones never stand in memory together.
    """
    if len(parts) < THREADS:
        yield from map(work, parts)
        return
    pool = ThreadPoolExecutor(THREADS)
    left = iter(parts)
    ahead = deque(pool.submit(work, each) for each in islice(left, 2 * THREADS))
    try:
        for number in range(1, len(parts) + 1):
            done = ahead.popleft()
            ahead.extend(pool.submit(work, each) for each in islice(left, 1))
            yield done.result()
            progress(number / len(parts), words)
    finally:
        pool.shutdown(cancel_futures=True)
