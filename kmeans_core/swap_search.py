"""Better centres than restarts find: take a centre from where it is cheap, put it where it gains most."""

from __future__ import annotations

import numpy as np

from kmeans_core.centres import Assignment, Descent, Floats, Labels, descend, sums
from kmeans_core.progress import Progress, silent


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
    axes = offsets[far]
    for _ in range(4):
        along = np.einsum("nd,nd->n", offsets, axes[labels])
        axes = sums(weighted, labels, k, along)
        axes /= np.maximum(np.linalg.norm(axes, axis=1, keepdims=True), 1e-300)
    side = np.einsum("nd,nd->n", offsets, axes[labels]) > 0
    for _ in range(5):
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
    kept: Floats = np.bincount(giver, saved, k)
    return loss - kept


def swap_search(
    values: Floats,
    start: Descent,
    weights: Floats | None = None,
    max_iter: int = 300,
    tolerance: float = 0.0,
    progress: Progress = silent,
) -> Descent:
    """Move centres from cheap places to profitable ones until no move lowers the inertia; never raises it."""
    mass = np.ones(len(values)) if weights is None else weights
    best, batch, k = start, len(start.centres), len(start.centres)
    failures = 0
    while batch and failures < 8:
        progress(0.5, "Moving centres")
        labels = best.nearest.labels
        gains, left, right = split_gains(values, best.centres, labels, mass)
        losses = removal_losses(values, best.centres, best.nearest, mass)
        pairs = pair_up(gains, losses, best, batch, 1.0 if failures == 0 else 0.5, failures)
        if not pairs:
            if failures:
                break
            failures = 1
            batch = k
            continue
        centres = best.centres.copy()
        for out, into in pairs:
            centres[into], centres[out] = left[into], right[into]
        tried = descend(values, centres, weights, max_iter, tolerance, progress)
        if tried.inertia < best.inertia * (1 - 1e-9):
            best, failures, batch = tried, 0, k
        elif len(pairs) > 1:
            batch = len(pairs) // 2
        else:
            failures += 1
            batch = 1
    return best


def pair_up(
    gains: Floats, losses: Floats, best: Descent, batch: int, share: float, skip: int
) -> list[tuple[int, int]]:
    """Pair the cheapest removals with the best splits while the gain outweighs `share` of the loss."""
    neighbour = best.nearest.second
    frozen: set[int] = set()
    pairs: list[tuple[int, int]] = []
    splits = iter(np.argsort(-gains, kind="stable")[max(skip - 1, 0) :].tolist())
    for out in np.argsort(losses, kind="stable").tolist():
        if out in frozen:
            continue
        into = next((j for j in splits if j != out and j not in frozen), None)
        if into is None or gains[into] <= share * losses[out] or len(pairs) >= batch:
            break
        pairs.append((out, into))
        rows = neighbour[best.nearest.labels == out]
        frozen |= {out, into, *np.unique(rows).tolist()}
    return pairs
