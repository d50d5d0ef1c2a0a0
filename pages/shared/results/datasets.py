"""Data that lie on this server: a look at all rows, clusters of all rows, labels beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from kmeans_core import datasets
from kmeans_core.clustering import follow, shared_rows
from kmeans_core.common import Progress, digest, part
from kmeans_core.datasets import DatasetProblem, Entry, Finished, Look, Prepared
from kmeans_core.takeaway import assign_rows
from pages.shared.results.computing import as_step, computed
from pages.shared.results.groups import Groups, OfKMeans
from pages.shared.state import session
from pages.shared.state.choices import Upload

FINISHING = 6 * 8 * 2**24  # bytes, as measured with ten columns
_DATA = "data "  # begins what an upload of drawn rows is known by

_offered: list[Entry] = []  # what the server was started with, shared by all visits


@dataclass(frozen=True)
class Opened:
    """Data as they lay there when they were opened."""

    entry: Entry
    files: str  # digest

    @property
    def key(self) -> str:
        return digest("look", self)


def begin_with(entries: Sequence[Entry]) -> None:
    """Offer these to every visit."""
    _offered[:] = entries


def entries() -> tuple[Entry, ...]:
    return tuple(_offered)


def opened(name: str) -> Opened | None:
    """Return the data of this name as they lie there now, or None where they are offered no more.

    Raises DatasetProblem where there are no files.
    """
    entry = next((each for each in _offered if each.name == name), None)
    return None if entry is None else Opened(entry, datasets.files_at(entry.place).digest)


def present() -> Opened | None:
    """Return the data that the present table was drawn from, or None where it is another one."""
    file = session.upload()
    if file is None or not file.file_id.startswith(_DATA):
        return None
    files, _, name = file.file_id.removeprefix(_DATA).partition(" ")
    entry = next((each for each in _offered if each.name == name), None)
    return None if entry is None else Opened(entry, files)


def upload(data: Opened, seen: Look) -> Upload:
    """Return the drawn rows as a file to be read like any other."""
    return Upload(seen.name, f"{_DATA}{data.files} {data.entry.name}", seen.file())


def look(data: Opened) -> Look:
    """Look at all rows; raises DatasetProblem where that fails."""
    words = f"Looking at all rows of {data.entry.name}"
    return computed(data.key, words, lambda progress: _look(data, progress))


def _look(data: Opened, progress: Progress) -> Look:
    entry = data.entry
    _check(data)
    rows = datasets.open_files(entry.place, entry.name, skip_damaged=entry.skip_damaged)
    return datasets.look(rows, progress, skip_damaged=entry.skip_damaged)


def _check(data: Opened) -> None:
    """Raise DatasetProblem where files have come, gone or changed since."""
    if datasets.files_at(data.entry.place).digest != data.files:
        raise DatasetProblem.changed(data.entry.name)


def finish_key(data: Opened, groups: Groups) -> str:
    """Return what names the clusters of all rows, found as the present ones were."""
    return digest("finish", data, groups.clustering.digest, session.choices().amendments)


def finish(data: Opened, groups: OfKMeans, names: tuple[str, ...]) -> Finished:
    """Cluster all rows as the drawn ones are, and call each cluster what theirs is called."""
    amendments, loaded = session.choices().amendments, session.loaded()
    seen = as_step(data.key, lambda progress: _look(data, progress))
    settings = groups.clustering.settings

    def work(progress: Progress) -> Finished:
        _check(data)
        before = seen(part(progress, 0, 0.1))
        prepared = Prepared(loaded, groups.matrix, amendments)
        found = datasets.finish(before, prepared, settings, part(progress, 0.1, 1))
        placed = assign_rows(found.model, loaded)
        shared = shared_rows(groups.clustering, groups.matrix.rows, placed, placed.rows)
        same, known = follow(shared, tuple(range(len(names)))), dict(enumerate(names))
        called = tuple(known.get(old) or f"Cluster {i}" for i, old in enumerate(same, 1))
        return replace(found, model=replace(found.model, names=called))

    key = digest(finish_key(data, groups), names)
    return computed(key, "Clustering all rows", work, needs=FINISHING)


def write(data: Opened, found: Finished) -> tuple[str, int]:
    """Write all rows with their clusters; return where, and how many."""
    target = found.source.beside(found.digest)
    if data.entry.target:
        target = f"{data.entry.target.rstrip('/')}/{PurePosixPath(target).name}"

    def work(progress: Progress) -> tuple[str, int]:
        return target, datasets.write_labels(found, target, progress)

    return computed(digest("labels", found.digest, target), "Writing labels", work)
