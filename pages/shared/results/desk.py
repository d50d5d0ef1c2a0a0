"""Where long work is done: a few workers for everybody, results kept by key, unwanted work ended."""

from __future__ import annotations

import dataclasses
import os
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any

import numpy as np

from kmeans_core.common import Progress, Stopped

PATIENCE = 3.0  # seconds that work goes on after the last page that waits for it has gone


class Job:
    """One piece of work under way: how far it is, and who waits for it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self.done = 0.0
        self.words = ""
        self.started = False
        self.waiting: dict[str, float] = {}  # visitor -> until when the work is wanted

    def report(self, done: float, words: str) -> None:
        self.done, self.words = done, words
        if not any(until > time.monotonic() for until in list(self.waiting.values())):
            raise Stopped


class Desk:
    """Runs work once for everybody who asks for the same key and keeps what was computed last."""

    def __init__(self, workers: int | None = None, room: int = 1 << 30) -> None:
        self._workers = ThreadPoolExecutor(workers or max(1, os.cpu_count() or 1), "work")
        self._room = room
        self._lock = Lock()
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._kept: OrderedDict[str, tuple[Any, int]] = OrderedDict()

    def kept(self, key: str) -> tuple[bool, Any]:
        """Say whether the result is there, and give it."""
        with self._lock:
            if key not in self._kept:
                return False, None
            self._kept.move_to_end(key)
            return True, self._kept[key][0]

    def ask(self, key: str, visitor: str, work: Callable[[Progress], Any]) -> Job:
        """Join the work under this key or start it; the visitor's other work is no longer wanted."""
        with self._lock:
            for other, job in self._jobs.items():
                if other != key:
                    job.waiting.pop(visitor, None)
            job = self._jobs.get(key)
            if job is None or _given_up(job):
                job = self._jobs[key] = Job()
                self.wait_on(job, visitor)
                self._workers.submit(self._run, key, job, work)
            self.wait_on(job, visitor)
            return job

    def wait_on(self, job: Job, visitor: str) -> None:
        """Say that the visitor still wants this work."""
        job.waiting[visitor] = time.monotonic() + PATIENCE

    def leave(self, key: str, visitor: str) -> None:
        """Say that the visitor no longer wants the work under this key."""
        with self._lock:
            if key in self._jobs:
                self._jobs[key].waiting.pop(visitor, None)

    def before(self, wanted: Job) -> int:
        """Count the jobs that are in the queue before this one."""
        with self._lock:
            queue = [job for job in self._jobs.values() if not job.started]
        return queue.index(wanted) if wanted in queue else 0

    def _run(self, key: str, job: Job, work: Callable[[Progress], Any]) -> None:
        job.started = True
        try:
            job.report(0.0, "")
            value = work(job.report)
        except BaseException as problem:  # noqa: BLE001 - handed to whoever waits, who shows or raises it
            self._end(key, job)
            job.future.set_exception(problem)
        else:
            self.keep(key, value)
            self._end(key, job)
            job.future.set_result(value)

    def _end(self, key: str, job: Job) -> None:
        with self._lock:
            if self._jobs.get(key) is job:
                del self._jobs[key]

    def keep(self, key: str, value: Any) -> None:
        """Keep a value, and let go of those unused for longest when the room is full."""
        with self._lock:
            self._kept[key] = (value, weight(value))
            while sum(size for _, size in self._kept.values()) > self._room and len(self._kept) > 1:
                self._kept.popitem(last=False)


def _given_up(job: Job) -> bool:
    """Whether the work will end itself because nobody waited for it any more."""
    return not any(until > time.monotonic() for until in job.waiting.values())


def weight(value: Any) -> int:
    """Estimate the bytes a value holds, from its arrays."""
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    if isinstance(value, bytes | str):
        return len(value)
    if dataclasses.is_dataclass(value):
        return sum(weight(getattr(value, f.name)) for f in dataclasses.fields(value))
    if isinstance(value, dict):
        return sum(weight(v) for v in value.values())
    if isinstance(value, tuple | list):
        return sum(weight(v) for v in value)
    return int(getattr(value, "nbytes", 64))
