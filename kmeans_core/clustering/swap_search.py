"""Better centres than restarts find: take a centre from where it is cheap, put it where it gains most."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.prices import Trade
from kmeans_core.common import Floats

_ROUNDING = 1e-9  # relative falls of the inertia that are none
_CHILDREN = 2  # of each pair of solutions
_PROMISING = 1.01  # times the best inertia: a child worse than that is not improved
_SAME = 1e-4  # relative differences of the inertia by which two solutions are taken as one


def swap_search(points: Points, start: Descent) -> Descent:
    """Move centres from cheap places to profitable ones while that lowers the inertia; never raises it.

    `start` is a descent on the same points.
    """
    return _swapped(points, start)[0]


def _swapped(points: Points, start: Descent) -> tuple[Descent, Trade]:
    """Search by swaps; with the prices at its end."""
    best, trade = start, Trade.of(points, start)
    batch = len(start.centres)
    while pairs := trade.pairs(best.nearest, batch):
        points.progress(0.5, "Moving centres")
        centres = best.centres.copy()
        for out, into in pairs:
            centres[into], centres[out] = trade.left[into], trade.right[into]
        tried = descend(points, centres)
        if tried.inertia < best.inertia * (1 - _ROUNDING):
            best, trade = tried, Trade.of(points, tried)
            batch = len(start.centres)
        else:
            batch = len(pairs) // 2
    return best, trade


def lasting_search(
    points: Points, starts: Iterable[Descent], random: np.random.Generator
) -> tuple[Descent, tuple[float, ...]]:
    """Swap from one start after the other and merge the solutions, until no better one seems near.

    That is when every removal costs more than about three times what any split gains, or when two starts come
    to the same inertia. Returns the best, never worse than any start used, and the inertia of each of these.
    """
    best, used = None, []
    for start in starts:
        used.append(start.inertia)
        points.progress(0.5, f"Improving start {len(used)}")
        found, trade = _swapped(points, start)
        if best is None:
            best = found
            if trade.settled():
                break
            continue
        agreed = abs(found.inertia - best.inertia) <= _SAME * best.inertia
        best, other = sorted((best, found), key=lambda each: each.inertia)
        if agreed:
            break
        for _ in range(_CHILDREN):
            child = descend(points, merged(best.centres, other.centres, random))
            if child.inertia < best.inertia * _PROMISING:
                child = swap_search(points, child)
            best = min(best, child, key=lambda each: each.inertia)
    if best is None:
        raise ValueError("No start was given.")
    return best, tuple(used)


def merged(one: Floats, other: Floats, random: np.random.Generator) -> Floats:
    """Match two solutions' centres and take each pair's from either by chance (Gribel and Vidal 2019)."""
    partner = linear_sum_assignment(cdist(one, other, "sqeuclidean"))[1]
    return np.where(random.uniform(size=(len(one), 1)) < 0.5, one, other[partner])
