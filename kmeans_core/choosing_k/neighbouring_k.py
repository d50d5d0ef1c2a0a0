"""Solutions grown from their neighbours in k: a smaller one's best split, a larger one's cheapest merger."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.clustering import (
    Centred,
    Clustering,
    Descent,
    Draws,
    Found,
    KMeansSettings,
    Points,
    assign,
    centred,
    descend,
    numbered,
    removal_losses,
    sample_size,
    seed,
    split_gains,
    swap_search,
)
from kmeans_core.common import Floats, Progress, digest
from kmeans_core.features import FeatureMatrix

BETTER = 1 - 1e-7  # lower inertia than by rounding
FEW = 3  # clusters up to which fresh starts are tried: there the best split of one cluster may mislead
STARTS = 3


def split(rows: Points, centres: Floats) -> Floats:
    """Return the centres after the split that lowers the inertia most: (k + 1, d)."""
    labels = assign(rows.values, centres).labels
    gains, left, right = split_gains(rows.values, centres, labels, rows.mass())
    i = int(gains.argmax())
    return np.vstack([centres[:i], left[i], centres[i + 1 :], right[i]])


def merged(rows: Points, centres: Floats) -> Floats:
    """Return the centres without the one whose loss raises the inertia least: (k - 1, d)."""
    losses = removal_losses(rows.values, centres, assign(rows.values, centres), rows.mass())
    return np.delete(centres, int(losses.argmin()), axis=0)


@dataclass(frozen=True, eq=False)
class Ground:
    """What all solutions of a sweep share."""

    table: Centred
    every: Points  # all rows of the table
    draws: Draws | None  # where it is large
    seed: int
    source: str  # the matrix's digest

    @classmethod
    def of(cls, matrix: FeatureMatrix, settings: KMeansSettings) -> Ground:
        """Prepare a sweep; raises as `clustering.fit` does for rows that cannot be clustered."""
        table = centred(matrix.values)
        every = table.points(settings.max_iter, settings.tol)
        large = len(matrix.values) > sample_size(2) and not settings.all_rows
        return cls(table, every, Draws.of(every) if large else None, settings.seed, matrix.digest)

    def searched(self, k: int) -> Points:
        """Return the rows that k is searched on: the same ones whatever other k are tried."""
        size = sample_size(k)
        if self.draws is None or len(self.every.values) <= size:
            return self.every
        return self.draws.sample(size, np.random.default_rng(self.seed))

    def finished(self, on: Points, found: Descent, progress: Progress) -> Descent:
        """Descend on all rows from where a search of some of them ended."""
        if self.draws is None or on is self.every:
            return found
        random = np.random.default_rng(self.seed + len(found.centres))
        draws = replace(self.draws, points=replace(self.every, progress=progress))
        return draws.descend(found, len(on.values), random)


def grown(on: Ground, settings: KMeansSettings, smaller: Clustering | None, progress: Progress) -> Clustering:
    """Cluster with k by swap search from the best split of k - 1; where k is small, from fresh starts too."""
    k, random, here = settings.k, np.random.RandomState(settings.seed), on.searched(settings.k)
    fresh = min(STARTS, settings.n_init) if smaller is None or k <= FEW else 0
    starts = [seed(here, k, random) for _ in range(fresh)]
    if smaller is not None:
        starts.append(split(here, smaller.centres - on.table.middle))
    tried = []
    for each in starts:
        progress(0.2, "Moving centres")
        tried.append(descend(here, each))
    best = swap_search(replace(here, progress=progress), min(tried, key=lambda each: each.inertia))
    found = on.finished(here, best, progress)
    if smaller is not None and found.inertia > smaller.inertia:  # a sample misled the search
        found = descend(on.every, split(on.every, smaller.centres - on.table.middle))
    name = digest("grown", on.source, settings, "" if smaller is None else smaller.digest)
    inertias = tuple(each.inertia for each in tried)
    return numbered(Found(found, inertias, len(here.values)), on.table, settings, name)


def shrunk(on: Ground, own: Clustering, larger: Clustering, progress: Progress) -> Clustering:
    """Return the solution from the cheapest merger of k + 1 where its inertia is lower, else the own one."""
    progress(0.9, "Merging back")
    here = on.searched(own.settings.k)
    start = merged(here, larger.centres - on.table.middle)
    tried = on.finished(here, descend(here, start), progress)
    if tried.inertia >= own.inertia * BETTER:
        return own
    name = digest("shrunk", own.digest, larger.digest)
    return numbered(Found(tried, own.restarts, len(here.values)), on.table, own.settings, name)
