"""Results by digest, computed once for everybody with progress and a Stop; the only file that caches."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import TimeoutError as NotYet
from concurrent.futures import wait
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core import clustering, evaluation, features, tables, views
from kmeans_core.clustering import Clustering, KMeansSettings
from kmeans_core.common import Progress, Stopped, digest
from kmeans_core.evaluation import Quality, RowSilhouettes, SilhouetteEstimate
from kmeans_core.export import LabelledFile, LabelledOptions, labelled_csv
from kmeans_core.features import FeatureMatrix, Preparation, Transform
from kmeans_core.tables import ColumnFacts, ReadingChoices, Table, column_facts
from kmeans_core.views import Projection
from pages.shared import session
from pages.shared.desk import Desk, Job

if TYPE_CHECKING:
    from pages.shared.groups import Groups

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
    if session.stopped(key):
        raise Stopped(key)
    job, began = desk().ask(key, session.visitor(), work), time.monotonic()
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
    if desk().kept(key)[0] or session.stopped(key):
        return True
    return bool(wait([desk().ask(key, session.visitor(), work).future], seconds).done)


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
            desk().wait_on(job, session.visitor())
        except Stopped:  # the page was held up for longer than the desk waits
            place.empty()
            return computed(key, words, work, kept_free)
        else:
            place.empty()
            return value


def _stop(key: str) -> None:
    session.stop(key)
    desk().leave(key, session.visitor())


def _said(words: str, job: Job) -> str:
    if not job.started:
        queue = desk().before(job)
        return f"{words}: waiting, {queue} before you" if queue else f"{words}: waiting, next in line"
    return f"{words}: {job.words}" if job.words else words


def read(upload: session.Upload, reading: ReadingChoices) -> Table:
    key = digest("read", upload.data, upload.name, reading)
    return computed(
        key, "Reading the file", lambda progress: tables.read_table(upload.data, upload.name, reading)
    )


def prepare(table: Table, how: Preparation) -> FeatureMatrix:
    key = digest("prepare", table.digest, how)
    return computed(key, "Preparing the columns", lambda progress: features.prepare(table, how, progress))


def cluster(matrix: FeatureMatrix, settings: KMeansSettings) -> Clustering:
    key = digest("cluster", matrix.digest, settings)
    return computed(
        key, "Finding the centres", lambda progress: clustering.cluster(matrix, settings, progress)
    )


def facts(table: Table) -> tuple[ColumnFacts, ...]:
    return computed(
        digest("facts", table.digest), "Looking at the columns", lambda progress: column_facts(table)
    )


def skewed(table: Table) -> dict[str, Transform]:
    key = digest("skewed", table.digest)
    return computed(key, "Looking for skewed columns", lambda progress: features.skewed(table))


def quality(matrix: FeatureMatrix, groups: Clustering) -> Quality:
    key = digest("quality", groups.digest)
    return computed(
        key, "Judging the clusters", lambda progress: evaluation.quality_of(matrix.values, groups.labels)
    )


def silhouette(matrix: FeatureMatrix, groups: Clustering) -> SilhouetteEstimate:
    key = digest("silhouette", groups.digest)
    return computed(key, "Computing silhouettes", lambda progress: evaluation.silhouette(matrix, groups))


def row_silhouettes(matrix: FeatureMatrix, groups: Clustering) -> RowSilhouettes:
    def work(progress: Progress) -> RowSilhouettes:
        return evaluation.row_silhouettes(matrix, groups, progress)

    return computed(digest("row silhouettes", groups.digest), "Computing every row's silhouette", work)


def labelled(groups: Groups, options: LabelledOptions, rows: RowSilhouettes | None) -> LabelledFile:
    names = tuple(group.name for group in groups.shown)
    values = None if rows is None else rows.values

    def work(progress: Progress) -> LabelledFile:
        return labelled_csv(groups.table, groups.matrix, groups.clustering, options, names, values, progress)

    table = groups.table
    key = digest("labelled", groups.clustering.digest, table.digest, table.name, options, names, rows is None)
    return computed(key, "Writing the file", work)


def project(matrix: FeatureMatrix, groups: Clustering) -> Projection:
    key = digest("project", groups.digest)
    return computed(key, "Projecting", lambda progress: views.project(matrix, groups.centres, 3))
