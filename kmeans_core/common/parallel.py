"""Parts of one work done by several threads: the results come in order, whatever the number of threads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from kmeans_core.common.progress import Progress, silent

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
