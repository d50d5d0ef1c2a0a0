"""Single starts of k-means, one after the other, as scikit-learn makes them, and where each begins."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from kmeans_core.clustering.assignment import assign, sums
from kmeans_core.clustering.lloyd import Descent, descend, filled
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import Init, KMeansSettings
from kmeans_core.common import Floats

_BATCHES, _BATCH_ROWS, _FIRST_ROWS = 300, 4_096, 20_000


def restarts(points: Points, settings: KMeansSettings, start: Floats | None = None) -> Iterator[Descent]:
    """Make `n_init` starts, or one from `start` (k, d).

    Equal to the starts within scikit-learn's `KMeans(n_init, random_state=seed)`, save where a cluster gets
    empty on the way.
    """
    random = np.random.RandomState(settings.seed)
    starts = settings.n_init if start is None else 1
    for number in range(starts):
        points.progress(number / starts, f"Start {number + 1} of {starts}")
        here = points.between(number / starts, (number + 1) / starts)
        first = start
        if first is None:
            first = first_centres(here.between(0, 0.5), settings.k, settings.init, random)
        yield descend(here.between(0.5, 1), first)


def mini_batches(points: Points, settings: KMeansSettings, start: Floats | None = None) -> Descent:
    """Mini-batch k-means (Sculley 2010): 300 steps of 4,096 rows, the first centres drawn on 20,000."""
    random, values = np.random.RandomState(settings.seed), points.values
    n, k = values.shape[0], settings.k
    if start is None:
        drawn = np.sort(random.permutation(n)[: max(_FIRST_ROWS, 3 * k)])
        start = first_centres(Points(values[drawn], progress=points.progress), k, settings.init, random)
    model = MiniBatchKMeans(k, init=start, n_init=1, tol=0, random_state=random)
    for step in range(_BATCHES):
        # the library takes no batch of fewer rows than clusters
        model.partial_fit(values[random.randint(n, size=max(k, min(_BATCH_ROWS, n)))])
        points.progress(step / _BATCHES, "Mini-batches")
    nearest = assign(values, model.cluster_centers_, points.progress)
    centres, nearest = filled(values, model.cluster_centers_, nearest)
    return Descent(centres, nearest, float(nearest.d1.sum()), _BATCHES, True)


def first_centres(points: Points, k: int, init: Init, random: np.random.RandomState) -> Floats:
    """Return where a start begins (k, d), its random numbers drawn as scikit-learn draws them."""
    n, mass = len(points.values), points.mass
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
    values, mass = points.values, points.mass
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
