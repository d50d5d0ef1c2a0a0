"""Quick solutions for every k on a sample of rows, to compare many data sets with each other."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import Descent, descend, seed, split_gains
from kmeans_core.common import Floats
from kmeans_core.evaluation.silhouettes import centroid_silhouettes


def ladder(values: Floats, top: int, random_seed: int) -> list[Descent]:
    """Cluster rows with k = 2 to `top` or the distinct rows, each from the one before by its best split."""
    ones = np.ones(len(values))
    tolerance = 1e-3 * float(values.var(axis=0).mean())
    first = seed(values, 2, np.random.RandomState(random_seed))
    steps = [descend(values, first, None, 50, tolerance)]
    while len(steps) < top - 1:
        best = steps[-1]
        gains, left, right = split_gains(values, best.centres, best.nearest.labels, ones)
        i = int(gains.argmax())
        if gains[i] <= 0:
            break
        start = np.vstack([best.centres[:i], left[i], best.centres[i + 1 :], right[i]])
        steps.append(descend(values, start, None, 50, tolerance))
    return steps


def mean_silhouettes(steps: list[Descent]) -> Floats:
    """Return the mean centroid-based silhouette of each step."""
    return np.array(
        [centroid_silhouettes(np.sqrt(each.nearest.d1), np.sqrt(each.nearest.d2)).mean() for each in steps]
    )


def sample_rows(values: Floats, most: int, random: np.random.Generator) -> Floats:
    """Return at most so many rows, drawn evenly, in the order of the table."""
    if len(values) <= most:
        return values
    return values[np.sort(random.choice(len(values), most, replace=False))]


def principal(values: Floats, most: int = 30) -> Floats:
    """Turn rows to their principal axes, at most so many and none without spread: (n, r)."""
    centred = values - values.mean(axis=0)
    _, widths, axes = np.linalg.svd(centred, full_matrices=False)
    kept = np.flatnonzero(widths > 1e-9 * max(float(widths[0]), 1e-300))[:most]
    return np.asarray(centred @ axes[kept].T)


def standard_moment(values: Floats, power: int) -> Floats:
    """Return each column's standardised moment: 3 for the skewness, 4 for the kurtosis; 0 without spread."""
    offsets = values - values.mean(axis=0)
    deviation = offsets.std(axis=0)
    spread = deviation > 1e-9 * np.abs(values).max(axis=0)
    return np.where(spread, ((offsets / np.where(spread, deviation, 1)) ** power).mean(axis=0), 0.0)
