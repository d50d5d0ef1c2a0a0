"""The search that suits a table: thorough where rows are few, on a sample where they are many."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import numpy as np

from kmeans_core.clustering.coresets import FEW_STEPS, Draws, sample_size
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.restarts import mini_batches, restarts
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.single_row_search import thorough_search
from kmeans_core.clustering.swap_search import lasting_search
from kmeans_core.common import Floats

SMALL_ROWS = 2_000  # up to here every start is run and the search is thorough
_SMALL_WORK = 6e6  # and unless rows times clusters times (columns + 20) pass this
FEW_STARTS, SHARE_OF_STARTS = 4, 0.4  # of the n_init, improved one by one on tables that are not small


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution of a search, and what it was found from."""

    best: Descent
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int


def solve(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """Run what the settings ask for, from `start` centres (k, d) where given."""
    n, d = points.values.shape
    if settings.algorithm == "mini-batch":
        found = mini_batches(points, settings, start)
        return Found(found, (found.inertia,), n)
    if settings.search == "restarts":
        starts = list(restarts(points, settings, start))
        return Found(best_of(starts), tuple(each.inertia for each in starts), n)
    if n <= SMALL_ROWS and n * settings.k * (d + 20) <= _SMALL_WORK:
        return search_small(points, settings, start)
    if n > sample_size(settings.k) and not settings.all_rows:
        return search_sample(points, settings, start)
    return search(points, settings, start, np.random.default_rng(settings.seed))


def best_of(descents: list[Descent]) -> Descent:
    """The lowest inertia; the earlier one where they differ by rounding only."""
    best = descents[0]
    for each in descents[1:]:
        best = each if each.inertia < best.inertia * (1 - 1e-12) else best
    return best


def search_small(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """All starts, and a thorough search from the best of them."""
    starts = list(restarts(points.between(0, 0.5), settings, start))
    random = np.random.default_rng(settings.seed)
    centres = thorough_search(points.between(0.5, 1), starts, random)
    found = descend(Points(points.values, max_iter=settings.max_iter), centres)
    inertias = tuple(each.inertia for each in starts)
    return Found(best_of([found, *starts]), inertias, len(points.values))


def search(
    points: Points, settings: KMeansSettings, start: Floats | None, random: np.random.Generator
) -> Found:
    """Swap search from a few starts on all of the points."""
    starts = islice(restarts(points, settings, start), most_starts(settings.n_init))
    return Found(*lasting_search(points, starts, random), len(points.values))


def most_starts(n_init: int) -> int:
    """Return how many starts are improved unless two agree: each takes the time of several plain ones."""
    return max(min(n_init, FEW_STARTS), round(SHARE_OF_STARTS * n_init))


def search_sample(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """Swap search on a sample of a large table, then a descent on all rows.

    Where its starts did not agree (clusters overlap), a second sample is searched and both solutions are
    merged on a larger one: what is best for a sample is not yet best for the table.
    """
    random, size = np.random.default_rng(settings.seed), sample_size(settings.k)
    draws = Draws.of(points)
    found = search(draws.between(0, 0.3).sample(size, random), settings, start, random)
    better, rows = found.best, found.searched_rows
    unsettled = better.n_iter > FEW_STEPS and len(found.restarts) == most_starts(settings.n_init)
    if unsettled and 2 * size < len(points.values):
        other = search(draws.between(0.3, 0.5).sample(size, random), settings, start, random).best
        better, rows = draws.between(0.5, 0.7).merged(better, other, size, random)
    best = draws.between(0.7, 1).descend(better, rows, random)
    return Found(best, found.restarts, rows)
