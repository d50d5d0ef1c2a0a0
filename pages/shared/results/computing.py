"""Results by key, computed once for everybody with progress and a Stop; the only file that caches."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures import wait
from typing import Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.common import Progress, Stopped, digest
from pages.shared.results.desk import Desk, Job
from pages.shared.state import visit

T = TypeVar("T")


@st.cache_resource(show_spinner=False)
def desk() -> Desk:
    """The one desk of this server."""
    return Desk()


def computed(key: str, words: str, work: Callable[[Progress], T], place: DeltaGenerator | None = None) -> T:
    """Return the result kept under `key`, or have it computed.

    The key holds everything the result depends on (build it from digests). Beyond half a second the page
    shows `words`, how far the work is and a Stop: in an empty `place` that is kept free for this, where there
    is one, and then new settings are heard from the beginning. Raises `Stopped` when the person stopped this
    work, and whatever the work raised.
    """
    found, value = desk().kept(key)
    if found:
        return value
    if visit.stopped(key):
        raise Stopped(key)
    job, began = desk().ask(key, visit.visitor(), work), time.monotonic()
    try:
        if place is not None:
            while not wait([job.future], 0.1).done and time.monotonic() < began + 0.4:
                place.empty()  # hears new settings
        return job.future.result(timeout=0.5 if place is None else 0.1)
    except NotYet:
        return _waited_for(key, words, work, job, place)
    except Stopped:  # its earlier visitor left just before this one came
        return computed(key, words, work, place)


def begun(key: str, work: Callable[[Progress], Any], seconds: float) -> bool:
    """Have the work begun; return whether nothing is under way any more after so many seconds."""
    if desk().kept(key)[0] or visit.stopped(key):
        return True
    return bool(wait([desk().ask(key, visit.visitor(), work).future], seconds).done)


def as_step(key: str, work: Callable[[Progress], T]) -> Callable[[Progress], T]:
    """Return the work as a step of other work, which takes the result kept under `key` or keeps it there."""
    shared = desk()

    def step(progress: Progress) -> T:
        found, value = shared.kept(key)
        if not found:
            value = work(progress)
            shared.keep(key, value)
        return value

    return step


def _waited_for(
    key: str, words: str, work: Callable[[Progress], Any], job: Job, kept_free: DeltaGenerator | None
) -> Any:
    """Show how far the work is until it is done."""
    place = kept_free or st.empty()
    with place.container(horizontal=True, vertical_alignment="center"):
        bar = st.progress(0.0, text=words)
        st.button("Stop", key=f"stop.{digest(key)}", on_click=_stop, args=(key,))
    while True:
        try:
            value = job.future.result(timeout=0.15)
        except NotYet:
            bar.progress(min(max(job.done, 0.0), 1.0), text=_said(words, job))
            desk().wait_on(job, visit.visitor())
        except Stopped:  # the page was held up for longer than the desk waits
            place.empty()
            return computed(key, words, work, kept_free)
        else:
            place.empty()
            return value


def _stop(key: str) -> None:
    visit.stop(key)
    desk().leave(key, visit.visitor())


def _said(words: str, job: Job) -> str:
    if not job.started:
        queue = desk().before(job)
        return f"{words}: waiting, {queue} before you" if queue else f"{words}: waiting, next in line"
    return f"{words}: {job.words}" if job.words else words
