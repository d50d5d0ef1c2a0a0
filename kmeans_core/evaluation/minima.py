"""Where plain starts of k-means end: the local minima, and how often each is met."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import KMeansSettings, Points, assign, descend, seed
from kmeans_core.common import Floats, Ints, Labels, Progress, silent
from kmeans_core.evaluation.samples import drawn_rows
from kmeans_core.features import FeatureMatrix

MINIMA_ROWS = 20_000
SAME = 1 + 1e-6  # times the inertia of one minimum: its rounding


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


def local_minima(
    matrix: FeatureMatrix, settings: KMeansSettings, starts: int = 50, progress: Progress = silent
) -> LocalMinima:
    """Run plain k-means from many k-means++ starts and gather where they end; on 20,000 rows at most."""
    random = np.random.default_rng(settings.seed)
    rows = drawn_rows(matrix.values, MINIMA_ROWS, random, settings.k)
    values = matrix.values[rows]
    points = Points(values - (middle := values.mean(axis=0)), max_iter=settings.max_iter)
    found: list[Minimum] = []
    for start in range(starts):
        progress(start / starts, f"Start {start + 1} of {starts}")
        first = seed(points, settings.k, np.random.RandomState((settings.seed + start) % 2**32))
        end = descend(points, first)
        found.append(Minimum(end.inertia, 1.0, 1, end.centres + middle, end.nearest.labels))
    kept: list[Minimum] = []
    ends = [0] * starts
    for i in sorted(range(starts), key=lambda i: found[i].inertia):
        if kept and found[i].inertia <= kept[-1].inertia * SAME:
            kept[-1] = replace(kept[-1], starts=kept[-1].starts + 1)
        else:
            best = kept[0].labels if kept else found[i].labels
            kept.append(replace(found[i], ari=float(adjusted_rand_score(best, found[i].labels))))
        ends[i] = len(kept) - 1
    return LocalMinima(tuple(kept), tuple(ends), rows)


def shown_minimum(matrix: FeatureMatrix, minimum: Minimum) -> Labels:
    """Return every row's cluster in a minimum, also where it was found on a sample (n,)."""
    return assign(matrix.values, minimum.centres).labels
