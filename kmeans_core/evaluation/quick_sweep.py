"""Quick solutions for every k on few rows, to compare many data sets with each other."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import Descent, Points, descend, seed, split_gains
from kmeans_core.common import Floats
from kmeans_core.evaluation.silhouettes import centroid_silhouettes


def ladder(values: Floats, top: int, random_seed: int) -> list[Descent]:
    """Cluster rows with k = 2 to `top` or the distinct rows, each from the one before by its best split."""
    ones = np.ones(len(values))
    tolerance = 1e-3 * float(values.var(axis=0).mean())
    points = Points(values, max_iter=50, tolerance=tolerance)
    steps = [descend(points, seed(points, 2, np.random.RandomState(random_seed)))]
    while len(steps) < top - 1:
        best = steps[-1]
        gains, left, right = split_gains(values, best.centres, best.nearest.labels, ones)
        i = int(gains.argmax())
        if gains[i] <= 0:
            break
        start = np.vstack([best.centres[:i], left[i], best.centres[i + 1 :], right[i]])
        steps.append(descend(points, start))
    return steps


def mean_silhouettes(steps: list[Descent]) -> Floats:
    """Return the mean centroid-based silhouette of each step."""
    return np.array(
        [centroid_silhouettes(np.sqrt(each.nearest.d1), np.sqrt(each.nearest.d2)).mean() for each in steps]
    )


def log_inertias(steps: list[Descent]) -> Floats:
    """Return the logarithm of each step's inertia, a very small number where it is 0."""
    return np.log([each.inertia + 1e-300 for each in steps])
