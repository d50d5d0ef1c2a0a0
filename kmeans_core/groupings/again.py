"""Is each cluster of another algorithm found again when half of the rows are looked at?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core.clustering import contingency
from kmeans_core.common import DataProblem, Floats, Labels, Progress, part, silent
from kmeans_core.evaluation import ClusterStability
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.grouping import Grouping, group
from kmeans_core.groupings.settings import Dbscan, Hdbscan, Other

DRAWS, ROWS = 10, 1_000


def found_again(
    matrix: FeatureMatrix, grouping: Grouping, draws: int = DRAWS, progress: Progress = silent
) -> ClusterStability:
    """Group random halves of the rows, at most 1,000, and match each cluster with the most similar one.

    Rows are drawn without replacement: equal ones would be dense places that are not there.
    """
    n, k = len(matrix.values), len(grouping.sizes)
    size = min(max(n // 2, 2), ROWS)
    random, found = np.random.default_rng(grouping.seed), np.full((draws, k), np.nan)
    for draw in range(draws):
        rows = np.sort(random.choice(n, size, replace=False))
        values = matrix.values[rows]
        some = replace(matrix, values=values, n_distinct=len(np.unique(values, axis=0)))
        step = part(progress, draw / draws, (draw + 1) / draws)
        try:
            again = group(some, fewer(grouping.settings, size / n), step).labels
        except DataProblem:  # nothing, or a single cluster, is found in these rows
            again = np.full(size, -1, np.int32)
        found[draw] = overlap(grouping.labels[rows], again, k)
    mean = np.ma.masked_invalid(found).mean(axis=0).filled(np.nan)
    return ClusterStability(mean, draws, size, grouping.digest)


def fewer(how: Other, part_of_rows: float) -> Other:
    """Return settings that mean the same among a part of the rows, where clusters and places are thinner."""
    if isinstance(how, Hdbscan) and how.smallest is not None:
        return replace(how, smallest=max(2, round(how.smallest * part_of_rows)))
    if isinstance(how, Dbscan) and how.eps is not None:
        return replace(how, neighbours=max(2, round((how.neighbours or 10) * part_of_rows)))
    return how


def overlap(one: Labels, other: Labels, k: int) -> Floats:
    """Return each cluster's largest Jaccard index with a cluster of the other grouping (k,), NaN if empty."""
    both = contingency(one + 1, other + 1, k + 1, int(other.max(initial=-1)) + 2)[:, 1:]
    if not both.shape[1]:
        return np.zeros(k)
    sizes = np.bincount(one + 1, minlength=k + 1)[1:]
    others = np.bincount(other + 1, minlength=both.shape[1] + 1)[1:]
    best = (both[1:] / np.maximum(sizes[:, None] + others - both[1:], 1)).max(axis=1)
    return np.where(sizes > 0, best, np.nan)
