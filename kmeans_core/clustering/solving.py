"""The search that suits a table: on its different rows where many are equal, on a sample of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from kmeans_core.clustering.assignment import Assignment
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.prices import HEAVY
from kmeans_core.clustering.restarts import mini_batches, restarts
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.swaps import SEEDING, Swaps
from kmeans_core.common import Floats, Ints, Progress

_SOME, _DIFFERENT = 2_000, 0.6  # rows that are looked at, and the share of different ones that is many
ROWS, _ROWS_PER_CENTRE = 20_000, 300  # of the sample on which larger tables are searched
_GROWTH, _FEW_STEPS = 4, 5  # of the samples before all rows; a descent of few steps has no need of them
_SURPRISE, _SLIGHT = 1.03, 1.005  # times what the sample promised: rows that matter were not in it
_LAST_STARTS, _TAIL_STARTS = 2, 10  # plain starts of whose time a share is spent on both, or on all rows
_TRUSTED, _BEST = 2, 2  # plain starts that confirm a solution; and that are gone on from, where all are made
_SAME = 1e-4  # relative differences of the inertia by which two solutions are taken as one


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution of a search, and what it was found from."""

    best: Descent
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int
    sure: bool = True  # whether no better one seems near


def solve(points: Points, settings: KMeansSettings, start: Floats | None) -> Found:
    """Run what the settings ask for, from `start` centres (k, d) where given."""
    points = replace(points, progress=rising(points.progress))
    if settings.algorithm == "mini-batch" or settings.search == "restarts":
        batches = settings.algorithm == "mini-batch"
        ends = [mini_batches(points, settings, start)] if batches else list(restarts(points, settings, start))
        best = lower(*ends)
        return Found(best, tuple(each.inertia for each in ends), len(points.values))
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
    _, first, copies = np.unique(key, return_index=True, return_inverse=True)
    if not np.array_equal(values[first][copies], values):  # keys that are equal by chance
        return points, copies
    return replace(
        points, values=values[first], weights=np.bincount(copies, points.mass).astype(float)
    ), copies


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
    solutions go on on a larger one: what is best for a sample is not yet best for the table.
    """
    random, n_init, n = np.random.default_rng(settings.seed), settings.n_init, len(points.values)
    size = max(ROWS, _ROWS_PER_CENTRE * settings.k)
    if n <= size or settings.all_rows:
        return search(points, restarts(points.between(0, 0), settings, start), random, n_init)

    def one(begin: float, end: float) -> Found:
        some = sample(points.between(begin, end), size, random)
        return search(some, restarts(some.between(0, 0), settings, start), random, n_init)

    found = one(0, 0.3)
    if not found.sure and 2 * size < n:
        other = one(0.3, 0.5)
        larger = sample(points.between(0.5, 0.7), min(_GROWTH * size, n), random)
        both = [descend(larger, each.best.centres) for each in (found, other)]
        found = replace(search(larger, both, random, _LAST_STARTS), restarts=found.restarts)
    best = on_all_rows(points.between(0.7, 1), found.best, found.searched_rows, random)
    return replace(found, best=best)


def sample(points: Points, size: int, random: np.random.Generator) -> Points:
    """Draw about `size` rows, in the table's order, with weights that make them stand for all rows.

    Half of the chances are even, half by squared distance from the mean (values are centred), so that no
    small far group is missed (lightweight coresets, Bachem et al. 2018). A row that stands for several has
    as many chances.
    """
    mass = points.mass
    squared = np.einsum("nd,nd->n", points.values, points.values) * mass
    chances = 0.5 * mass / mass.sum() + 0.5 * squared / squared.sum()
    reach = np.cumsum(chances)
    places = (np.arange(size) + random.uniform()) / size * reach[-1]
    drawn, times = np.unique(np.searchsorted(reach, places), return_counts=True)
    return replace(points, values=points.values[drawn], weights=mass[drawn] * times / (size * chances[drawn]))


def on_all_rows(points: Points, found: Descent, size: int, random: np.random.Generator) -> Descent:
    """Descend on all rows from the solution of a sample of `size` rows.

    Where steps were many, larger and larger samples take them first, at a fraction of the cost. Where all
    rows then lie farther from their centres than the sample promised (heavy tails), centres are swapped on
    all rows.
    """
    while found.n_iter > _FEW_STEPS and (size := _GROWTH * size) < len(points.values) / 2:
        found = descend(sample(points.between(0, 0.3), size, random), found.centres)
    best = descend(points.between(0.3, 0.7), found.centres)
    heavy = best.nearest.d1.max() > HEAVY * best.inertia
    if best.inertia <= (_SLIGHT if heavy else _SURPRISE) * found.inertia:
        return best
    swaps = Swaps.after(points.between(0.7, 1), best, _TAIL_STARTS)
    return swaps.far_swapped(swaps.swapped(best)[0], random)


def search(points: Points, starts: Iterable[Descent], random: np.random.Generator, n_init: int) -> Found:
    """Swap from one start after the other until no better solution seems near.

    That is when every removal costs more than about three times what any split gains, or when two starts come
    to the same inertia; otherwise when a share of the time of `n_init` starts is spent. Where these are soon
    made, all are, and the best ones are gone on from.
    """
    starts, n = iter(starts), len(points.values)
    first = next(starts)
    swaps, used = Swaps.after(points, first, n_init), [first.inertia]
    if swaps.thorough:
        return best_of_all(swaps, [first, *islice(starts, _TRUSTED)], starts, random)
    best, trade = swaps.swapped(first)
    if trade.settled():
        return Found(best, tuple(used), n)
    best = swaps.far_swapped(best, random)
    while not swaps.spent and (start := next(starts, None)):
        used.append(start.inertia)
        swaps.taken += SEEDING + start.n_iter
        found = swaps.far_swapped(swaps.swapped(start)[0], random)
        agreed = same(found, best)
        best = lower(best, found)
        if agreed:
            return Found(best, tuple(used), n)
    return Found(best, tuple(used), n, sure=False)


def best_of_all(
    swaps: Swaps, ends: list[Descent], starts: Iterator[Descent], random: np.random.Generator
) -> Found:
    """Make the plain starts that are left and swap from the lowest; a settled first one needs few."""
    best = swaps.polished(ends[0])
    settled = swaps.priced(best).settled()
    if not settled or not all(same(best, lower(best, each)) for each in ends):
        ends += starts
        swaps.taken += sum(SEEDING + each.n_iter for each in ends)
        for i, each in enumerate(sorted(ends, key=lambda each: each.inertia)):
            if i >= _BEST and swaps.spent:
                break
            if each is ends[0] or not same(best, each):
                best = lower(best, swaps.swapped(each)[0])
        best = swaps.far_swapped(lower(best, *ends), random)
    return Found(best, tuple(each.inertia for each in ends), len(swaps.points.values))


def lower(*found: Descent) -> Descent:
    """Return the one with the lowest inertia, the first of equal ones."""
    return min(found, key=lambda each: each.inertia)


def same(one: Descent, other: Descent) -> bool:
    """Tell whether two solutions are taken as one."""
    return abs(one.inertia - other.inertia) <= _SAME * one.inertia
