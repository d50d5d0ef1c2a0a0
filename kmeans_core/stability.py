"""What stays when rows, starts or scaling change: each cluster's stability, local minima, robustness."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from .centres import Floats, Labels, assign, descend, seed
from .choosing_k import settings_for
from .clustering import Clustering, KMeansSettings, fit
from .preparation import FeatureMatrix
from .progress import Progress, silent
from .swap_search import swap_search

ROWS = 2_000  # rows at most in each bootstrap draw
MINIMA_ROWS = 20_000
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
    """Cluster rows drawn with replacement and match each cluster with the most similar one found."""
    k, settings = len(clustering.sizes), clustering.settings
    random = np.random.default_rng(settings.seed)
    n = len(matrix.values)
    found = np.full((draws, k), np.nan)
    with threadpool_limits(1):
        for draw in range(draws):
            progress(draw / draws, "Drawing rows again")
            rows = random.choice(n, min(n, max(ROWS, 20 * k)))
            values = matrix.values[rows]
            if matrix.n_distinct < 10 * k and len(np.unique(values, axis=0)) < k:
                continue
            start = descend(
                values, seed(values, k, np.random.RandomState((settings.seed + draw) % 2**32)), None, 100
            )
            again = swap_search(values, start, None, 100).nearest.labels
            once = np.unique(rows, return_index=True)[1]
            found[draw] = jaccard(clustering.labels[rows][once], again[once], k)
    counted = np.isfinite(found)
    times = counted.sum(axis=0)
    mean = np.where(times > 0, np.where(counted, found, 0).sum(axis=0) / np.maximum(times, 1), np.nan)
    used = int(counted.any(axis=1).sum())
    return ClusterStability(mean, used, min(n, max(ROWS, 20 * k)), clustering.digest)


def jaccard(one: Labels, other: Labels, k: int) -> Floats:
    """Return each cluster's largest Jaccard index with a cluster of the other grouping; nan if empty."""
    both = np.bincount(one.astype(np.int64) * k + other, minlength=k * k).reshape(k, k)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0) - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(both.sum(axis=1) > 0, best, np.nan)


@dataclass(frozen=True, eq=False)
class Minimum:
    """One place where k-means can get stuck."""

    inertia: float
    ari: float  # adjusted Rand index with the best
    starts: int  # how many starts ended here
    centres: Floats  # (k, d)
    labels: Labels  # of the rows that were used


@dataclass(frozen=True, eq=False)
class LocalMinima:
    """Where the starts ended, the lowest inertia first, on these rows of the matrix."""

    minima: tuple[Minimum, ...]
    ends: tuple[int, ...]  # which minimum each start ended in
    rows: NDArray[np.int64]


def local_minima(
    matrix: FeatureMatrix, settings: KMeansSettings, starts: int = 50, progress: Progress = silent
) -> LocalMinima:
    """Run plain k-means from many k-means++ starts and gather where they end; on 20,000 rows at most."""
    n = len(matrix.values)
    random = np.random.default_rng(settings.seed)
    rows = np.arange(n) if n <= MINIMA_ROWS else np.sort(random.choice(n, MINIMA_ROWS, replace=False))
    values = matrix.values[rows]
    values = values - (middle := values.mean(axis=0))
    found: list[Minimum] = []
    with threadpool_limits(1):
        for start in range(starts):
            progress(start / starts, f"Start {start + 1} of {starts}")
            first = seed(values, settings.k, np.random.RandomState((settings.seed + start) % 2**32))
            end = descend(values, first, None, settings.max_iter)
            found.append(Minimum(end.inertia, 1.0, 1, end.centres + middle, end.nearest.labels))
    order = sorted(range(starts), key=lambda i: found[i].inertia)
    kept: list[Minimum] = []
    ends = [0] * starts
    for i in order:
        same = kept and found[i].inertia <= kept[-1].inertia * (1 + 1e-6)
        if same:
            kept[-1] = replace(kept[-1], starts=kept[-1].starts + 1)
        else:
            best = kept[0].labels if kept else found[i].labels
            kept.append(replace(found[i], ari=float(adjusted_rand_score(best, found[i].labels))))
        ends[i] = len(kept) - 1
    return LocalMinima(tuple(kept), tuple(ends), rows)


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


def shown_minimum(matrix: FeatureMatrix, minimum: Minimum) -> Labels:
    """Return every row's cluster in a minimum, also where it was found on a sample (n,)."""
    return assign(matrix.values, minimum.centres).labels
