"""A matrix and an algorithm in, its clusters out: as k-means' own, with rows in none where it leaves some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from sklearn.neighbors import NearestNeighbors

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Ints, Progress, TooFewRows, digest, part, silent
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings import clouds, densities, graphs, trees
from kmeans_core.groupings.found import Found, NoClusters, sampled
from kmeans_core.groupings.settings import (
    Agglomerative,
    Bisecting,
    Dbscan,
    Hdbscan,
    Mixture,
    Other,
    Spectral,
    check,
)

_STEP = 10_000  # rows that are given their cluster at once
_REMEDY = {
    Hdbscan: ("Lower the smallest cluster.", "Lower the smallest cluster, or use another algorithm."),
    Dbscan: ("Raise eps, or lower the neighbours.", "Lower eps, or use another algorithm."),
}
Algorithm = Callable[[Floats, Floats, Any, Progress], Found]
_ALGORITHMS: dict[type[Other], Algorithm] = {
    Mixture: clouds.mixture,
    Bisecting: clouds.bisecting,
    Hdbscan: densities.hdbscan,
    Dbscan: densities.dbscan,
    Agglomerative: trees.agglomerative,
    Spectral: graphs.spectral,
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Grouping(Partition):
    """Clusters of another algorithm than k-means, numbered by size, largest first.

    >>> from kmeans_core import Dbscan, group, load_sample, prepare
    >>> found = group(prepare(load_sample("Two moons")), Dbscan(eps=0.3))
    >>> found.sizes.tolist(), found.centres is None
    ([200, 199], True)
    """

    settings: Other
    searched_rows: int  # on which the algorithm ran; fewer than n when sampled
    notes: tuple[str, ...] = ()  # what was chosen for the person, in sentences

    def __post_init__(self) -> None:
        """Let nobody write into arrays that visitors share."""
        for each in (getattr(self, field.name) for field in fields(self)):
            if isinstance(each, np.ndarray):
                each.flags.writeable = False


def group(matrix: FeatureMatrix, how: Other, progress: Progress = silent) -> Grouping:
    """Group the rows of a matrix by another algorithm than k-means.

    Beyond the rows that the algorithm takes, it runs on a sample, and each other row follows the fitted model
    or its nearest sampled row. Raises `BadSettings` for settings out of range, `TooFewRows` where k passes
    the different rows, and `NoClusters` where an algorithm that finds its own number finds fewer than two.

    >>> from kmeans_core import Spectral, group, load_sample, prepare
    >>> group(prepare(load_sample("Two moons")), Spectral(k=2)).labels.shape
    (400,)
    """
    check(how)
    k = getattr(how, "k", 2)
    if matrix.n_distinct < k:
        raise TooFewRows.for_clusters(matrix.n_distinct, k)
    values, n = matrix.values, len(matrix.values)
    rows = sampled(n, how.most_rows)
    progress(0.05, how.title)
    found = _ALGORITHMS[type(how)](values[rows], values, how, part(progress, 0.05, 0.6))
    if len(found.labels) < n:
        found = _spread(found, values, rows, part(progress, 0.6, 1))
    found, sizes = found.numbered()
    _check_number(how, found, len(sizes))
    return Grouping(
        labels=found.labels,
        sizes=sizes,
        centres=found.centres,
        distances=_to_centres(values, found),
        second=found.second,
        certainty=found.certainty,
        settings=how,
        searched_rows=len(rows),
        notes=(*found.notes, *_sampled_words(len(rows), n)),
        digest=digest("group", matrix.digest, how),
    )


def _sampled_words(rows: int, n: int) -> tuple[str, ...]:
    if rows == n:
        return ()
    return (f"Found on a sample of {rows:,} of {n:,} rows; the others follow it.",)


def _spread(found: Found, values: Floats, rows: Ints, progress: Progress) -> Found:
    """Give every row the cluster of its nearest sampled row."""
    near = NearestNeighbors(n_neighbors=1).fit(values[rows])
    own = np.empty(len(values), np.int64)
    for at in range(0, len(values), _STEP):
        own[at : at + _STEP] = near.kneighbors(values[at : at + _STEP], return_distance=False)[:, 0]
        progress(at / len(values), "Assigning the other rows")
    return Found(
        found.labels[own],
        found.centres,
        None if found.certainty is None else found.certainty[own],
        None if found.second is None else found.second[own],
        found.notes,
    )


def _check_number(how: Other, found: Found, k: int) -> None:
    if k >= 2:
        return
    nothing, one = _REMEDY.get(type(how), ("", "Choose other settings."))
    if k:
        raise NoClusters.only_one(how.title, one)
    raise NoClusters.all_scattered(how.title, len(found.labels), nothing)


def _to_centres(values: Floats, found: Found) -> Floats | None:
    """Return each row's distance to its own centre, where there are centres."""
    if found.centres is None:
        return None
    offsets = values - found.centres[found.labels]
    return np.asarray(np.sqrt(np.einsum("nd,nd->n", offsets, offsets)))
