"""Better centres than restarts find: take a centre from where it is cheap, put it where it gains most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist

from kmeans_core.clustering.assignment import Assignment, sums
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.common import Floats, Labels, Progress, silent

_ROUNDING = 1e-9  # relative falls of the inertia that are none
_CHILDREN = 2  # of each pair of solutions
_PROMISING = 1.01  # times the best inertia: a child worse than that is not improved
_PRICED_ROWS, _PRICED_ROWS_PER_CENTRE = 2_000, 100
_HEAVY = 0.01  # share of the inertia in one row
_SAME = 1e-4  # relative differences of the inertia by which two solutions are taken as one
_NEAR = 0.3  # a split that gains this share of a removal's cost may yet pay after a descent


def swap_search(
    values: Floats,
    start: Descent,
    weights: Floats | None = None,
    max_iter: int = 300,
    tolerance: float = 0.0,
    progress: Progress = silent,
) -> Descent:
    """Move centres from cheap places to profitable ones while that lowers the inertia; never raises it.

    `start` is a descent on the same values (n, d) and weights (n,).
    """
    return _swapped(values, start, weights, max_iter, tolerance, progress)[0]


def _swapped(
    values: Floats,
    start: Descent,
    weights: Floats | None,
    max_iter: int,
    tolerance: float,
    progress: Progress,
) -> tuple[Descent, Trade]:
    """Search by swaps; with the prices at its end."""
    best, trade = start, Trade.of(values, start, weights)
    batch = len(start.centres)
    while pairs := trade.pairs(best.nearest, batch):
        progress(0.5, "Moving centres")
        centres = best.centres.copy()
        for out, into in pairs:
            centres[into], centres[out] = trade.left[into], trade.right[into]
        tried = descend(values, centres, weights, max_iter, tolerance, progress)
        if tried.inertia < best.inertia * (1 - _ROUNDING):
            best, trade = tried, Trade.of(values, tried, weights)
            batch = len(start.centres)
        else:
            batch = len(pairs) // 2
    return best, trade


def lasting_search(
    values: Floats,
    starts: Iterable[Descent],
    random: np.random.Generator,
    weights: Floats | None = None,
    max_iter: int = 300,
    tolerance: float = 0.0,
    progress: Progress = silent,
) -> tuple[Descent, tuple[float, ...]]:
    """Swap from one start after the other and merge the solutions, until no better one seems near.

    That is when every removal costs more than about three times what any split gains, or when two starts come
    to the same inertia. Returns the best, never worse than any start used, and the inertia of each of these.
    """
    how = weights, max_iter, tolerance, progress
    best, used = None, []
    for start in starts:
        used.append(start.inertia)
        progress(0.5, f"Improving start {len(used)}")
        found, trade = _swapped(values, start, *how)
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
            child = descend(values, merged(best.centres, other.centres, random), *how)
            if child.inertia < best.inertia * _PROMISING:
                child = _swapped(values, child, *how)[0]
            best = min(best, child, key=lambda each: each.inertia)
    if best is None:
        raise ValueError("No start was given.")
    return best, tuple(used)


@dataclass(frozen=True, eq=False)
class Trade:
    """What every cluster gains by a split in two, and costs when its centre is removed."""

    gains: Floats  # (k,)
    left: Floats  # (k, d) the centres of the halves
    right: Floats
    losses: Floats  # (k,)
    heavy: bool  # whether single rows of a long table hold much of the inertia

    @classmethod
    def of(cls, values: Floats, found: Descent, weights: Floats | None) -> Trade:
        """Price the clusters of a solution, on every so many rows of a long table without heavy ones."""
        near = found.nearest
        step = max(1, len(values) // max(_PRICED_ROWS, _PRICED_ROWS_PER_CENTRE * len(found.centres)))
        most = (near.d1 if weights is None else near.d1 * weights).max()
        heavy = step > 1 and bool(most > _HEAVY * found.inertia)
        step = 1 if heavy else step
        some = values[::step]
        mass = np.full(len(some), float(step)) if weights is None else weights[::step] * step
        near = Assignment(near.labels[::step], near.d1[::step], near.second[::step], near.d2[::step])
        gains, left, right = split_gains(some, found.centres, near.labels, mass)
        return cls(gains, left, right, removal_losses(some, found.centres, near, mass), heavy)

    def settled(self) -> bool:
        """Tell whether every removal costs far more than any other cluster's split gains.

        Where a single row weighs much, other solutions may be better although no swap leads there.
        """
        if self.heavy:
            return False
        worth = self.gains[None, :] > _NEAR * self.losses[:, None]
        np.fill_diagonal(worth, False)
        return not worth.any()

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


def merged(one: Floats, other: Floats, random: np.random.Generator) -> Floats:
    """Match two solutions' centres and take each pair's from either by chance (Gribel and Vidal 2019)."""
    partner = linear_sum_assignment(cdist(one, other, "sqeuclidean"))[1]
    return np.where(random.uniform(size=(len(one), 1)) < 0.5, one, other[partner])


def split_gains(
    values: Floats, centres: Floats, labels: Labels, weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """How much the inertia falls when each cluster is split in two, and the two halves' centres.

    A short 2-means inside every cluster at once, started on both sides of its mean along its principal axis.
    Returns gains (k,), left and right centres (k, d).
    """
    k = len(centres)
    offsets = values - centres[labels]
    weighted = offsets * weights[:, None]
    far = np.zeros(k, dtype=np.int64)
    reach = np.einsum("nd,nd->n", offsets, offsets)
    order = np.argsort(reach, kind="stable")
    far[labels[order]] = order  # each cluster's farthest row: a start that cannot be orthogonal to its spread
    axes = unit_rows(offsets[far])
    for _ in range(3):
        along = np.einsum("nd,nd->n", offsets, axes[labels])
        axes = unit_rows(sums(weighted, labels, k, along))
    side = np.einsum("nd,nd->n", offsets, axes[labels]) > 0
    for _ in range(4):
        halves = (2 * labels + side).astype(np.int32)
        mass = np.bincount(halves, weights, 2 * k)
        means = sums(offsets, halves, 2 * k, weights) / np.where(mass > 0, mass, 1)[:, None]
        left, right = means[::2], means[1::2]
        middle, axes = (left + right) / 2, right - left
        side = np.einsum("nd,nd->n", offsets, axes[labels]) > np.einsum("kd,kd->k", middle, axes)[labels]
    a, b = mass[::2], mass[1::2]
    gains = np.where((a > 0) & (b > 0), a * b / np.maximum(a + b, 1e-300), 0) * np.einsum(
        "kd,kd->k", axes, axes
    )
    return gains, centres + left, centres + right


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
