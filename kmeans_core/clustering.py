"""A matrix in, clusters out: the best centres that can be found, numbered the same way every time."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans, MiniBatchKMeans
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from .centres import Descent, Floats, assign, descend, seed, sums
from .digests import digest
from .errors import BadSettings, TooFewRows
from .preparation import FeatureMatrix
from .progress import Progress, silent
from .swap_search import swap_search

Init = Literal["k-means++", "random rows", "random partition", "own centres"]
Algorithm = Literal["lloyd", "elkan", "mini-batch"]
Search = Literal["swap", "restarts"]
SAMPLE_ROWS = 20_000  # larger tables are searched on this many rows, or on SAMPLE_ROWS_PER_CENTRE * k
SAMPLE_ROWS_PER_CENTRE = 100


@dataclass(frozen=True)
class KMeansSettings:
    """How k-means is run."""

    k: int = 3
    init: Init = "k-means++"
    n_init: int = 10
    max_iter: int = 300
    tol: float = 1e-4
    algorithm: Algorithm = "lloyd"
    seed: int = 0
    search: Search = "swap"
    own_centres: tuple[tuple[float, ...], ...] = ()  # (k, f) in original units, for init="own centres"
    all_rows: bool = False  # search on all rows instead of a sample of a large table


@dataclass(frozen=True, eq=False)
class Clustering:
    """One solution, its clusters numbered 0 to k - 1 by size, largest first, ties by centre."""

    labels: NDArray[np.int32]  # (n,)
    centres: NDArray[np.float64]  # (k, d) in the matrix's units
    sizes: NDArray[np.int64]  # (k,)
    distances: NDArray[np.float64]  # (n,) to the own centre
    second: NDArray[np.int32]  # (n,) the second-nearest cluster
    margins: NDArray[np.float64]  # (n,) distance to the second-nearest centre minus distance to the own
    inertia: float  # within-cluster sum of squares
    explained: float  # 1 - inertia / total sum of squares
    n_iter: int
    converged: bool
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int  # rows on which the search ran; fewer than n when sampled
    settings: KMeansSettings
    digest: str


def cluster(matrix: FeatureMatrix, settings: KMeansSettings, progress: Progress = silent) -> Clustering:
    """Group the rows of a matrix into k clusters.

    Raises `TooFewRows` when k passes the number of distinct rows, `BadSettings` for settings out of range and
    `UnusableFeatures` for numbers whose squares cannot be held.
    """
    if matrix.n_distinct < max(settings.k, 2):
        raise TooFewRows.for_clusters(matrix.n_distinct, settings.k)
    start = None
    if settings.init == "own centres":
        from .preparation import to_matrix_units

        start = to_matrix_units(matrix, np.array(settings.own_centres, dtype=float))
    return fit(matrix.values, settings, progress, start, matrix.digest)


def fit(
    values: Floats,
    settings: KMeansSettings,
    progress: Progress = silent,
    start: Floats | None = None,
    source: str = "",
) -> Clustering:
    """Group rows (n, d) of finite numbers into k clusters, from `start` centres (k, d) where given.

    `source` names the values in the digest.
    """
    check(settings, start)
    middle = values.mean(axis=0)
    centred = values - middle
    total = float(np.einsum("nd,nd->", centred, centred))
    first = None if start is None else start - middle
    with threadpool_limits(1):
        if settings.algorithm == "mini-batch":
            found, restarts, searched = mini_batch(centred, settings, first, progress)
        elif settings.search == "restarts":
            found, restarts, searched = plain_restarts(centred, settings, first, progress)
        else:
            found, restarts, searched = search(centred, settings, first, progress)
    return numbered(found, middle, total, restarts, searched, settings, digest(source, settings))


def check(settings: KMeansSettings, start: Floats | None) -> None:
    """Raise `BadSettings` for what cannot be run."""
    if settings.k < 2:
        raise BadSettings("k-means needs at least 2 clusters.", "Choose k of 2 or more.")
    if start is not None and len(start) != settings.k:
        raise BadSettings(
            f"{len(start)} own centres were given for {settings.k} clusters.", "Give one per cluster."
        )


Found = tuple[Descent, tuple[float, ...], int]


def search(values: Floats, settings: KMeansSettings, start: Floats | None, progress: Progress) -> Found:
    """Swap search on all rows, or on a sample of a large table with a last descent on all rows."""
    n, k = values.shape[0], settings.k
    random = np.random.default_rng(settings.seed)
    limit = max(SAMPLE_ROWS, SAMPLE_ROWS_PER_CENTRE * k)
    sampled = n > limit and not settings.all_rows
    rows = values[np.sort(random.choice(n, limit, replace=False))] if sampled else values
    tolerance = settings.tol * float(rows.var(axis=0).mean())
    first = seed(rows, k, random, np.ones(len(rows)), progress) if start is None else start
    found = descend(rows, first, None, settings.max_iter, tolerance, progress)
    restarts = (found.inertia,)
    found = swap_search(rows, found, None, settings.max_iter, tolerance, progress)
    if sampled:
        found = descend(values, found.centres, None, settings.max_iter, tolerance, progress)
    return found, restarts, len(rows)


def plain_restarts(
    values: Floats, settings: KMeansSettings, start: Floats | None, progress: Progress
) -> Found:
    """The best of `n_init` starts, exactly as scikit-learn's KMeans finds it with the same seed."""
    random = np.random.RandomState(settings.seed)
    runs = 1 if start is not None else settings.n_init
    best, inertias = None, []
    for run in range(runs):
        model = KMeans(
            settings.k,
            init=first_centres(values, settings, random) if start is None else start,
            n_init=1,
            max_iter=settings.max_iter,
            tol=settings.tol,
            random_state=random,
            algorithm="elkan" if settings.algorithm == "elkan" else "lloyd",
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # empty clusters show in the sizes
            model.fit(values)
        inertias.append(float(model.inertia_))
        if best is None or model.inertia_ < best.inertia_ * (1 - 1e-12):
            best = model
        progress((run + 1) / runs, f"Restart {run + 1} of {runs}")
    assert best is not None
    nearest = assign(values, best.cluster_centers_)
    done = best.n_iter_ < settings.max_iter
    return (
        Descent(best.cluster_centers_, nearest, float(best.inertia_), best.n_iter_, done),
        tuple(inertias),
        len(values),
    )


def first_centres(values: Floats, settings: KMeansSettings, random: np.random.RandomState) -> Floats | str:
    """Where a start begins, in scikit-learn's terms."""
    if settings.init == "random rows":
        return "random"
    if settings.init == "random partition":
        labels = random.randint(settings.k, size=len(values)).astype(np.int32)
        labels[random.permutation(len(values))[: settings.k]] = np.arange(settings.k)  # nobody starts empty
        return sums(values, labels, settings.k) / np.bincount(labels, minlength=settings.k)[:, None]
    return "k-means++"


def mini_batch(values: Floats, settings: KMeansSettings, start: Floats | None, progress: Progress) -> Found:
    """Mini-batch k-means (Sculley 2010): 300 steps on 4,096 rows each."""
    random = np.random.RandomState(settings.seed)
    init = first_centres(values, settings, random) if start is None else start
    model = MiniBatchKMeans(settings.k, init=init, n_init=1, random_state=random)
    for step in range(settings.max_iter):
        rows = random.randint(len(values), size=min(4096, len(values)))
        model.partial_fit(values[rows])
        progress(step / settings.max_iter, "Mini-batches")
    nearest = assign(values, model.cluster_centers_)
    found = Descent(model.cluster_centers_, nearest, float(nearest.d1.sum()), settings.max_iter, True)
    return found, (found.inertia,), len(values)


def numbered(
    found: Descent,
    middle: Floats,
    total: float,
    restarts: tuple[float, ...],
    searched: int,
    settings: KMeansSettings,
    name: str,
) -> Clustering:
    """Number the clusters by size, largest first, ties by centre."""
    sizes = np.bincount(found.nearest.labels, minlength=settings.k)
    order = np.lexsort((*found.centres.T[::-1], -sizes))
    rank = np.empty(settings.k, np.int32)
    rank[order] = np.arange(settings.k)
    own = np.sqrt(found.nearest.d1)
    return Clustering(
        labels=rank[found.nearest.labels],
        centres=found.centres[order] + middle,
        sizes=sizes[order],
        distances=own,
        second=rank[found.nearest.second],
        margins=np.sqrt(found.nearest.d2) - own,
        inertia=found.inertia,
        explained=1 - found.inertia / total if total > 0 else 1.0,
        n_iter=found.n_iter,
        converged=found.converged,
        restarts=restarts,
        searched_rows=searched,
        settings=settings,
        digest=name,
    )
