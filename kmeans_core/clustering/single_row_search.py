"""A thorough search where rows are few: single-row moves, random swaps, and merged solutions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from kmeans_core.clustering.lloyd import Descent
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.swap_search import merged
from kmeans_core.common import Floats, Whole

_WORK = 3e6  # distances times columns spent on the random swaps of one solution
_ROUNDING = 1e-9  # relative falls of the inertia that are none
_PARENTS = 4
_CHILDREN = 2  # of each pair of parents


@dataclass(frozen=True, eq=False)
class Solution:
    """Centres and labels that no move of a single row improves."""

    centres: Floats  # (k, d)
    labels: Whole  # (n,)
    inertia: float

    def beats(self, other: Solution) -> bool:
        """Tell a real fall of the inertia from rounding."""
        return self.inertia < other.inertia * (1 - _ROUNDING)


def thorough_search(points: Points, starts: Sequence[Descent], random: np.random.Generator) -> Floats:
    """Improve the best different starts by random swaps, then merge the others into the best of them.

    Returns centres (k, d), never worse than those of the best start.
    """
    values, k = points.values, len(starts[0].centres)
    rounds = int(np.clip(_WORK / (len(values) * k * (values.shape[1] + 20)), 1, k))
    ranked = sorted(starts, key=lambda each: each.inertia)
    different = [b for a, b in pairwise(ranked) if a.inertia < b.inertia * (1 - _ROUNDING)]
    parents = []
    for start in [ranked[0], *different[: _PARENTS - 1]]:
        points.progress(0, "Moving single rows")
        parents.append(single_row_moves(values, start.centres))
    for turn in range(rounds):
        for place, parent in enumerate(parents):
            child = single_row_moves(values, random_swap(values, parent, random))
            parents[place] = child if child.beats(parent) else parent
            points.progress(turn / rounds, "Trying swaps")
    best, *others = sorted(parents, key=lambda each: each.inertia)
    for other in others:
        for _ in range(_CHILDREN):
            child = single_row_moves(values, merged(best.centres, other.centres, random))
            best = child if child.beats(best) else best
            points.progress(1, "Merging solutions")
    return best.centres


def single_row_moves(values: Floats, centres: Floats) -> Solution:
    """Move rows between clusters while the inertia falls, with both means' shifts (Hartigan 1975).

    All profitable moves are made at once; where that raises the inertia, only the best move of each cluster.
    """
    k, every = len(centres), np.arange(len(values))
    norms = np.einsum("nd,nd->n", values, values)
    least = 1e-12 * float(norms.sum())
    labels = squared_distances(values, centres, norms).argmin(axis=1)
    before, moves = np.inf, None
    while True:
        member = (np.arange(k)[:, None] == labels).astype(float)
        sizes = member.sum(axis=1)
        if not sizes.all():
            labels = fill_an_empty_cluster(values, centres, labels, sizes)
            continue
        means = (member @ values) / sizes[:, None]
        squared = squared_distances(values, means, norms)
        own = squared[every, labels]
        inertia = float(own.sum())
        if moves is not None and inertia >= before - least:
            labels, moves = best_of_each_cluster(k, *moves), None
            continue
        before, centres, size = inertia, means, sizes[labels]
        leaving = np.where(size > 1, own * size / np.maximum(size - 1, 1), 0)
        squared *= sizes / (sizes + 1)
        squared[every, labels] = np.inf
        target = squared.argmin(axis=1)
        change = squared[every, target] - leaving
        rows = np.flatnonzero(change < -least)
        if not len(rows):
            return Solution(centres, labels, inertia)
        rows = rows[np.argsort(change[rows], kind="stable")]
        moves = labels, rows, target[rows]
        labels = labels.copy()
        labels[rows] = target[rows]


def squared_distances(values: Floats, centres: Floats, norms: Floats) -> Floats:
    """Squared distance of each row to each centre: (n, k)."""
    squared = values @ (-2 * centres.T)
    squared += np.einsum("kd,kd->k", centres, centres)
    squared += norms[:, None]
    return np.maximum(squared, 0, out=squared)


def fill_an_empty_cluster(values: Floats, centres: Floats, labels: Whole, sizes: Floats) -> Whole:
    """Give the first empty cluster the row farthest from its centre that is not alone."""
    offsets = values - centres[labels]
    far = np.where(sizes[labels] > 1, np.einsum("nd,nd->n", offsets, offsets), -1)
    labels = labels.copy()
    labels[far.argmax()] = np.argmin(sizes)
    return labels


def best_of_each_cluster(k: int, labels: Whole, rows: Whole, targets: Whole) -> Whole:
    """Make the moves, best first, that touch no cluster twice: their changes of inertia add up exactly."""
    labels, free = labels.copy(), np.ones(k, bool)
    for row, target in zip(rows.tolist(), targets.tolist(), strict=True):
        if free[target] and free[labels[row]]:
            free[[target, labels[row]]] = False
            labels[row] = target
    return labels


def random_swap(values: Floats, solution: Solution, random: np.random.Generator) -> Floats:
    """Put a centre on a row drawn by its squared distance, and take away the one then missed least."""
    centres, labels, every = solution.centres, solution.labels, np.arange(len(values))
    squared = squared_distances(values, centres, np.einsum("nd,nd->n", values, values))
    own = squared[every, labels]
    squared[every, labels] = np.inf
    reach = np.cumsum(own)
    row = min(int(np.searchsorted(reach, random.uniform() * reach[-1])), len(values) - 1)
    offsets = values - values[row]
    fresh = np.einsum("nd,nd->n", offsets, offsets)
    missed = np.minimum(squared.min(axis=1), fresh) - np.minimum(own, fresh)
    swapped = centres.copy()
    swapped[np.argmin(np.bincount(labels, missed, len(centres)))] = values[row]
    return swapped
