"""A matrix in, clusters out: the best centres that can be found, numbered the same way every time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from kmeans_core.clustering.coresets import FEW_STEPS, GROWTH, Draws
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.restarts import Run, mini_batches, restarts
from kmeans_core.clustering.settings import Algorithm, Init, KMeansSettings, Search, check, own_centres
from kmeans_core.clustering.single_row_search import thorough_search
from kmeans_core.clustering.swap_search import lasting_search
from kmeans_core.common import Floats, Progress, TooFewRows, UnusableFeatures, digest, part, silent
from kmeans_core.features import FeatureMatrix, to_matrix_units

__all__ = [
    "Algorithm",
    "Clustering",
    "Init",
    "KMeansSettings",
    "Search",
    "cluster",
    "fit",
]

SMALL_ROWS = 2_000  # up to here every start is run and the search is thorough
_SMALL_WORK = 6e6  # and unless rows times clusters times (columns + 20) pass this
SAMPLE_ROWS = 20_000  # larger tables are searched on this many rows, or on SAMPLE_ROWS_PER_CENTRE * k
SAMPLE_ROWS_PER_CENTRE = 300
FEW_STARTS, SHARE_OF_STARTS = 4, 0.4  # of the n_init, improved one by one on tables that are not small
_NEAR_ZERO = 0.5  # share of the sum of squares in the mean row up to which hardly a digit is lost to it
_TOTALS = 1e-140, 1e140  # sums of squares that can be squared again


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
    check(settings)
    if matrix.n_distinct < settings.k:
        raise TooFewRows.for_clusters(matrix.n_distinct, settings.k)
    start = None
    if settings.init == "own centres":
        start = to_matrix_units(matrix, own_centres(settings, len(matrix.original_names)))
    return fit(matrix.values, settings, progress, start, matrix.digest)


def fit(
    values: Floats,
    settings: KMeansSettings,
    progress: Progress = silent,
    start: Floats | None = None,
    source: str = "",
) -> Clustering:
    """Group rows (n, d) of finite numbers into k clusters, from `start` centres (k, d) where given.

    `source` names the values in the digest. Raises as `cluster` does.
    """
    check(settings)
    middle, centred, total = spread(values)
    if settings.k > len(values):
        raise TooFewRows.for_clusters(len(np.unique(values, axis=0)), settings.k)
    if start is None and settings.init == "own centres":
        start = own_centres(settings, values.shape[1])
    begin = None if start is None else start - middle
    tolerance = settings.tol * total / values.size  # as scikit-learn scales it
    run = Run(values, middle, centred, None, begin, tolerance, settings, progress)
    found, inertias, searched = solve(run)
    if found.nearest.labels.max() < settings.k - 1 or np.bincount(found.nearest.labels).min() == 0:
        distinct = len(np.unique(values, axis=0))
        if distinct < settings.k:
            raise TooFewRows.for_clusters(distinct, settings.k)
    return numbered(found, middle, total, inertias, searched, settings, digest(source, settings))


def spread(values: Floats) -> tuple[Floats, Floats, float]:
    """The mean row, the rows around it and their sum of squares; raises where there is none to be held.

    Rows that lie around zero anyway are taken as they are, with a mean row of zeros.
    """
    if (values[:1000] == values[0]).all() and (values == values[0]).all():
        raise TooFewRows.for_clusters(1, 2)
    with np.errstate(over="ignore", invalid="ignore"):
        middle = np.einsum("nd->d", values) / len(values)
        total = float(np.einsum("nd,nd->", values, values))
        shift = len(values) * float(middle @ middle)
        if shift <= _NEAR_ZERO * total:
            total, middle, centred = total - shift, 0 * middle, values
        else:
            centred = values - middle
            total = float(np.einsum("nd,nd->", centred, centred))
    if not _TOTALS[0] < total < _TOTALS[1]:
        raise UnusableFeatures.for_squares(float(np.abs(values).max()))
    return middle, centred, total


Found = tuple[Descent, tuple[float, ...], int]  # with the inertia of every restart and the rows searched


def solve(run: Run) -> Found:
    """Run what the settings ask for."""
    n, settings = len(run.values), run.settings
    if settings.algorithm == "mini-batch":
        found = mini_batches(run)
        return found, (found.inertia,), n
    if settings.search == "restarts":
        starts = list(restarts(run))
        return best_of(starts), tuple(each.inertia for each in starts), n
    if n <= SMALL_ROWS and n * settings.k * (run.values.shape[1] + 20) <= _SMALL_WORK:
        return search_small(run)
    limit = max(SAMPLE_ROWS, SAMPLE_ROWS_PER_CENTRE * settings.k)
    if n > limit and not settings.all_rows:
        return search_sample(run, limit)
    found, inertias = search(run, np.random.default_rng(settings.seed))
    return found, inertias, n


def best_of(descents: list[Descent]) -> Descent:
    """The lowest inertia; the earlier one where they differ by rounding only."""
    best = descents[0]
    for each in descents[1:]:
        best = each if each.inertia < best.inertia * (1 - 1e-12) else best
    return best


def search_small(run: Run) -> Found:
    """All starts, and a thorough search from the best of them."""
    starts = list(restarts(replace(run, progress=part(run.progress, 0, 0.5))))
    random = np.random.default_rng(run.settings.seed)
    best = thorough_search(run.centred, starts, random, part(run.progress, 0.5, 1))
    found = descend(run.centred, best.centres, None, run.settings.max_iter)
    return best_of([found, *starts]), tuple(each.inertia for each in starts), len(run.values)


def search(run: Run, random: np.random.Generator) -> tuple[Descent, tuple[float, ...]]:
    """Swap search from a few starts on all rows of the run; with the inertia of each start."""
    starts = islice(restarts(run), most_starts(run.settings.n_init))
    iterations, tolerance = run.settings.max_iter, run.tolerance
    return lasting_search(run.centred, starts, random, run.weights, iterations, tolerance, run.progress)


def most_starts(n_init: int) -> int:
    """Return how many starts are improved unless two agree: each takes the time of several plain ones."""
    return max(min(n_init, FEW_STARTS), round(SHARE_OF_STARTS * n_init))


def search_sample(run: Run, size: int) -> Found:
    """Swap search on a sample of a large table, then a descent on all rows.

    Where its starts did not agree (clusters overlap), a second sample is searched and both solutions are
    merged on a larger one: what is best for a sample is not yet best for the table.
    """
    random, settings = np.random.default_rng(run.settings.seed), run.settings
    first, second, merging, finishing = (
        part(run.progress, *share) for share in ((0, 0.3), (0.3, 0.5), (0.5, 0.7), (0.7, 1))
    )
    draws = Draws.of(run.centred)

    def searched(progress: Progress) -> tuple[Floats, Descent, tuple[float, ...]]:
        rows, weights = draws.sample(size, random)
        few = replace(
            run, values=rows, centred=rows, weights=weights, middle=0 * run.middle, progress=progress
        )
        return rows, *search(few, random)

    rows, better, inertias = searched(first)
    reach = size
    unsettled = better.n_iter > FEW_STEPS and len(inertias) == most_starts(settings.n_init)
    if unsettled and 2 * size < len(run.values):
        _, other, _ = searched(second)
        reach = min(GROWTH * size, len(run.values))
        rows, weights = draws.sample(reach, random)
        how = weights, settings.max_iter, run.tolerance, merging
        both = [descend(rows, each.centres, *how) for each in (better, other)]
        better, _ = lasting_search(rows, both, random, *how)
    found = draws.descend(better, reach, random, settings.max_iter, run.tolerance, finishing)
    return found, inertias, len(rows)


def numbered(
    found: Descent,
    middle: Floats,
    total: float,
    inertias: tuple[float, ...],
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
        explained=1 - found.inertia / total,
        n_iter=found.n_iter,
        converged=found.converged,
        restarts=inertias,
        searched_rows=searched,
        settings=settings,
        digest=name,
    )
