"""Moves of single rows go below where Lloyd stops: they count how both means shift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.lloyd import Descent
from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats, Labels, Whole

_ALONE = 1e-9  # share of a row's weight: what rounding may leave of a cluster without it


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
