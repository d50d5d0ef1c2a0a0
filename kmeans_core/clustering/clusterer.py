"""A matrix in, clusters out: the best centres that can be found, numbered the same way every time."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kmeans_core.clustering.points import Centred, centred
from kmeans_core.clustering.settings import KMeansSettings, check, own_centres
from kmeans_core.clustering.solving import Found, solve
from kmeans_core.common import Floats, Ints, Labels, Progress, TooFewRows, digest, silent
from kmeans_core.features import FeatureMatrix, to_matrix_units


@dataclass(frozen=True, eq=False)
class Partition:
    """Rows in groups that are numbered from 0, or in none, whatever made them; centres may be missing."""

    labels: Labels  # (n,) -1 for a row in no group
    sizes: Ints  # (k,)
    digest: str
    distances: Floats | None = None  # (n,) to the own centre
    second: Labels | None = None  # (n,) the second-nearest cluster
    margins: Floats | None = None  # (n,) distance to the second-nearest centre minus distance to the own
    centres: Floats | None = None  # (k, d) in the matrix's units
    certainty: Floats | None = None  # (n,) how probable the own cluster is, 0 to 1

    @property
    def seed(self) -> int:
        """What its random numbers began with, for whatever is computed from it."""
        return int(getattr(getattr(self, "settings", None), "seed", 0))


@dataclass(frozen=True, eq=False, kw_only=True)
class Clustering(Partition):
    """One solution, its clusters numbered 0 to k - 1 by size, largest first, ties by centre.

    >>> from kmeans_core import cluster, load_sample, prepare
    >>> found = cluster(prepare(load_sample("Three blobs")))
    >>> found.labels.shape, found.sizes.tolist()
    ((300,), [100, 100, 100])
    """

    distances: Floats
    second: Labels
    margins: Floats
    centres: Floats  # (k, d) in the matrix's units
    inertia: float  # within-cluster sum of squares
    explained: float  # 1 - inertia / total sum of squares
    n_iter: int
    converged: bool
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int  # rows on which the search ran; fewer than n when sampled
    settings: KMeansSettings

    def __post_init__(self) -> None:
        """Let nobody write into arrays that visitors share."""
        for each in (getattr(self, field.name) for field in fields(self)):
            if isinstance(each, np.ndarray):
                each.flags.writeable = False


def cluster(
    matrix: FeatureMatrix, settings: KMeansSettings = KMeansSettings(), progress: Progress = silent
) -> Clustering:
    """Group the rows of a matrix into k clusters.

    Raises `TooFewRows` when k passes the number of distinct rows, `BadSettings` for settings out of range and
    `UnusableFeatures` for numbers whose squares cannot be held.

    >>> from kmeans_core import KMeansSettings, Preparation, cluster, prepare, read_table
    >>> table = read_table(b"x,y\\n0,0\\n0,2\\n10,0\\n10,2\\n", "points.csv")
    >>> found = cluster(prepare(table, Preparation(scaling="none")), KMeansSettings(k=2))
    >>> found.centres.tolist(), found.inertia
    ([[0.0, 1.0], [10.0, 1.0]], 4.0)
    """
    check(settings)
    if matrix.n_distinct < settings.k:
        raise TooFewRows.for_clusters(matrix.n_distinct, settings.k)
    start = None
    if settings.init == "own centres":
        start = to_matrix_units(matrix, own_centres(settings, len(matrix.original_names)))
    return fit(matrix.values, settings, progress, start=start, source=matrix.digest)


def fit(
    values: Floats,
    settings: KMeansSettings,
    progress: Progress = silent,
    *,
    start: Floats | None = None,
    source: str = "",
) -> Clustering:
    """Group rows (n, d) of finite numbers into k clusters, from `start` centres (k, d) where given.

    `source` names the values in the digest. Raises as `cluster` does.
    """
    check(settings)
    rows = centred(values)
    if settings.k > len(values):
        raise TooFewRows.for_clusters(len(np.unique(values, axis=0)), settings.k)
    if start is None and settings.init == "own centres":
        start = own_centres(settings, values.shape[1])
    points = rows.points(settings.max_iter, settings.tol, progress)
    found = solve(points, settings, None if start is None else start - rows.middle)
    if not np.bincount(found.best.nearest.labels, minlength=settings.k).all():
        raise TooFewRows.for_clusters(len(np.unique(values, axis=0)), settings.k)
    return numbered(found, rows, settings, digest(source, settings))


def numbered(found: Found, rows: Centred, settings: KMeansSettings, name: str) -> Clustering:
    """Number the clusters by size, largest first, ties by centre; `name` is the digest."""
    best, nearest = found.best, found.best.nearest
    sizes = np.bincount(nearest.labels, minlength=settings.k)
    order = np.lexsort((*best.centres.T[::-1], -sizes))
    rank = np.empty(settings.k, np.int32)
    rank[order] = np.arange(settings.k)
    own = np.sqrt(nearest.d1)
    return Clustering(
        labels=rank[nearest.labels],
        centres=best.centres[order] + rows.middle,
        sizes=sizes[order],
        distances=own,
        second=rank[nearest.second],
        margins=np.sqrt(nearest.d2) - own,
        inertia=best.inertia,
        explained=1 - best.inertia / rows.total,
        n_iter=best.n_iter,
        converged=best.converged,
        restarts=found.restarts,
        searched_rows=found.searched_rows,
        settings=settings,
        digest=name,
    )
