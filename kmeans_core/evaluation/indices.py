"""How well separated the clusters are, in three numbers that need no distances between rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kmeans_core.clustering import sums
from kmeans_core.common import Floats


@dataclass(frozen=True)
class Quality:
    """Indices of one clustering; `None` where an index is not defined."""

    davies_bouldin: float | None  # 0 up, lower is better
    calinski_harabasz: float | None  # 0 up, higher is better


def quality_of(values: Floats, labels: NDArray[np.integer]) -> Quality:
    """Judge groups of rows by their means, in O(nd + k² d): values (n, d), labels (n,) from 0.

    Equal to scikit-learn's `davies_bouldin_score` and `calinski_harabasz_score`; numbers
    without rows are ignored.
    """
    labels = np.unique(labels, return_inverse=True)[1].astype(np.int32)
    centred = values - values.mean(axis=0)
    sizes = np.bincount(labels)
    means = sums(centred, labels, len(sizes)) / sizes[:, None]
    offsets = centred - means[labels]
    squared = np.einsum("nd,nd->n", offsets, offsets)
    radii = np.bincount(labels, np.sqrt(squared)) / sizes
    within, total = float(squared.sum()), float(np.square(centred).sum())
    return Quality(
        davies_bouldin(means, radii),
        calinski_harabasz(within, total, len(values), len(sizes)),
    )


def davies_bouldin(means: Floats, radii: Floats) -> float | None:
    """Mean over clusters of the worst (sum of radii / distance of means) (Davies and Bouldin 1979)."""
    if len(means) < 2:
        return None
    worst = np.empty(len(means))
    for j, mean in enumerate(means):
        apart = np.linalg.norm(means - mean, axis=1)
        apart[j] = np.inf
        if not apart.all():
            return None
        worst[j] = ((radii + radii[j]) / apart).max()
    return float(worst.mean())


def calinski_harabasz(within: float, total: float, n: int, k: int) -> float | None:
    """Between over within sum of squares, each by its degrees of freedom (Calinski and Harabasz 1974)."""
    if k < 2 or n <= k or within <= 1e-15 * total:
        return None
    return (total - within) / within * (n - k) / (k - 1)
