"""Where long work is done: once for everybody, short work first, results kept by key, unwanted work ended."""

from __future__ import annotations

import os
import sys
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Condition, Thread
from typing import Any, Generic, TypeVar

from kmeans_core.common import DataProblem, Progress, Stopped
from pages.shared.results.kept import Kept
from pages.shared.results.memory import Room, budget

T = TypeVar("T")
PATIENCE = 6.0  # seconds that work goes on after the last page that waits for it was heard of
SHORT = 1.0  # seconds of processor time after which work is long: it makes way for what is new
BUSY = 4.0  # times as many seconds by the clock, for work whose time is spent by threads of its own
STUCK = 60.0  # seconds after which work that is still taken for short holds its worker up
NICE = 5  # how far long work steps back behind everything else on the machine


class ServerStopping(DataProblem):
    """The server is being stopped or restarted."""

    @classmethod
    def now(cls) -> ServerStopping:
        return cls("The server is being restarted.", "This page comes back by itself; then do this again.")


class Job(Generic[T]):
    """One piece of work under way: how far it is, and who waits for it."""

    def __init__(self, key: str, work: Callable[[Progress], T], needs: int) -> None:
        self.key, self.work, self.needs = key, work, needs
        self.future: Future[T] = Future()
        self.done = 0.0
        self.words = ""
        self.began: float | None = None
        self.thread: Thread | None = None
        self.long = False
        self.going = True  # long work that is not its turn waits at its next report
        self.waiting: dict[str, float] = {}  # visitor -> until when the work is wanted

    @property
    def started(self) -> bool:
        return self.began is not None and self.going

    def spent(self) -> float:
        """Return the seconds that the work took so far, without those in which others had the machine."""
        if self.began is None or self.thread is None or not self.thread.is_alive():
            return 0.0
        by_clock = (time.monotonic() - self.began) / BUSY
        if not hasattr(time, "pthread_getcpuclockid"):
            return by_clock * BUSY
        return max(time.clock_gettime(time.pthread_getcpuclockid(self.thread.ident or 0)), by_clock)

    def given_up(self) -> bool:
        """Whether the work will end itself because nobody waits for it any more."""
        return not any(until > time.monotonic() for until in list(self.waiting.values()))


class Desk:
    """Runs work once for everybody who asks for the same key and keeps what was computed last.

    New work begins as soon as one of the workers has nothing short to do. Work that turns out to be long goes
    on with low priority on the workers that short work leaves, at least one; more of it waits for its turn.
    """

    def __init__(self, workers: int | None = None, room: int = 1 << 30, memory: int | None = None) -> None:
        self.workers = workers or max(1, os.cpu_count() or 1)
        self.memory = Room(budget() if memory is None else memory)
        self.results = Kept(room)
        self._turn = Condition()
        self._jobs: dict[str, Job[Any]] = {}
        self._queue: deque[Job[Any]] = deque()
        self._running: list[Job[Any]] = []
        self.stopping = False

    def kept(self, key: str, visitor: str = "") -> tuple[bool, Any]:
        """Say whether the result is there, and give it to the visitor."""
        return self.results.get(key, visitor)

    def keep(self, key: str, value: Any, *visitors: str) -> None:
        """Keep a value for visitors, and let go of those unused for longest when the room is full."""
        self.results.keep(key, value, visitors)

    def ask(self, key: str, visitor: str, work: Callable[[Progress], T], needs: int = 0) -> Job[T]:
        """Join the work under this key or start it; the visitor's other work is no longer wanted."""
        with self._turn:
            for other, unwanted in self._jobs.items():
                if other != key:
                    unwanted.waiting.pop(visitor, None)
            job = self._jobs.get(key)
            if job is None or job.given_up():
                job = self._jobs[key] = Job(key, work, needs)
                self._queue.append(job)
            self.wait_on(job, visitor)
            return job

    def wait_on(self, job: Job[Any], visitor: str) -> None:
        """Say that the visitor still wants this work; raises ServerStopping where that is in vain."""
        if self.stopping:
            raise ServerStopping.now()
        with self._turn:
            job.waiting[visitor] = time.monotonic() + PATIENCE
            self._begin_waiting()

    def leave(self, key: str, visitor: str) -> None:
        """Say that the visitor no longer wants the work under this key."""
        with self._turn:
            if key in self._jobs:
                self._jobs[key].waiting.pop(visitor, None)

    def gone(self, visitor: str) -> None:
        """Say that the visitor's tab was closed: nothing is waited for any more."""
        with self._turn:
            for job in self._jobs.values():
                job.waiting.pop(visitor, None)

    def before(self, wanted: Job[Any]) -> int:
        """Count the jobs that are in the queue before this one."""
        with self._turn:
            paused = [job for job in self._running if not job.going]
            queue = [job for job in [*self._queue, *paused] if not job.given_up()]
        return queue.index(wanted) if wanted in queue else 0

    def stop(self) -> None:
        """Have all work end with a word to those who wait for it."""
        self.stopping = True

    def answers(self) -> bool:
        """Whether new work would begin: not all workers are held up by work that does not report."""
        now = time.monotonic()
        with self._turn:
            self._begin_waiting()
            stuck = [job for job in self._running if not job.long and now - (job.began or now) > STUCK]
            return len(stuck) < self.workers

    def counts(self) -> tuple[int, int]:
        """Return how many works are under way, and how many wait for their turn."""
        with self._turn:
            return sum(job.going for job in self._running), len(self._queue)

    def _begin_waiting(self) -> None:
        """Begin queued work while a worker is free of short work; long work frees its own."""
        for job in self._running:
            if not job.long and job.spent() > SHORT:
                job.long = True
                _step_back(job.thread)
        while self._queue and sum(not job.long for job in self._running) < self.workers:
            job = self._queue.popleft()
            job.began = time.monotonic()
            self._running.append(job)
            job.thread = Thread(target=self._run, args=(job,), name="work", daemon=True)
            job.thread.start()

    def _report(self, job: Job[Any], done: float, words: str) -> None:
        """Take note of how far the work is; it ends here when it is unwanted and waits here for its turn."""
        job.done, job.words = done, words
        with self._turn:
            self._begin_waiting()
            while not job.given_up():
                if self.stopping:
                    raise ServerStopping.now()
                long = [each for each in self._running if each.long]
                left = max(1, self.workers - (len(long) < len(self._running)))
                job.going = not job.long or long.index(job) < left
                if job.going:
                    return
                self._turn.wait(0.2)
        raise Stopped

    def _run(self, job: Job[T]) -> None:
        try:
            self._report(job, 0.0, "")
            with self.memory.promised(job.needs):
                value = job.work(lambda done, words: self._report(job, done, words))
            self.keep(job.key, value, *list(job.waiting))
        except BaseException as problem:  # noqa: BLE001 - handed to whoever waits, who shows or raises it
            self._end(job)
            job.future.set_exception(problem)
        else:
            self._end(job)
            job.future.set_result(value)

    def _end(self, job: Job[Any]) -> None:
        with self._turn:
            self._running.remove(job)
            if self._jobs.get(job.key) is job:
                del self._jobs[job.key]
            self._begin_waiting()
            self._turn.notify_all()


def _step_back(thread: Thread | None) -> None:
    """Give a thread low priority, where the system has one for each (Linux)."""
    if thread is not None and thread.native_id and sys.platform == "linux":
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, thread.native_id, NICE)
