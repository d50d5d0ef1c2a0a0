"""Descents to the nearest minimum: Lloyd's, most rows skipped by bounds, and Hartigan's below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from kmeans_core.clustering.assignment import Assignment, assign, closest, sums
from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats, Labels, Whole

_PLAIN = 5  # steps of a descent before bounds pay
_FEW = 2**16  # rows times clusters and columns up to which they never do
_ALONE = 1e-9  # share of a row's weight: what rounding may leave of a cluster without it


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
    few = len(points.values) * sum(centres.shape) <= _FEW
    n_iter, most, done = 0, points.max_iter if few else min(_PLAIN, points.max_iter), False
    for moved, shift, _ in islice(steps(points, centres), most):
        centres, n_iter, done = moved, n_iter + 1, shift <= points.tolerance
        if done:
            break
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


def _bounded_steps(
    points: Points, centres: Floats, nearest: Assignment, before: int
) -> tuple[Floats, int, bool]:
    """Go on from the steps taken before, skipping most rows by Hamerly's bounds (2010).

    A row stays while its centre is surely nearer than any other. Returns the centres, the steps taken in all
    and whether the last one was short enough.
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
    """Put the centre of each empty cluster on the row that is then farthest from its own."""
    centres = centres.copy()
    while not (sizes := np.bincount(nearest.labels, minlength=len(centres))).all() and nearest.d1.any():
        centres[sizes.argmin()] = values[nearest.d1.argmax()]
        before, nearest = nearest, assign(values, centres)
        if nearest.d1.sum() >= before.d1.sum():
            break
    return centres, nearest


def single_row_moves(points: Points, start: Descent) -> tuple[Descent, int]:
    """Move rows between clusters while the inertia falls (Hartigan 1975); with the turns that this took.

    All profitable moves are made at once; where that raises the inertia, only the best move of each cluster.
    """
    values, mass, k = points.values, points.mass(), len(start.centres)
    labels, centres, every = start.nearest.labels, start.centres, np.arange(len(values))
    least, before, moves, turns = 1e-12 * points.total, np.inf, None, 0
    while np.bincount(labels, minlength=k).all():
        turns += 1
        member = np.where(np.arange(k)[:, None] == labels, mass, 0.0)
        sizes = member.sum(axis=1)
        means = (member @ values) / sizes[:, None]
        squared = squared_distances(values, means)
        inertia = float(squared[every, labels] @ mass)
        if moves is not None and inertia >= before - least:
            labels, moves = best_of_each_cluster(k, *moves), None
            continue
        before, centres = inertia, means
        targets, change = best_moves(squared, labels, sizes, mass)
        rows = np.flatnonzero(change < -least)
        if not len(rows):
            break
        rows = rows[np.argsort(change[rows], kind="stable")]
        moves = labels, rows, targets[rows]
        labels = labels.copy()
        labels[rows] = targets[rows]
        if not np.bincount(labels, minlength=k).all():
            labels, moves = best_of_each_cluster(k, *moves), None
    nearest = assign(values, centres)
    return replace(start, centres=centres, nearest=nearest, inertia=float(nearest.d1 @ mass)), turns


def squared_distances(values: Floats, centres: Floats) -> Floats:
    """Squared distance of each row to each centre: (n, k)."""
    squared = values @ (-2 * centres.T)
    squared += np.einsum("kd,kd->k", centres, centres)
    squared += np.einsum("nd,nd->n", values, values)[:, None]
    return np.maximum(squared, 0, out=squared)


def best_moves(squared: Floats, labels: Whole, sizes: Floats, mass: Floats) -> tuple[Whole, Floats]:
    """Return where each row would best go (n,), and by how much that changes the inertia (n,)."""
    every, rest = np.arange(len(labels)), sizes[labels] - mass
    alone = rest <= _ALONE * mass
    leaving = np.where(alone, 0, squared[every, labels] * sizes[labels] / np.where(alone, 1, rest))
    coming = squared * (sizes / (sizes + mass[:, None]))
    coming[every, labels] = np.inf
    targets = coming.argmin(axis=1)
    return targets, (coming[every, targets] - leaving) * mass


def best_of_each_cluster(k: int, labels: Labels, rows: Whole, targets: Whole) -> Labels:
    """Make the moves, best first, that touch no cluster twice: their changes of inertia add up exactly."""
    labels, free = labels.copy(), np.ones(k, bool)
    for row, target in zip(rows.tolist(), targets.tolist(), strict=True):
        if free[target] and free[labels[row]]:
            free[[target, labels[row]]] = False
            labels[row] = target
    return labels
