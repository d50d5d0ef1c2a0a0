"""Lloyd's descent to the nearest minimum, most rows skipped by Hamerly's bounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from kmeans_core.clustering.assignment import Assignment, assign, closest, sums
from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats

_PLAIN = 5  # steps of a descent before bounds pay
_FEW = 2**16  # rows times clusters and columns up to which they never do


@dataclass(frozen=True, eq=False)
class Descent:
    """Where Lloyd's iterations ended."""

    centres: Floats  # (k, d)
    nearest: Assignment
    inertia: float
    n_iter: int
    converged: bool


def descend(points: Points, centres: Floats) -> Descent:
    """Move each centre to the mean of its rows until nothing changes (Lloyd 1982).

    Stops when the centres' summed squared movement is at most the points' tolerance. An empty cluster takes
    the row farthest from its centre; none is left empty where there are k different rows.
    """
    centres, n_iter, done = _plain_steps(points, centres)
    nearest = assign(points.values, centres, points.progress)
    if not done and n_iter < points.max_iter:
        centres, n_iter, done = _bounded_steps(points, centres, nearest, n_iter)
        nearest = assign(points.values, centres, points.progress)
    centres, nearest = filled(points.values, centres, nearest)
    inertia = nearest.d1.sum() if points.weights is None else nearest.d1 @ points.weights
    return Descent(centres, nearest, float(inertia), n_iter, done)


def steps(points: Points, centres: Floats) -> Iterator[tuple[Floats, float, float]]:
    """Take Lloyd's steps on all rows, which all may change, until a cluster would get empty.

    Yields the centres, their summed squared movement, and the inertia that the rows have around these means,
    which costs no further pass.
    """
    k = len(centres)
    while True:
        labels = closest(points.values, centres, points.progress)
        counts = np.bincount(labels, points.weights, k)
        if not counts.all():
            return
        moved = sums(points.values, labels, k, points.weights) / counts[:, None]
        shift, centres = float(np.sum((moved - centres) ** 2)), moved
        yield centres, shift, points.total - float(counts @ np.einsum("kd,kd->k", moved, moved))


def _plain_steps(points: Points, centres: Floats) -> tuple[Floats, int, bool]:
    """Take the first steps of a descent; with their number and whether the last one was short enough."""
    n_iter, few = 0, len(points.values) * sum(centres.shape) <= _FEW
    most = points.max_iter if few else min(_PLAIN, points.max_iter)
    for moved, shift, _ in islice(steps(points, centres), most):
        centres, n_iter = moved, n_iter + 1
        if shift <= points.tolerance:
            return centres, n_iter, True
    return centres, n_iter, False


def _bounded_steps(
    points: Points, centres: Floats, nearest: Assignment, before: int
) -> tuple[Floats, int, bool]:
    """Go on from the steps taken before, skipping most rows by Hamerly's bounds (2010).

    A row stays while its centre is surely nearer than any other. Returns as `_plain_steps` does.
    """
    values, weights, k = points.values, points.weights, len(centres)
    labels, upper, lower = nearest.labels, np.sqrt(nearest.d1), np.sqrt(nearest.d2)
    totals, counts = sums(values, labels, k, weights), np.bincount(labels, weights, k).astype(float)
    sizes = np.bincount(labels, minlength=k)
    for n_iter in range(before + 1, points.max_iter + 1):
        empty = np.flatnonzero(sizes == 0)
        counts[empty] = 1  # not what rounding left of the weights
        moved = totals / counts[:, None]
        if len(empty):
            totals[empty] = counts[empty] = 0
            moved[empty] = values[np.argsort(-upper, kind="stable")[: len(empty)]]
        shift = np.sqrt(np.einsum("kd,kd->k", moved - centres, moved - centres))
        centres = moved
        if float(shift @ shift) <= points.tolerance:
            return centres, n_iter, True
        upper += shift[labels]
        lower -= shift.max()
        rows = np.flatnonzero(upper >= lower)
        points.progress(n_iter / points.max_iter, "Moving centres")
        fresh = assign(values[rows], centres, points.progress)
        upper[rows], lower[rows] = np.sqrt(fresh.d1), np.sqrt(fresh.d2)
        changed = np.flatnonzero(fresh.labels != labels[rows])
        rows, to = rows[changed], fresh.labels[changed]
        some, mass = values[rows], None if weights is None else weights[rows]
        totals += sums(some, to, k, mass) - sums(some, labels[rows], k, mass)
        counts += np.bincount(to, mass, k) - np.bincount(labels[rows], mass, k)
        sizes += np.bincount(to, minlength=k) - np.bincount(labels[rows], minlength=k)
        labels[rows] = to
    return centres, points.max_iter, False


def filled(values: Floats, centres: Floats, nearest: Assignment) -> tuple[Floats, Assignment]:
    """Give each empty cluster the row farthest from its centre, with all that equal it.

    Clusters stay empty only where there are fewer different rows than clusters.
    """
    sizes = np.bincount(nearest.labels, minlength=len(centres))
    if sizes.all():
        return centres, nearest
    centres, labels, second = centres.copy(), nearest.labels.copy(), nearest.second.copy()
    d1, d2 = nearest.d1.copy(), nearest.d2.copy()
    while not sizes.all() and d1.any():
        row, new = int(d1.argmax()), int(sizes.argmin())
        old = labels[row]
        equal = np.flatnonzero(labels == old)
        equal = equal[(values[equal] == values[row]).all(axis=1)]
        d2[equal], d1[equal] = d1[equal], 0
        if sizes[old] > len(equal):
            centres[new], labels[equal], second[equal] = values[row], new, old
            sizes[[old, new]] += -len(equal), len(equal)
    again = assign(values, centres)
    settled = bool(np.bincount(again.labels, minlength=len(centres)).all())
    return centres, again if settled else Assignment(labels, d1, second, d2)
