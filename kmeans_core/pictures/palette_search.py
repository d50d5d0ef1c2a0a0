"""k-means on weighted colours without random numbers: splits along principal axes, Lloyd, breathing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from kmeans_core.common import FEW, Floats32, Labels, Progress, products, silent, smallest

_CELLS = 2**17  # point-to-centre distances held at once: fits a processor's cache


@dataclass(frozen=True, eq=False)
class Cloud:
    """Weighted points; the first `fixed` centres of any search in it stay where they are."""

    places: Floats32  # (n, d)
    weights: Floats32  # (n,)
    fixed: int = 0


def nearest(places: Floats32, centres: Floats32, progress: Progress = silent) -> Labels:
    """Return the number of each point's nearest centre (n,); ties go to the smaller number.

    Exact for 8-bit sRGB: all sums are quarters of whole numbers that float32 holds.
    """
    labels = np.empty(len(places), np.int32)
    for rows, scores in _scores(places, centres):
        labels[rows] = smallest(scores)
        progress(rows.stop / len(places), "Assigning colours")
    return labels


def _scores(places: Floats32, centres: Floats32) -> Iterator[tuple[slice, Floats32]]:
    """Yield squared distances less the points' own norms: (r, k), some rows at a time."""
    k, d = centres.shape
    matrix = np.column_stack([-2 * centres, np.einsum("kd,kd->k", centres, centres)])
    step = max(64, _CELLS // k)
    for top in range(0, len(places), step):
        rows = slice(top, min(len(places), top + step))
        part = np.ones((rows.stop - top, d + 1), np.float32, order="F" if k <= FEW else "C")
        part[:, :-1] = places[rows]
        yield rows, products(part, matrix)


def means(cloud: Cloud, labels: Labels, centres: Floats32) -> Floats32:
    """Move each centre that is not fixed and has points to their weighted mean."""
    k = len(centres)
    mass = np.bincount(labels, cloud.weights, k)
    safe = np.where(mass > 0, mass, 1)
    moved = [np.bincount(labels, cloud.weights * axis, k) / safe for axis in cloud.places.T]
    stay = (mass == 0) | (np.arange(k) < cloud.fixed)
    return np.where(stay[:, None], centres, np.column_stack(moved)).astype(np.float32)


def lloyd(cloud: Cloud, centres: Floats32, steps: int, progress: Progress = silent) -> Floats32:
    """Take so many of Lloyd's steps, fewer when nothing moves any more."""
    for step in range(steps):
        progress(step / steps, "Moving colours")
        moved = means(cloud, nearest(cloud.places, centres), centres)
        if np.array_equal(moved, centres):
            break
        centres = moved
    return centres


def first_centres(cloud: Cloud, fixed: Floats32, k: int, progress: Progress = silent) -> Floats32:
    """Start from the fixed centres and one mean, and split the clusters that gain most until there are k."""
    middle = np.average(cloud.places, axis=0, weights=cloud.weights).astype(np.float32)
    centres = np.vstack([fixed, middle[None]])[:k]
    while len(centres) < k:
        progress(len(centres) / k, "Splitting colours")
        labels = nearest(cloud.places, centres)
        grown = _split(cloud, centres, labels, min(k - len(centres), max(1, len(centres) // 2)))
        if len(grown) == len(centres):
            break
        centres = lloyd(cloud, grown, 2)
    return centres


def improve(
    cloud: Cloud, centres: Floats32, share: float, tries: int, progress: Progress = silent
) -> Floats32:
    """Add centres where they gain most, take away the cheapest ones; never raises the error.

    A `share` of the centres at once first, fewer when that fails, at last one in 32, until so many `tries`
    with those have failed (after breathing k-means: Fritzke 2020).
    """
    k = len(centres)
    fewest = max(1, k // 32)
    size, skip, (labels, error) = max(fewest, int(k * share)), 0, _served(cloud, centres)
    while skip < min(tries, k - cloud.fixed):
        progress(1 - size / k, "Swapping colours")
        tried = lloyd(cloud, _split(cloud, centres, labels, size, skip), 4)
        tried = lloyd(cloud, np.delete(tried, _cheapest(cloud, tried, len(tried) - k), axis=0), 5)
        new_labels, new_error = _served(cloud, tried)
        if new_error < error * (1 - 1e-4 / k):
            centres, labels, error, skip = tried, new_labels, new_error, 0
        elif size > fewest:
            size = max(fewest, size // 2)
        else:
            skip += 1
    return centres


def _served(cloud: Cloud, centres: Floats32) -> tuple[Labels, float]:
    """Return the nearest centre of each point, and what it costs to serve all from there."""
    labels = nearest(cloud.places, centres)
    offsets = cloud.places - centres[labels]
    squared = np.einsum("nd,nd->n", offsets, offsets)
    return labels, float(squared.astype(np.float64) @ cloud.weights)


def _split(cloud: Cloud, centres: Floats32, labels: Labels, count: int, skip: int = 0) -> Floats32:
    """Split the `count` widest clusters after the first `skip`, to both sides along their main axes.

    A fixed centre stays, and the side where most of its points are gets one.
    """
    k, d = centres.shape
    offsets = cloud.places - centres[labels]
    weighted = offsets * cloud.weights[:, None]
    mass = np.bincount(labels, cloud.weights, k) + 1e-12
    spread = np.zeros((k, d, d))
    for i, j in zip(*np.tril_indices(d), strict=True):  # `eigh` reads no other half
        spread[:, i, j] = np.bincount(labels, weighted[:, i] * offsets[:, j], k)
    widths, axes = np.linalg.eigh(spread)
    chosen = np.argsort(-widths[:, -1], kind="stable")[skip : skip + count]
    chosen = chosen[widths[chosen, -1] > 0]
    variances = widths[chosen, -1] / mass[chosen]
    steps = axes[chosen, :, -1] * np.sqrt(2 / np.pi * variances)[:, None]  # to the mean of half a bell curve
    towards = np.column_stack([np.bincount(labels, column, k) for column in weighted.T])[chosen]
    steps *= np.where((steps * towards).sum(axis=1) < 0, -1, 1)[:, None]
    grown, free = centres.astype(np.float64), chosen >= cloud.fixed
    grown[chosen[free]] -= steps[free]
    return np.vstack([grown, centres[chosen] + steps]).astype(np.float32)


def _cheapest(cloud: Cloud, centres: Floats32, count: int) -> list[int]:
    """Choose the centres whose points lose least when they go, no two neighbours while there are others."""
    k = len(centres)
    near, losses = np.zeros((k, k), bool), np.zeros(k)
    for rows, scores in _scores(cloud.places, centres):
        here = np.arange(len(scores))
        first = smallest(scores)
        own = scores[here, first]
        scores[here, first] = np.inf
        second = smallest(scores)
        losses += np.bincount(first, cloud.weights[rows] * (scores[here, second] - own), k)
        near[first, second] = True
    frozen = np.zeros(k, bool)
    order = [j for j in np.argsort(losses, kind="stable").tolist() if j >= cloud.fixed]
    chosen: list[int] = []
    for j in order:
        if len(chosen) < count and not frozen[j]:
            chosen.append(j)
            frozen |= near[j]
    return chosen + [j for j in order if j not in chosen][: count - len(chosen)]
