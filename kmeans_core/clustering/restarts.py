"""Single starts of k-means, one after the other, as scikit-learn makes them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from sklearn.cluster import MiniBatchKMeans

from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.lloyd import Descent, descend, filled
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.seeding import first_centres
from kmeans_core.clustering.settings import KMeansSettings
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
        first = first_centres(here, settings.k, settings.init, random) if start is None else start
        yield descend(here, first)


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
