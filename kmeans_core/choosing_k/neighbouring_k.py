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
class Rows:
    """The rows of a table, or drawn ones with weights that make them stand for all."""

    values: Floats  # (m, d), centred
    weights: Floats | None = None  # (m,)

    @property
    def mass(self) -> Floats:
        return np.ones(len(self.values)) if self.weights is None else self.weights

    def split(self, centres: Floats) -> Floats:
        """Return the centres after the split that lowers the inertia most: (k + 1, d)."""
        labels = assign(self.values, centres).labels
        gains, left, right = split_gains(self.values, centres, labels, self.mass)
        i = int(gains.argmax())
        return np.vstack([centres[:i], left[i], centres[i + 1 :], right[i]])

    def merged(self, centres: Floats) -> Floats:
        """Return the centres without the one whose loss raises the inertia least: (k - 1, d)."""
        losses = removal_losses(self.values, centres, assign(self.values, centres), self.mass)
        return np.delete(centres, int(losses.argmin()), axis=0)


@dataclass(frozen=True, eq=False)
class Ground:
    """What all solutions of a sweep share."""

    every: Rows
    middle: Floats  # (d,) the mean that was taken from all rows
    total: float  # their sum of squares
    tolerance: float  # the summed squared movement of the centres that counts as none
    draws: Draws | None  # where the table is large
    settings: KMeansSettings
    source: str  # the matrix's digest

    @classmethod
    def of(cls, matrix: FeatureMatrix, settings: KMeansSettings) -> Ground:
        """Prepare a sweep; raises as `clustering.fit` does for rows that cannot be clustered."""
        middle, values, total = spread(matrix.values)
        large = len(values) > SAMPLE_ROWS and not settings.all_rows
        draws = Draws.of(values) if large else None
        tolerance = settings.tol * total / values.size
        return cls(Rows(values), middle, total, tolerance, draws, settings, matrix.digest)

    def searched(self, k: int) -> Rows:
        """Return the rows that k is searched on: the same ones whatever other k are tried."""
        size = max(SAMPLE_ROWS, SAMPLE_ROWS_PER_CENTRE * k)
        if self.draws is None or len(self.every.values) <= size:
            return self.every
        return Rows(*self.draws.sample(size, np.random.default_rng(self.settings.seed)))

    def descended(self, on: Rows, start: Floats) -> Descent:
        return descend(on.values, start, on.weights, self.settings.max_iter, self.tolerance)

    def finished(self, on: Rows, found: Descent, progress: Progress) -> Descent:
        """Descend on all rows from where a search of some of them ended."""
        if self.draws is None or on is self.every:
            return found
        random = np.random.default_rng(self.settings.seed + len(found.centres))
        most = self.settings.max_iter
        return self.draws.descend(found, len(on.values), random, most, self.tolerance, progress)


def grown(on: Ground, settings: KMeansSettings, smaller: Clustering | None, progress: Progress) -> Clustering:
    """Cluster with k by swap search from the best split of k - 1; where k is small, from fresh starts too."""
    k, random, here = settings.k, np.random.RandomState(settings.seed), on.searched(settings.k)
    fresh = min(STARTS, settings.n_init) if smaller is None or k <= FEW else 0
    starts = [seed(here.values, k, random, here.weights) for _ in range(fresh)]
    if smaller is not None:
        starts.append(here.split(smaller.centres - on.middle))
    tried = []
    for each in starts:
        progress(0.2, "Moving centres")
        tried.append(on.descended(here, each))
    best = min(tried, key=lambda each: each.inertia)
    best = swap_search(here.values, best, here.weights, settings.max_iter, on.tolerance, progress)
    found = on.finished(here, best, progress)
    if smaller is not None and found.inertia > smaller.inertia:  # a sample misled the search
        found = on.descended(on.every, on.every.split(smaller.centres - on.middle))
    name = digest("grown", on.source, settings, "" if smaller is None else smaller.digest)
    inertias = tuple(each.inertia for each in tried)
    return numbered(found, on.middle, on.total, inertias, len(here.values), settings, name)


def shrunk(on: Ground, own: Clustering, larger: Clustering, progress: Progress) -> Clustering:
    """Return the solution from the cheapest merger of k + 1 where its inertia is lower, else the own one."""
    progress(0.9, "Merging back")
    here = on.searched(own.settings.k)
    tried = on.finished(here, on.descended(here, here.merged(larger.centres - on.middle)), progress)
    if tried.inertia >= own.inertia * BETTER:
        return own
    name = digest("shrunk", own.digest, larger.digest)
    return numbered(tried, on.middle, on.total, own.restarts, len(here.values), own.settings, name)
