"""Where a descent begins: rows far from each other (k-means++), any rows, or the means of random groups."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering.assignment import sums
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import Init
from kmeans_core.common import Floats


def first_centres(points: Points, k: int, init: Init, random: np.random.RandomState) -> Floats:
    """Return where a start begins (k, d), its random numbers drawn as scikit-learn draws them."""
    n, mass = len(points.values), points.mass()
    if init == "random rows":
        return points.values[random.choice(n, size=k, replace=False, p=mass / mass.sum())]
    if init == "random partition":
        labels = random.randint(k, size=n).astype(np.int32)
        labels[random.permutation(n)[:k]] = np.arange(k)  # no cluster starts empty
        return sums(points.values, labels, k, mass) / np.bincount(labels, mass, k)[:, None]
    return seed(points, k, random)


def seed(points: Points, k: int, random: np.random.RandomState) -> Floats:
    """Draw k rows far from each other: greedy k-means++ (Arthur and Vassilvitskii 2007), weighted.

    Uses its random numbers in scikit-learn's order, so that the same seed draws the same rows.
    """
    values, mass = points.values, points.mass()
    n, trials = len(values), 2 + int(np.log(k))
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
        points.progress(j / k, "Drawing first centres")
    return centres
