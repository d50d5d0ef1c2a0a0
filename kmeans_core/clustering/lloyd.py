"""Descents to the nearest minimum: Lloyd's, and Hartigan's below it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from kmeans_core.clustering.assignment import Assignment, assign, step, sums
from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats, Labels, Whole

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
    n_iter, done = 0, False
    for moved, shift, _ in islice(steps(points, centres), points.max_iter):
        centres, n_iter, done = moved, n_iter + 1, shift <= points.tolerance
        points.progress(n_iter / points.max_iter, "Moving centres")
        if done:
            break
    nearest = assign(points.values, centres, points.progress)
    centres, nearest = filled(points.values, centres, nearest)
    return Descent(centres, nearest, float(nearest.d1 @ points.mass), n_iter, done)


def steps(points: Points, centres: Floats) -> Iterator[tuple[Floats, float, float]]:
    """Take Lloyd's steps on all rows, which all may change; empty clusters take the farthest rows.

    Yields the centres, their summed squared movement, and the inertia that the rows have around these means,
    which costs no further pass.
    """
    centres = np.ascontiguousarray(centres, float)
    while True:
        totals, counts = step(points, centres)
        empty = np.flatnonzero(counts == 0)
        moved = totals / np.where(counts > 0, counts, 1)[:, None]
        if len(empty):
            away = assign(points.values, centres, points.progress).d1
            moved[empty] = points.values[np.argsort(-away, kind="stable")[: len(empty)]]
        shift, centres = float(np.sum((moved - centres) ** 2)), moved
        yield centres, shift, points.total - float(counts @ np.einsum("kd,kd->k", moved, moved))


def filled(values: Floats, centres: Floats, nearest: Assignment) -> tuple[Floats, Assignment]:
    """Put the centre of each empty cluster on the row that is then farthest from its own."""
    centres = centres.copy()
    while not (sizes := np.bincount(nearest.labels, minlength=len(centres))).all() and nearest.d1.any():
        centres[sizes.argmin()] = values[nearest.d1.argmax()]
        before, nearest = nearest, assign(values, centres)
        if nearest.d1.sum() >= before.d1.sum():
            break
    return centres, nearest


def exchanged(points: Points, found: Descent, least: float) -> Descent:
    """Move rows to their second-nearest centre while one of them lowers the inertia by a share of `least`.

    What single heavy rows need (Hartigan 1975), at little more than the price of a descent that finds it.
    """
    while True:
        near = found.nearest
        sizes = np.bincount(near.labels, points.weights, len(found.centres)).astype(float)
        rest = sizes[near.labels] - points.mass
        alone = rest <= _ALONE * points.mass
        leaving = np.where(alone, 0, near.d1 * sizes[near.labels] / np.where(alone, 1, rest))
        coming = near.d2 * (1 - points.mass / (sizes[near.second] + points.mass))
        change = (coming - leaving) * points.mass
        rows = np.flatnonzero(change < -least * found.inertia)
        if not len(rows):
            return found
        rows = rows[np.argsort(change[rows], kind="stable")]
        labels = best_of_each_cluster(len(sizes), near.labels, rows, near.second[rows])
        counts = np.bincount(labels, points.weights, len(sizes))
        tried = descend(points, sums(points.values, labels, len(sizes), points.weights) / counts[:, None])
        if tried.inertia >= found.inertia:
            return found
        found = replace(tried, n_iter=found.n_iter + tried.n_iter)


def single_row_moves(points: Points, start: Descent, least: float = 1e-12) -> tuple[Descent, int]:
    """Move rows between clusters while the inertia falls (Hartigan 1975); with the turns that this took.

    All profitable moves are made at once; where that raises the inertia, only the best move of each cluster.
    Ends where a turn lowers it by no more than `least` of the sum of squares.
    """
    values, mass, k = points.values, points.mass, len(start.centres)
    labels, centres, every = start.nearest.labels, start.centres, np.arange(len(values))
    norms = np.einsum("nd,nd->n", values, values)
    least, before, moves, turns = least * points.total, np.inf, None, 0
    while np.bincount(labels, minlength=k).all():
        turns += 1
        member = np.where(np.arange(k)[:, None] == labels, mass, 0.0)
        sizes = member.sum(axis=1)
        means = (member @ values) / sizes[:, None]
        squared = squared_distances(values, norms, means)
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


def squared_distances(values: Floats, norms: Floats, centres: Floats) -> Floats:
    """Squared distance of each row, of these squared lengths, to each centre: (n, k)."""
    squared = values @ (-2 * centres.T)
    squared += np.einsum("kd,kd->k", centres, centres)
    squared += norms[:, None]
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
