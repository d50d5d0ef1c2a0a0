"""How solid clusters are: where other starts end, what other settings give, what rows drawn anew show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import (
    Clustering,
    KMeansSettings,
    Points,
    contingency,
    descend,
    fit,
    seed,
    settings_for,
    swap_search,
)
from kmeans_core.common import Floats, Ints, Labels, Progress, silent
from kmeans_core.evaluation.quick_sweep import drawn_rows
from kmeans_core.features import FeatureMatrix

MOST_ROWS = 20_000
STARTS = 50
SAME = 1 + 1e-6  # times the inertia of one minimum: its rounding
ROWS = 2_000  # rows at most in each bootstrap draw
DRAWS = 25
LEVELS = ((0.85, "very stable"), (0.75, "stable"), (0.6, "a pattern"), (-1.0, "doubtful"))


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
    rows: Ints


def local_minima(matrix: FeatureMatrix, settings: KMeansSettings, progress: Progress = silent) -> LocalMinima:
    """Run plain k-means from 50 k-means++ starts and gather where they end; on 20,000 rows at most."""
    rows = drawn_rows(matrix.values, MOST_ROWS, np.random.default_rng(settings.seed), settings.k)
    values = matrix.values[rows]
    points = Points(values - (middle := values.mean(axis=0)), max_iter=settings.max_iter)
    found: list[Minimum] = []
    for start in range(STARTS):
        progress(start / STARTS, f"Start {start + 1} of {STARTS}")
        first = seed(points, settings.k, np.random.RandomState((settings.seed + start) % 2**32))
        end = descend(points, first)
        found.append(Minimum(end.inertia, 1.0, 1, end.centres + middle, end.nearest.labels))
    inertias = np.array([each.inertia for each in found])
    order = np.argsort(inertias, kind="stable")
    new = np.append(True, inertias[order[1:]] > inertias[order[:-1]] * SAME)
    ends, best = np.empty(STARTS, int), found[order[0]].labels
    ends[order] = np.cumsum(new) - 1
    minima = tuple(
        replace(found[i], starts=n, ari=float(adjusted_rand_score(best, found[i].labels)))
        for i, n in zip(order[new], np.bincount(ends).tolist(), strict=True)
    )
    return LocalMinima(minima, tuple(ends.tolist()), rows)


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
        rows = drawn_rows(matrix.values, MOST_ROWS, random, min(max(ks), matrix.n_distinct))
        for (i, k), (j, other) in product(enumerate(ks), enumerate(seeds)):
            progress(float(np.isfinite(ari).mean()), f"{scaling}, k = {k}")
            if k <= matrix.n_distinct:
                settings = replace(settings_for(present.settings, k), init="k-means++", own_centres=())
                again = fit(matrix.values[rows], replace(settings, seed=other, n_init=1))
                ari[s, i, j] = adjusted_rand_score(present.labels[rows], again.labels)
    return Robustness(tuple(matrices), tuple(ks), tuple(seeds), ari, len(rows))


@dataclass(frozen=True, eq=False)
class ClusterStability:
    """How well each cluster is found again in bootstrap draws (Hennig 2007)."""

    jaccard: Floats  # (k,) 0 to 1, NaN where not testable
    draws: int
    rows: int  # in each draw
    digest: str

    def level(self, i: int) -> str:
        """Return cluster i's badge; "not testable" where no draw had enough different rows for k clusters."""
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
    mean = np.ma.masked_invalid(found).mean(axis=0).filled(np.nan)  # nan where no draw tells
    used = int(np.isfinite(found).any(axis=1).sum())
    return ClusterStability(mean, used, min(n, max(ROWS, 20 * k)), clustering.digest)


def jaccard(one: Labels, other: Labels, k: int) -> Floats:
    """Return each cluster's largest Jaccard index with a cluster of the other grouping; nan if empty."""
    both = contingency(one, other, k, k)
    either = both.sum(axis=1)[:, None] + both.sum(axis=0) - both
    best = (both / np.maximum(either, 1)).max(axis=1)
    return np.where(both.sum(axis=1) > 0, best, np.nan)
