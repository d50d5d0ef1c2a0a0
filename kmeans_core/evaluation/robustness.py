"""How far the clusters stay the same when scaling, k and seed change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import Clustering, fit, settings_for
from kmeans_core.common import Floats, Progress, silent
from kmeans_core.evaluation.minima import MINIMA_ROWS
from kmeans_core.evaluation.samples import drawn_rows
from kmeans_core.features import FeatureMatrix


@dataclass(frozen=True, eq=False)
class Robustness:
    """Agreement with the present clusters when scaling, k and seed change, as adjusted Rand indices."""

    scalings: tuple[str, ...]
    ks: tuple[int, ...]
    seeds: tuple[int, ...]
    ari: Floats  # (scalings, ks, seeds)
    rows: int


def robustness(
    matrices: Mapping[str, FeatureMatrix],
    present: Clustering,
    ks: Sequence[int],
    seeds: Sequence[int],
    *,
    progress: Progress = silent,
) -> Robustness:
    """Cluster each matrix, one a scaling, with each k and seed and compare labels; nan where k cannot be."""
    n = len(present.labels)
    ari = np.full((len(matrices), len(ks), len(seeds)), np.nan)
    rows = np.zeros(0, np.int64)
    for s, (scaling, matrix) in enumerate(matrices.items()):
        if len(matrix.values) != n:
            continue
        random = np.random.default_rng(present.settings.seed)
        rows = drawn_rows(matrix.values, MINIMA_ROWS, random, min(max(ks), matrix.n_distinct))
        for (i, k), (j, other) in product(enumerate(ks), enumerate(seeds)):
            progress(float(np.isfinite(ari).mean()), f"{scaling}, k = {k}")
            if k <= matrix.n_distinct:
                settings = replace(settings_for(present.settings, k), init="k-means++", own_centres=())
                again = fit(matrix.values[rows], replace(settings, seed=other, n_init=1))
                ari[s, i, j] = adjusted_rand_score(present.labels[rows], again.labels)
    return Robustness(tuple(matrices), tuple(ks), tuple(seeds), ari, len(rows))
