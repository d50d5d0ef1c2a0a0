"""How far the clusters stay the same when scaling, k and seed change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import Clustering, fit, settings_for
from kmeans_core.common import Progress, silent
from kmeans_core.evaluation.minima import MINIMA_ROWS
from kmeans_core.features import FeatureMatrix


@dataclass(frozen=True, eq=False)
class Robustness:
    """Agreement with the present clusters when scaling, k and seed change, as adjusted Rand indices."""

    scalings: tuple[str, ...]
    ks: tuple[int, ...]
    seeds: tuple[int, ...]
    ari: NDArray[np.float64]  # (scalings, ks, seeds)
    rows: int


def robustness(
    matrices: Mapping[str, FeatureMatrix],
    present: Clustering,
    ks: Sequence[int],
    seeds: Sequence[int],
    progress: Progress = silent,
) -> Robustness:
    """Cluster each matrix, one a scaling, with each k and seed and compare the labels."""
    n = len(present.labels)
    random = np.random.default_rng(present.settings.seed)
    rows = np.arange(n) if n <= MINIMA_ROWS else np.sort(random.choice(n, MINIMA_ROWS, replace=False))
    ari = np.full((len(matrices), len(ks), len(seeds)), np.nan)
    runs = [(s, i, j) for s in range(len(matrices)) for i in range(len(ks)) for j in range(len(seeds))]
    names = tuple(matrices)
    for done, (s, i, j) in enumerate(runs):
        progress(done / len(runs), f"{names[s]}, k = {ks[i]}")
        matrix = matrices[names[s]]
        if matrix.n_distinct >= ks[i] and len(matrix.values) == n:
            settings = replace(settings_for(present.settings, ks[i]), init="k-means++", own_centres=())
            again = fit(matrix.values[rows], replace(settings, seed=seeds[j], n_init=1))
            ari[s, i, j] = adjusted_rand_score(present.labels[rows], again.labels)
    return Robustness(names, tuple(ks), tuple(seeds), ari, len(rows))
