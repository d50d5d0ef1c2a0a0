"""What a cluster gains when it is split in two, and what it costs when its centre is taken away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmeans_core.clustering.assignment import Assignment, sums
from kmeans_core.clustering.lloyd import Descent
from kmeans_core.clustering.points import Points
from kmeans_core.common import Floats, Labels

_PRICED_ROWS, _PRICED_ROWS_PER_CENTRE = 2_000, 100
HEAVY = 0.01  # share of the inertia in one row
_NEAR = 0.3  # a split that gains this share of a removal's cost may yet pay after a descent


@dataclass(frozen=True, eq=False)
class Trade:
    """What every cluster gains by a split in two, and costs when its centre is removed."""

    gains: Floats  # (k,)
    left: Floats  # (k, d) the centres of the halves
    right: Floats
    losses: Floats  # (k,)
    heavy: bool  # whether single rows of a long table hold much of the inertia

    @classmethod
    def of(cls, points: Points, found: Descent) -> Trade:
        """Price the clusters of a solution, on every so many rows of a long table without heavy ones."""
        near, values, weights = found.nearest, points.values, points.weights
        step = max(1, len(values) // max(_PRICED_ROWS, _PRICED_ROWS_PER_CENTRE * len(found.centres)))
        most = (near.d1 if weights is None else near.d1 * weights).max()
        heavy = step > 1 and bool(most > HEAVY * found.inertia)
        step = 1 if heavy else step
        mass = points.mass[::step] * step
        near = Assignment(near.labels[::step], near.d1[::step], near.second[::step], near.d2[::step])
        gains, left, right = split_gains(values[::step], found.centres, near.labels, mass)
        return cls(gains, left, right, removal_losses(values[::step], found.centres, near, mass), heavy)

    def settled(self) -> bool:
        """Tell whether every removal costs far more than any split gains, and no single row weighs much."""
        return not self.heavy and not self.hopes(1)

    def moved(self, centres: Floats, pairs: list[tuple[int, int]]) -> Floats:
        """Return the centres with the first of each pair taken away and the second split."""
        centres = centres.copy()
        for out, into in pairs:
            centres[into], centres[out] = self.left[into], self.right[into]
        return centres

    def hopes(self, most: int) -> list[tuple[int, int]]:
        """Return the pairs that come nearest to paying, half of the loss forgiven, best first."""
        worth = self.gains[None, :] - 0.5 * self.losses[:, None]
        worth[self.gains[None, :] <= _NEAR * self.losses[:, None]] = -np.inf
        np.fill_diagonal(worth, -np.inf)
        best = np.argsort(-worth, axis=None, kind="stable")[:most]
        return [divmod(int(i), len(worth)) for i in best if worth.flat[i] > -np.inf]

    def pairs(self, nearest: Assignment, most: int) -> list[tuple[int, int]]:
        """Pair the cheapest removals with the best splits while a split gains more than the removal costs.

        The clusters that take a removed centre's rows are left alone, so that the sums stay about right.
        """
        frozen: set[int] = set()
        pairs: list[tuple[int, int]] = []
        splits = np.argsort(-self.gains, kind="stable").tolist()
        for out in np.argsort(self.losses, kind="stable").tolist():
            into = next((j for j in splits if j != out and j not in frozen), None)
            if len(pairs) >= most or into is None or self.gains[into] <= self.losses[out]:
                break
            if out not in frozen:
                pairs.append((out, into))
                frozen |= {out, into, *np.unique(nearest.second[nearest.labels == out]).tolist()}
        return pairs


def split_gains(
    values: Floats, centres: Floats, labels: Labels, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """How much the inertia falls when each cluster is split in two, and the two halves' centres.

    A short 2-means inside every cluster at once, started at the best cut across its principal axis.
    Returns gains (k,), left and right centres (k, d).
    """
    k = len(centres)
    offsets = values - centres[labels]
    far = np.zeros(k, dtype=np.int64)
    reach = np.einsum("nd,nd->n", offsets, offsets)
    order = np.argsort(reach, kind="stable")
    far[labels[order]] = order  # each cluster's farthest row: a start that cannot be orthogonal to its spread
    axes = unit_rows(offsets[far])
    for _ in range(3):
        axes = unit_rows(sums(offsets, labels, k, weights * along(offsets, axes, labels)))
    side = best_cuts(along(offsets, axes, labels), labels, weights)
    for _ in range(3):
        halves = (2 * labels + side).astype(np.int32)
        mass = np.bincount(halves, weights, 2 * k)
        means = sums(offsets, halves, 2 * k, weights) / np.where(mass > 0, mass, 1)[:, None]
        left, right = means[::2], means[1::2]
        middle, axes = (left + right) / 2, right - left
        side = along(offsets, axes, labels) > np.einsum("kd,kd->k", middle, axes)[labels]
    a, b = mass[::2], mass[1::2]
    gains = np.where((a > 0) & (b > 0), a * b / np.maximum(a + b, 1e-300), 0) * np.einsum(
        "kd,kd->k", axes, axes
    )
    return gains, centres + left, centres + right


def best_cuts(places: Floats, labels: Labels, weights: Floats) -> NDArray[np.bool_]:
    """Tell which rows lie beyond the cut that parts their cluster best on a line (n,)."""
    order = np.lexsort((places, labels))
    _, begin, of = np.unique(labels[order], return_index=True, return_inverse=True)
    mass, reach = np.cumsum(weights[order]), np.cumsum(weights[order] * places[order])
    end = np.append(begin[1:], len(order)) - 1
    whole, far = np.diff(mass[end], prepend=0), np.diff(reach[end], prepend=0)
    mass, reach = mass - (mass[end] - whole)[of], reach - (reach[end] - far)[of]
    rest = whole[of] - mass
    rest[end] = np.inf  # no cut beyond the last row
    apart = (reach * whole[of] - mass * far[of]) ** 2 / (mass * rest)
    cut = np.where(apart == np.maximum.reduceat(apart, begin)[of], np.arange(len(order)), len(order))
    beyond = np.empty(len(places), bool)
    beyond[order] = np.arange(len(order)) > np.minimum.reduceat(cut, begin)[of]
    return beyond


def along(offsets: Floats, axes: Floats, labels: Labels) -> Floats:
    """How far each row (n, d) goes along the axis (k, d) of its cluster (n,)."""
    if len(axes) < offsets.shape[1]:
        return np.asarray((offsets @ axes.T)[np.arange(len(labels)), labels])
    return np.asarray(np.einsum("nd,nd->n", offsets, axes[labels]))


def unit_rows(vectors: Floats) -> Floats:
    """Each row at length one, or nothing where it has none."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)


def removal_losses(values: Floats, centres: Floats, nearest: Assignment, weights: Floats) -> Floats:
    """How much the inertia rises when each centre is taken away and its rows go to their second-nearest (k,).

    Counts the receiving centres' move to their new means (Ward's formula, part by part).
    """
    k = len(centres)
    mass = np.bincount(nearest.labels, weights, k)
    loss = np.bincount(nearest.labels, weights * (nearest.d2 - nearest.d1), k)
    pairs, code = np.unique(nearest.labels.astype(np.int64) * k + nearest.second, return_inverse=True)
    giver, taker = np.divmod(pairs, k)
    part = np.bincount(code, weights, len(pairs))
    pull = sums(values, code.astype(np.int32), len(pairs), weights) - part[:, None] * centres[taker]
    saved = np.einsum("pd,pd->p", pull, pull) / (part + mass[taker])
    kept: Floats = np.bincount(giver, saved, k).astype(np.float64)
    return np.subtract(loss, kept)
