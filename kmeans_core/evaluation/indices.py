"""How well separated the clusters are, in three numbers that need no distances between rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist

from kmeans_core.clustering import sums
from kmeans_core.common import Floats, Whole


@dataclass(frozen=True)
class Quality:
    """Indices of one clustering; `None` where an index is not defined."""

    davies_bouldin: float | None  # 0 up, lower is better
    calinski_harabasz: float | None  # 0 up, higher is better


def quality_of(values: Floats, labels: Whole) -> Quality:
    """Judge groups of rows by their means, in O(nd + k² d): values (n, d), labels (n,) from 0.

    Davies and Bouldin (1979), Calinski and Harabasz (1974), equal to scikit-learn's; numbers without rows are
    ignored.
    """
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int32)
    centred = values - values.mean(axis=0)
    sizes = np.bincount(labels)
    means = sums(centred, labels, len(sizes)) / sizes[:, None]
    offsets = centred - means[labels]
    squared = np.einsum("nd,nd->n", offsets, offsets)
    radii = np.bincount(labels, np.sqrt(squared)) / sizes
    within, total = float(squared.sum()), float(np.square(centred).sum())
    n, k = len(values), len(sizes)
    spread = 1 < k < n and within > 1e-15 * total
    between = (total - within) / within * (n - k) / (k - 1) if spread else None
    return Quality(_davies_bouldin(means, radii), between)


def _davies_bouldin(means: Floats, radii: Floats) -> float | None:
    """Mean over clusters of the worst (sum of radii / distance of means); None for equal means."""
    apart = cdist(means, means)
    np.fill_diagonal(apart, np.inf)
    if len(means) < 2 or not apart.all():
        return None
    return float(((radii + radii[:, None]) / apart).max(axis=1).mean())
