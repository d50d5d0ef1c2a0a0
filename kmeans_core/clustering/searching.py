"""Better centres than restarts find: swaps from one start after the other, and merged solutions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from kmeans_core.clustering.lloyd import Descent
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.swaps import SEEDING, Swaps, beats
from kmeans_core.common import Floats

_CHILDREN = 2  # of each pair of solutions
_PROMISING = 1.01  # times the best inertia: a child worse than that is not improved
_SAME = 1e-4  # relative differences of the inertia by which two solutions are taken as one


@dataclass(frozen=True, eq=False)
class Found:
    """The best solution of a search, and what it was found from."""

    best: Descent
    restarts: tuple[float, ...]  # inertia of every restart, in order
    searched_rows: int
    sure: bool = True  # whether no better one seems near


def search(points: Points, starts: Iterable[Descent], random: np.random.Generator, n_init: int) -> Found:
    """Swap from one start after the other and merge the solutions, until no better one seems near.

    That is when every removal costs more than about three times what any split gains, or when two starts come
    to the same inertia; otherwise when a share of the time of `n_init` starts is spent.
    """
    best, swaps, used, sure = None, None, [], False
    for start in starts:
        used.append(start.inertia)
        if swaps is None:
            swaps = Swaps.after(points, start, n_init)
        else:
            swaps.take(SEEDING + start.n_iter)
        found, trade = swaps.swapped(start)
        sure = best is None and trade.settled()
        if not sure:
            found = swaps.far_swapped(found, random)
        if best is not None:
            sure = abs(found.inertia - best.inertia) <= _SAME * best.inertia and swaps.taken >= swaps.least
            best, found = sorted((best, found), key=lambda each: each.inertia)
            best = best if sure else with_children(swaps, best, found, random)
        best = best or found
        if sure or swaps.spent:
            break
    if best is None:
        raise ValueError("No start was given.")
    return Found(best, tuple(used), len(points.values), sure)


def with_children(swaps: Swaps, best: Descent, other: Descent, random: np.random.Generator) -> Descent:
    """Merge two solutions, and improve what comes of it where that is promising; return the best."""
    for _ in range(_CHILDREN):
        if swaps.spent:
            break
        child = swaps.finished(merged(best.centres, other.centres, random), "Merging solutions")
        if child.inertia < best.inertia * _PROMISING:
            child, _ = swaps.swapped(child)
        best = child if beats(child, best) else best
    return best


def merged(one: Floats, other: Floats, random: np.random.Generator) -> Floats:
    """Match two solutions' centres and take each pair's from either by chance (Gribel and Vidal 2019)."""
    partner = linear_sum_assignment(cdist(one, other, "sqeuclidean"))[1]
    return np.where(random.uniform(size=(len(one), 1)) < 0.5, one, other[partner])
