"""Lloyd's descent to the nearest minimum, most rows skipped by Hamerly's bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering.assignment import Assignment, assign, closest, sums
from kmeans_core.common import Floats, Progress, silent

_PLAIN = 5  # steps of a descent before bounds pay


@dataclass(frozen=True, eq=False)
class Descent:
    """Where Lloyd's iterations ended."""

    centres: Floats  # (k, d)
    nearest: Assignment
    inertia: float
    n_iter: int
    converged: bool


def descend(
    values: Floats,
    centres: Floats,
    weights: Floats | None = None,
    max_iter: int = 300,
    tolerance: float = 0.0,
    progress: Progress = silent,
) -> Descent:
    """Move each centre to the mean of its rows until nothing changes (Lloyd 1982).

    Stops when the centres' summed squared movement is at most `tolerance`. An empty cluster takes the row
    farthest from its centre.
    """
    centres, n_iter, done = plain_steps(values, centres, weights, min(_PLAIN, max_iter), tolerance, progress)
    nearest = assign(values, centres, progress)
    if not done and n_iter < max_iter:
        steps = n_iter, max_iter
        centres, n_iter, done = bounded_steps(values, centres, nearest, weights, steps, tolerance, progress)
        nearest = assign(values, centres, progress)
    inertia = nearest.d1.sum() if weights is None else nearest.d1 @ weights
    return Descent(centres, nearest, float(inertia), n_iter, done)


def plain_steps(
    values: Floats, centres: Floats, weights: Floats | None, most: int, tolerance: float, progress: Progress
) -> tuple[Floats, int, bool]:
    """Take Lloyd's first steps on all rows, which all may change; leaves off before a cluster gets empty.

    Returns the centres, the steps taken and whether the last one moved them by no more than the tolerance.
    """
    for step in range(most):
        labels = closest(values, centres, progress)
        counts = np.bincount(labels, weights, len(centres))
        if not counts.all():
            return centres, step, False
        moved = sums(values, labels, len(centres), weights) / counts[:, None]
        shift = float(np.sum((moved - centres) ** 2))
        centres = moved
        if shift <= tolerance:
            return centres, step + 1, True
    return centres, most, False


def bounded_steps(
    values: Floats,
    centres: Floats,
    nearest: Assignment,
    weights: Floats | None,
    steps: tuple[int, int],
    tolerance: float,
    progress: Progress,
) -> tuple[Floats, int, bool]:
    """Go on from so many steps to at most so many, skipping most rows by Hamerly's bounds (2010).

    A row stays while its centre is surely nearer than any other. Returns as `plain_steps` does.
    """
    k, (before, max_iter) = len(centres), steps
    labels, upper, lower = nearest.labels, np.sqrt(nearest.d1), np.sqrt(nearest.d2)
    totals, counts = sums(values, labels, k, weights), np.bincount(labels, weights, k).astype(float)
    for n_iter in range(before + 1, max_iter + 1):
        moved = totals / np.where(counts > 0, counts, 1)[:, None]
        empty = np.flatnonzero(counts <= 0)
        if len(empty):
            moved[empty] = values[np.argsort(-upper, kind="stable")[: len(empty)]]
        shift = np.sqrt(np.einsum("kd,kd->k", moved - centres, moved - centres))
        centres = moved
        if float(shift @ shift) <= tolerance:
            return centres, n_iter, True
        upper += shift[labels]
        lower -= shift.max()
        rows = np.flatnonzero(upper >= lower)
        progress(n_iter / max_iter, "Moving centres")
        fresh = assign(values[rows], centres, progress)
        upper[rows], lower[rows] = np.sqrt(fresh.d1), np.sqrt(fresh.d2)
        changed = np.flatnonzero(fresh.labels != labels[rows])
        if not len(changed) and not len(empty):
            return centres, n_iter, True
        rows, to = rows[changed], fresh.labels[changed]
        some, mass = values[rows], None if weights is None else weights[rows]
        totals += sums(some, to, k, mass) - sums(some, labels[rows], k, mass)
        counts += np.bincount(to, mass, k) - np.bincount(labels[rows], mass, k)
        labels[rows] = to
    return centres, max_iter, False
