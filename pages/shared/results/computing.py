"""Results by key, computed once for everybody with progress and a Stop; the only file that caches."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures import wait
from functools import cache
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.common import Progress, Stopped, digest
from pages.shared.results.desk import Desk, Job
from pages.shared.results.limits import LIMITS, MB
from pages.shared.state import visit

T = TypeVar("T")
SOON = 0.5  # seconds that a page waits before it shows that it waits
HEARD = 0.1  # seconds between two ears for new settings
MOMENT = 0.15  # seconds between two reports of how far the work is


@cache
def desk() -> Desk:
    """The one desk of this server."""
    return Desk(LIMITS.workers or None, LIMITS.results_mb * MB)


def computed(
    key: str,
    words: str,
    work: Callable[[Progress], T],
    place: DeltaGenerator | None = None,
    needs: int = 0,
) -> T:
    """Return the result kept under `key`, or have it computed where `needs` bytes are free for it.

    The key holds everything the result depends on (build it from digests). Beyond half a second the page
    shows `words`, how far the work is and a Stop: in an empty `place` that is kept free for this, where there
    is one, and then new settings are heard from the beginning. Raises `Stopped` when the person stopped this
    work, `ServerFull` where memory is short, and whatever the work raised.
    """
    found, value = desk().kept(key, visit.visitor())
    if found:
        kept: T = value
        return kept
    if visit.stopped(key):
        raise Stopped(key)
    job = desk().ask(key, visit.visitor(), work, needs)
    _hear_of_settings(job, place)
    waiting: _Waiting | None = None
    while True:
        try:
            done = job.future.result(MOMENT if waiting else SOON if place is None else HEARD)
        except NotYet:
            waiting = waiting or _Waiting(key, words, place or st.empty())
            waiting.tell(job)
            desk().wait_on(job, visit.visitor())
        except Stopped:  # its earlier visitor left just before this one came, or this page was held up
            job = desk().ask(key, visit.visitor(), work, needs)
        else:
            if waiting:
                waiting.end()
            return done


def _hear_of_settings(job: Job[Any], place: DeltaGenerator | None) -> None:
    """Wait for the first half second with a place to draw in: each call to it hears new settings."""
    until = time.monotonic() + SOON - HEARD
    while place is not None and not wait([job.future], HEARD).done and time.monotonic() < until:
        place.empty()


class _Waiting:
    """What a page shows while it waits, drawn once: how far the work is, and a Stop."""

    def __init__(self, key: str, words: str, place: DeltaGenerator) -> None:
        self._words, self._place = words, place
        with place.container(horizontal=True, vertical_alignment="center"):
            self._bar = st.progress(0.0, text=words)
            st.button("Stop", key=f"stop.{digest(key)}", on_click=_stop, args=(key,))

    def tell(self, job: Job[Any]) -> None:
        self._bar.progress(min(max(job.done, 0.0), 1.0), text=_said(self._words, job))

    def end(self) -> None:
        self._place.empty()


def begun(key: str, work: Callable[[Progress], Any], seconds: float) -> bool:
    """Have the work begun; return whether nothing is under way any more after so many seconds."""
    if desk().kept(key)[0] or visit.stopped(key):
        return True
    return bool(wait([desk().ask(key, visit.visitor(), work).future], seconds).done)


def as_step(key: str, work: Callable[[Progress], T]) -> Callable[[Progress], T]:
    """Return the work as a step of other work, which takes the result kept under `key` or keeps it there."""
    shared, visitor = desk(), visit.visitor()

    def step(progress: Progress) -> T:
        found, kept = shared.kept(key, visitor)
        value: T = kept if found else work(progress)
        if not found:
            shared.keep(key, value, visitor)
        return value

    return step


def _stop(key: str) -> None:
    visit.stop(key)
    desk().leave(key, visit.visitor())


def _said(words: str, job: Job[Any]) -> str:
    if not job.started:
        queue = desk().before(job)
        return f"{words}: waiting, {queue} before you" if queue else f"{words}: waiting, next in line"
    return f"{words}: {job.words}" if job.words else words
