"""How well each cluster is found again when rows are drawn anew."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering import Clustering, Points, contingency, descend, seed, swap_search
from kmeans_core.common import Floats, Labels, Progress, silent
from kmeans_core.features import FeatureMatrix

ROWS = 2_000  # rows at most in each bootstrap draw
DRAWS = 25
LEVELS = ((0.85, "very stable"), (0.75, "stable"), (0.6, "a pattern"), (-1.0, "doubtful"))


@dataclass(frozen=True, eq=False)
class ClusterStability:
    """How well each cluster is found again in bootstrap draws (Hennig 2007)."""

    jaccard: Floats  # (k,) 0 to 1, NaN where not testable
    draws: int
    rows: int  # in each draw
    digest: str

    def level(self, i: int) -> str:
        """Return cluster i's badge: very stable from .85, stable from .75, a pattern from .6, or doubtful.

        "not testable" where no draw had enough different rows for k clusters.
        """
        if np.isnan(self.jaccard[i]):
            return "not testable"
        return next(word for least, word in LEVELS if self.jaccard[i] >= least)


def cluster_stability(
    matrix: FeatureMatrix, clustering: Clustering, draws: int = DRAWS, progress: Progress = silent
) -> ClusterStability:
    """Cluster rows drawn with replacement and match each cluster with the most similar one found.

    >>> from kmeans_core import cluster, cluster_stability, load_sample, prepare
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> stable = cluster_stability(matrix, cluster(matrix), draws=10)
    >>> [stable.level(i) for i in range(3)]
    ['very stable', 'very stable', 'very stable']
    """
    k, settings = len(clustering.sizes), clustering.settings
    random = np.random.default_rng(settings.seed)
    n = len(matrix.values)
    found = np.full((draws, k), np.nan)
    for draw in range(draws):
        progress(draw / draws, "Drawing rows again")
        rows = random.choice(n, min(n, max(ROWS, 20 * k)))
        values = matrix.values[rows]
        if matrix.n_distinct < 10 * k and len(np.unique(values, axis=0)) < k:
            continue
        points = Points(values, max_iter=100)
        first = seed(points, k, np.random.RandomState((settings.seed + draw) % 2**32))
        again = swap_search(points, descend(points, first)).nearest.labels
        once = np.unique(rows, return_index=True)[1]
        found[draw] = jaccard(clustering.labels[rows][once], again[once], k)
    counted = np.isfinite(found)
    times = counted.sum(axis=0)
    mean = np.where(times > 0, np.where(counted, found, 0).sum(axis=0) / np.maximum(times, 1), np.nan)
    used = int(counted.any(axis=1).sum())
    return ClusterStability(mean, used, min(n, max(ROWS, 20 * k)), clustering.digest)


def jaccard(one: Labels, other: Labels, k: int) -> Floats:
    """Return each cluster's largest Jaccard index with a cluster of the other grouping; nan if empty."""
    both = contingency(one, other, k, k)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0) - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(both.sum(axis=1) > 0, best, np.nan)
