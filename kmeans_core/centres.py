"""Centres and the rows nearest to them: assigning, seeding, and Lloyd's descent with Hamerly's bounds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from kmeans_core.parallel import in_order
from kmeans_core.progress import Progress, silent
from kmeans_core.smallest import products, smallest

Floats = NDArray[np.float64]
Labels = NDArray[np.int32]
_CELLS, _ROWS = 2**18, 2**14  # row-to-centre distances, and rows, held at once: fit a processor's cache
_TASK = 4  # times as many make a task of a thread
_PLAIN = 5  # steps of a descent before bounds pay
_SUMMED, _SUMMED_AT_ONCE = 2**17, 4_000  # rows summed at once; and numbers, where a sparse product is slow


@dataclass(frozen=True, eq=False)
class Assignment:
    """Each row's nearest and second-nearest centre with the squared distances to them."""

    labels: Labels  # (n,)
    d1: Floats  # (n,) squared distance to the nearest centre
    second: Labels  # (n,)
    d2: Floats  # (n,) squared distance to the second-nearest centre


@dataclass(frozen=True, eq=False)
class Descent:
    """Where Lloyd's iterations ended."""

    centres: Floats  # (k, d)
    nearest: Assignment
    inertia: float
    n_iter: int
    converged: bool


def assign(values: Floats, centres: Floats, progress: Progress = silent) -> Assignment:
    """Find every row's two nearest centres; ties go to the smaller number. Needs at least two centres."""
    n = len(values)
    found = Assignment(np.empty(n, np.int32), np.empty(n), np.empty(n, np.int32), np.empty(n))

    def two_nearest(rows: slice, squared: Floats) -> None:
        every = np.arange(len(squared))
        found.labels[rows] = nearest = smallest(squared)
        first = squared[every, nearest]
        squared[every, nearest] = np.inf
        found.second[rows] = other = smallest(squared)
        offset = values[rows] - centres[nearest]
        found.d1[rows] = own = np.einsum("nd,nd->n", offset, offset)  # exact where the expanded form cancels
        found.d2[rows] = own + np.maximum(squared[every, other] - first, 0)

    _by_chunks(values, centres, two_nearest, progress)
    return found


def closest(values: Floats, centres: Floats, progress: Progress = silent) -> Labels:
    """Find every row's nearest centre alone (n,), in less than half the time."""
    labels = np.empty(len(values), np.int32)

    def nearest(rows: slice, squared: Floats) -> None:
        labels[rows] = smallest(squared)

    _by_chunks(values, centres, nearest, progress)
    return labels


def _by_chunks(
    values: Floats, centres: Floats, look: Callable[[slice, Floats], None], progress: Progress
) -> None:
    """Show `look` the squared distances of some rows at a time, less the norms, which order nothing.

    Chunks have a fixed size, and where there are many, several threads take them: no sum depends on these.
    """
    n, step = len(values), min(_ROWS, max(64, _CELLS // len(centres)))
    doubled, norms = -2 * centres, np.einsum("kd,kd->k", centres, centres)

    def task(begin: int) -> None:
        for at in range(begin, min(n, begin + _TASK * step), step):
            rows = slice(at, min(n, at + step))
            squared = products(values[rows], doubled)
            squared += norms
            look(rows, squared)

    for _ in in_order(task, range(0, n, _TASK * step), progress, "Assigning rows"):
        pass


def sums(values: Floats, labels: NDArray[np.integer], k: int, weights: Floats | None = None) -> Floats:
    """Sum the rows of each of k groups, weighted where asked: (k, d)."""
    d = values.shape[1]
    if values.size <= _SUMMED_AT_ONCE:
        cells = values if weights is None else values * weights[:, None]
        places = labels[:, None] * d + np.arange(d)
        return cast(Floats, np.bincount(places.ravel(), cells.ravel(), k * d).reshape(k, d))

    def some(at: int) -> Floats:
        rows = slice(at, min(len(values), at + _SUMMED))
        n = rows.stop - at
        entries = np.ones(n) if weights is None else weights[rows]
        member = csc_array((entries, labels[rows], np.arange(n + 1, dtype=labels.dtype)), shape=(k, n))
        return cast(Floats, member @ values[rows])

    return sum(in_order(some, range(0, len(values), _SUMMED)), np.zeros((k, d)))


def seed(
    values: Floats,
    k: int,
    random: np.random.RandomState,
    weights: Floats | None = None,
    progress: Progress = silent,
) -> Floats:
    """Draw k rows far from each other: greedy k-means++ (Arthur and Vassilvitskii 2007), weighted.

    Uses its random numbers in scikit-learn's order, so that the same seed draws the same rows.
    """
    n, trials = len(values), 2 + int(np.log(k))
    mass = np.ones(n) if weights is None else weights
    norms = np.einsum("nd,nd->n", values, values)
    centres = np.empty((k, values.shape[1]))
    centres[0] = values[random.choice(n, p=mass / mass.sum())]
    offset = values - centres[0]
    closest = np.einsum("nd,nd->n", offset, offset)
    potential = closest @ mass
    for j in range(1, k):
        drawn = np.searchsorted(np.cumsum(mass * closest), random.uniform(size=trials) * potential)
        rows = values[np.minimum(drawn, n - 1)]
        squared = (-2 * rows) @ values.T
        squared += norms
        squared += np.einsum("td,td->t", rows, rows)[:, None]
        np.clip(squared, 0, closest, out=squared)
        potentials = squared @ mass
        best = int(np.argmin(potentials))
        centres[j], closest, potential = rows[best], squared[best], potentials[best]
        progress(j / k, "Drawing first centres")
    return centres


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
