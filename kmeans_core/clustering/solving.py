"""The search that suits a table: on its different rows where many are equal, on a sample of many."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core.clustering.assignment import Assignment
from kmeans_core.clustering.coresets import GROWTH, Draws, sample_size
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.restarts import mini_batches, restarts
from kmeans_core.clustering.searching import Found, search
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.common import Floats, Ints, Progress

_SOME, _DIFFERENT = 2_000, 0.6  # rows that are looked at, and the share of different ones that is many
_MERGED_STARTS = 2  # plain starts whose time the merger of two samples' solutions may take


def solve(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """Run what the settings ask for, from `start` centres (k, d) where given."""
    points = replace(points, progress=rising(points.progress))
    if settings.algorithm == "mini-batch":
        batch = mini_batches(points, settings, start)
        return Found(batch, (batch.inertia,), len(points.values))
    if settings.search == "restarts":
        starts = list(restarts(points, settings, start))
        best = min(starts, key=lambda each: each.inertia)
        return Found(best, tuple(each.inertia for each in starts), len(points.values))
    different, copies = different_rows(points)
    found = searched(different, settings, start)
    if different is points:
        return found
    near = found.best.nearest
    whole = Assignment(near.labels[copies], near.d1[copies], near.second[copies], near.d2[copies])
    rows = len(copies) if found.searched_rows == len(different.values) else found.searched_rows
    return replace(found, best=replace(found.best, nearest=whole), searched_rows=rows)


def different_rows(points: Points) -> tuple[Points, Ints]:
    """Return each different row once, weighted, where many are equal, and which one each row equals (n,).

    Otherwise the points themselves.
    """
    values = points.values
    key = np.einsum("nd,d->n", values, np.random.default_rng(0).normal(size=values.shape[1]))
    some = key[:: len(key) // _SOME + 1]
    if len(key) <= _SOME or len(np.unique(some)) > _DIFFERENT * len(some):
        return points, np.arange(len(key))
    _, first, copies, times = np.unique(key, return_index=True, return_inverse=True, return_counts=True)
    if not np.array_equal(values[first][copies], values):  # keys that are equal by chance
        return points, copies
    return replace(points, values=values[first], weights=times.astype(float)), copies


def rising(progress: Progress) -> Progress:
    """Tell the most that was done so far: a search begins anew, what is told does not."""
    most = 0.0

    def tell(done: float, words: str) -> None:
        nonlocal most
        most = max(most, done)
        progress(most, words)

    return tell


def searched(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """Search all of the points, or a sample where they are many, and then descend on all of them.

    Where the starts on a sample did not agree (clusters overlap), a second sample is searched and both
    solutions are merged on a larger one: what is best for a sample is not yet best for the table.
    """
    random, n_init = np.random.default_rng(settings.seed), settings.n_init
    size, n = sample_size(settings.k), len(points.values)
    if n <= size or settings.all_rows:
        return search(points, restarts(points.between(0, 0), settings, start), random, n_init)
    draws = Draws.of(points)

    def one(begin: float, end: float) -> Found:
        sample = draws.between(begin, end).sample(size, random)
        return search(sample, restarts(sample.between(0, 0), settings, start), random, n_init)

    found = one(0, 0.3)
    if not found.sure and 2 * size < n:
        other = one(0.3, 0.5)
        larger = draws.between(0.5, 0.7).sample(min(GROWTH * size, n), random)
        both = [descend(larger, each.best.centres) for each in (found, other)]
        found = replace(search(larger, both, random, _MERGED_STARTS), restarts=found.restarts)
    return replace(found, best=draws.between(0.7, 1).descend(found.best, found.searched_rows, random))
