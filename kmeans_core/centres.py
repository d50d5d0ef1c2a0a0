"""Centres and the rows nearest to them: assigning, seeding, and Lloyd's descent with Hamerly's bounds."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import cast

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from kmeans_core.progress import Progress, silent

Floats = NDArray[np.float64]
Labels = NDArray[np.int32]
_CELLS = 2**16  # row-to-centre distances held at once: fits a processor's cache
_TASK = 8  # times as many make a task of a thread
_THREADS = min(4, os.cpu_count() or 1)


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
    """Find every row's two nearest centres; ties go to the smaller number. Needs at least two centres.

    Rows are taken in chunks of a fixed size, by several threads where there are many: no sum depends on them.
    """
    n, k = len(values), len(centres)
    found = Assignment(np.empty(n, np.int32), np.empty(n), np.empty(n, np.int32), np.empty(n))
    step = max(64, _CELLS // k)
    tasks = [slice(at, min(n, at + _TASK * step)) for at in range(0, n, _TASK * step)]
    if len(tasks) < _THREADS:
        for rows in tasks:
            _assign_rows(values, centres, found, rows, step)
        return found
    pool = ThreadPoolExecutor(_THREADS)
    try:
        work = [pool.submit(_assign_rows, values, centres, found, rows, step) for rows in tasks]
        for number, each in enumerate(work):
            each.result()
            progress(number / len(tasks), "Assigning rows")
    finally:
        pool.shutdown(cancel_futures=True)
    return found


def _assign_rows(values: Floats, centres: Floats, found: Assignment, part: slice, step: int) -> None:
    """Fill in a part of an assignment."""
    doubled, norms = np.ascontiguousarray(-2 * centres.T), np.einsum("kd,kd->k", centres, centres)
    every = np.arange(step)
    for at in range(part.start, part.stop, step):
        rows = slice(at, min(part.stop, at + step))
        here = every[: rows.stop - at]
        squared = values[rows] @ doubled  # without the row's own norm, which orders nothing
        squared += norms
        found.labels[rows] = nearest = squared.argmin(axis=1)
        first = squared[here, nearest]
        squared[here, nearest] = np.inf
        found.second[rows] = other = squared.argmin(axis=1)
        offset = values[rows] - centres[nearest]
        found.d1[rows] = own = np.einsum("nd,nd->n", offset, offset)  # exact where the expanded form cancels
        found.d2[rows] = own + np.maximum(squared[here, other] - first, 0)


def sums(values: Floats, labels: NDArray[np.integer], k: int, weights: Floats | None = None) -> Floats:
    """Sum the rows of each of k groups, weighted where asked: (k, d)."""
    n = len(values)
    entries = np.ones(n) if weights is None else weights
    member = csc_array((entries, labels, np.arange(n + 1, dtype=labels.dtype)), shape=(k, n))
    return cast(Floats, member @ values)


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

    Most rows are skipped by Hamerly's bounds (2010): a row stays while its centre is surely nearer than any
    other. Stops when the centres' summed squared movement is at most `tolerance`. An empty cluster takes the
    row farthest from its centre.
    """
    k = len(centres)
    mass = np.ones(len(values)) if weights is None else weights
    nearest = assign(values, centres, progress)
    labels = nearest.labels.copy()
    upper, lower = np.sqrt(nearest.d1), np.sqrt(nearest.d2)
    totals, counts = sums(values, labels, k, weights), np.bincount(labels, mass, k)
    done, n_iter = False, 0
    for n_iter in range(1, max_iter + 1):
        moved = totals / np.where(counts > 0, counts, 1)[:, None]
        empty = np.flatnonzero(counts <= 0)
        if len(empty):
            moved[empty] = values[np.argsort(-upper, kind="stable")[: len(empty)]]
        shift = np.sqrt(np.einsum("kd,kd->k", moved - centres, moved - centres))
        centres = moved
        if float(shift @ shift) <= tolerance:
            done = True
            break
        upper += shift[labels]
        lower -= shift.max()
        rows = np.flatnonzero(upper >= lower)
        progress(n_iter / max_iter, "Moving centres")
        fresh = assign(values[rows], centres, progress)
        upper[rows], lower[rows] = np.sqrt(fresh.d1), np.sqrt(fresh.d2)
        changed = np.flatnonzero(fresh.labels != labels[rows])
        done = not len(changed) and not len(empty)
        if done:
            break
        rows, to = rows[changed], fresh.labels[changed]
        totals += sums(values[rows], to, k, mass[rows]) - sums(values[rows], labels[rows], k, mass[rows])
        counts += np.bincount(to, mass[rows], k) - np.bincount(labels[rows], mass[rows], k)
        labels[rows] = to
    nearest = assign(values, centres, progress)
    return Descent(centres, nearest, float(nearest.d1 @ mass), n_iter, done)
