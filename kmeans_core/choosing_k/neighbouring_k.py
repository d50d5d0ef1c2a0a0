"""Solutions grown from their neighbours in k: a smaller one's best split, a larger one's cheapest merger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering import (
    SAMPLE_ROWS,
    SAMPLE_ROWS_PER_CENTRE,
    Clustering,
    Descent,
    Draws,
    KMeansSettings,
    assign,
    descend,
    numbered,
    removal_losses,
    seed,
    split_gains,
    spread,
    swap_search,
)
from kmeans_core.common import Floats, Progress, digest
from kmeans_core.features import FeatureMatrix

BETTER = 1 - 1e-7  # lower inertia than by rounding
FEW = 3  # clusters up to which fresh starts are tried: there the best split of one cluster may mislead
STARTS = 3


@dataclass(frozen=True, eq=False)
class Ground:
    """What all solutions of a sweep share: centred rows, and the sample that large tables are searched on."""

    values: Floats  # (n, d)
    middle: Floats
    total: float
    draws: Draws | None  # where the table is large
    rows: Floats  # (m, d)
    weights: Floats | None
    tolerance: float
    settings: KMeansSettings
    source: str


def ground(matrix: FeatureMatrix, settings: KMeansSettings, top: int) -> Ground:
    """Prepare a sweep up to `top`; raises as `clustering.fit` does for rows that cannot be clustered."""
    middle, values, total = spread(matrix.values)
    size = max(SAMPLE_ROWS, SAMPLE_ROWS_PER_CENTRE * top)
    draws, rows, weights = None, values, None
    if len(values) > size and not settings.all_rows:
        draws = Draws.of(values)
        rows, weights = draws.sample(size, np.random.default_rng(settings.seed))
    tolerance = settings.tol * total / values.size
    return Ground(values, middle, total, draws, rows, weights, tolerance, settings, matrix.digest)


def grown(on: Ground, settings: KMeansSettings, smaller: Clustering | None, progress: Progress) -> Clustering:
    """Cluster with k by swap search from the best split of k - 1; where k is small, from fresh starts too."""
    k, first = settings.k, np.random.RandomState(settings.seed)
    fresh = STARTS if smaller is None or k <= FEW else 0
    starts = [seed(on.rows, k, first, on.weights) for _ in range(min(fresh, settings.n_init))]
    if smaller is not None:
        starts.append(_split(on, smaller))
    tried = []
    for each in starts:
        progress(0.2, "Moving centres")
        tried.append(_descended(on, each, settings))
    best = min(tried, key=lambda each: each.inertia)
    best = swap_search(on.rows, best, on.weights, settings.max_iter, on.tolerance, progress)
    found = _on_all(on, best, settings, progress)
    if smaller is not None and found.inertia > smaller.inertia:  # a sample misled the search
        found = descend(on.values, _split(on, smaller), None, settings.max_iter, on.tolerance)
    inertias = tuple(each.inertia for each in tried)
    return _named(on, found, settings, inertias, "" if smaller is None else smaller.digest)


def shrunk(on: Ground, own: Clustering, larger: Clustering, progress: Progress) -> Clustering:
    """Return the solution from the cheapest merger of k + 1 where its inertia is lower, else the own one."""
    progress(0.9, "Merging back")
    centres = larger.centres - on.middle
    mass = np.ones(len(on.rows)) if on.weights is None else on.weights
    losses = removal_losses(on.rows, centres, assign(on.rows, centres), mass)
    tried = _descended(on, np.delete(centres, int(losses.argmin()), axis=0), own.settings)
    tried = _on_all(on, tried, own.settings, progress)
    if tried.inertia >= own.inertia * BETTER:
        return own
    return _named(on, tried, own.settings, own.restarts, digest(own.digest, larger.digest))


def _descended(on: Ground, start: Floats, settings: KMeansSettings) -> Descent:
    return descend(on.rows, start, on.weights, settings.max_iter, on.tolerance)


def _on_all(on: Ground, found: Descent, settings: KMeansSettings, progress: Progress) -> Descent:
    if on.draws is None:
        return found
    random = np.random.default_rng(settings.seed + settings.k)
    return on.draws.descend(found, len(on.rows), random, settings.max_iter, on.tolerance, progress)


def _split(on: Ground, smaller: Clustering) -> Floats:
    """Return the centres after the split that lowers the inertia most (k + 1, d)."""
    centres = smaller.centres - on.middle
    labels = assign(on.rows, centres).labels
    mass = np.ones(len(on.rows)) if on.weights is None else on.weights
    gains, left, right = split_gains(on.rows, centres, labels, mass)
    i = int(gains.argmax())
    return np.vstack([centres[:i], left[i], centres[i + 1 :], right[i]])


def _named(
    on: Ground, found: Descent, settings: KMeansSettings, inertias: tuple[float, ...], path: str
) -> Clustering:
    name = digest("grown", on.source, settings, path)
    return numbered(found, on.middle, on.total, inertias, len(on.rows), settings, name)
