"""Where long work is done: a few workers for everybody, results kept by key, unwanted work ended."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Generic, TypeVar

from cachetools import LRUCache

from kmeans_core.common import Progress, Stopped
from pages.shared.results.weights import weight

T = TypeVar("T")
PATIENCE = 3.0  # seconds that work goes on after the last page that waits for it has gone


class Job(Generic[T]):
    """One piece of work under way: how far it is, and who waits for it."""

    def __init__(self) -> None:
        self.future: Future[T] = Future()
        self.done = 0.0
        self.words = ""
        self.started = False
        self.waiting: dict[str, float] = {}  # visitor -> until when the work is wanted

    def report(self, done: float, words: str) -> None:
        self.done, self.words = done, words
        if self.given_up():
            raise Stopped

    def given_up(self) -> bool:
        """Whether the work will end itself because nobody waits for it any more."""
        return not any(until > time.monotonic() for until in list(self.waiting.values()))


class Desk:
    """Runs work once for everybody who asks for the same key and keeps what was computed last."""

    def __init__(self, workers: int | None = None, room: int = 1 << 30) -> None:
        self._workers = ThreadPoolExecutor(workers or max(1, os.cpu_count() or 1), "work")
        self._lock = Lock()
        self._jobs: OrderedDict[str, Job[Any]] = OrderedDict()
        # A value that is larger than the room has it to itself: it would be computed anew at every click.
        self._kept: LRUCache[str, Any] = LRUCache(room, getsizeof=lambda value: min(weight(value), room))

    def kept(self, key: str) -> tuple[bool, Any]:
        """Say whether the result is there, and give it."""
        with self._lock:
            return key in self._kept, self._kept.get(key)

    def ask(self, key: str, visitor: str, work: Callable[[Progress], T]) -> Job[T]:
        """Join the work under this key or start it; the visitor's other work is no longer wanted."""
        with self._lock:
            for other, unwanted in self._jobs.items():
                if other != key:
                    unwanted.waiting.pop(visitor, None)
            job = self._jobs.get(key)
            if job is None or job.given_up():
                job = self._jobs[key] = Job()
                self.wait_on(job, visitor)
                self._workers.submit(self._run, key, job, work)
            self.wait_on(job, visitor)
            return job

    def wait_on(self, job: Job[Any], visitor: str) -> None:
        """Say that the visitor still wants this work."""
        job.waiting[visitor] = time.monotonic() + PATIENCE

    def leave(self, key: str, visitor: str) -> None:
        """Say that the visitor no longer wants the work under this key."""
        with self._lock:
            if key in self._jobs:
                self._jobs[key].waiting.pop(visitor, None)

    def before(self, wanted: Job[Any]) -> int:
        """Count the jobs that are in the queue before this one."""
        with self._lock:
            queue = [job for job in self._jobs.values() if not job.started]
        return queue.index(wanted) if wanted in queue else 0

    def _run(self, key: str, job: Job[T], work: Callable[[Progress], T]) -> None:
        job.started = True
        try:
            job.report(0.0, "")
            value = work(job.report)
            self.keep(key, value)
        except BaseException as problem:  # noqa: BLE001 - handed to whoever waits, who shows or raises it
            self._end(key, job)
            job.future.set_exception(problem)
        else:
            self._end(key, job)
            job.future.set_result(value)

    def _end(self, key: str, job: Job[Any]) -> None:
        with self._lock:
            if self._jobs.get(key) is job:
                del self._jobs[key]

    def keep(self, key: str, value: Any) -> None:
        """Keep a value, and let go of those unused for longest when the room is full."""
        with self._lock:
            self._kept[key] = value
