"""One clustering for every k of a range, warmed by its neighbours so that inertia never rises with k."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from .centres import Assignment, Floats, Labels, descend
from .clustering import Clustering, KMeansSettings, cluster, fit
from .digests import digest
from .errors import BadSettings, TooFewRows
from .preparation import FeatureMatrix
from .progress import Progress, silent
from .swap_search import removal_losses, split_gains

BETTER = 1 - 1e-7  # a neighbour's solution must beat the own one by more than rounding


@dataclass(frozen=True, eq=False)
class Sweep:
    """Clusterings with rising k, one for each k that was asked for and done."""

    clusterings: tuple[Clustering, ...]
    digest: str

    @property
    def ks(self) -> tuple[int, ...]:
        return tuple(len(each.sizes) for each in self.clusterings)

    def at(self, k: int) -> Clustering:
        """Return the clustering with k clusters, which must be in the sweep."""
        return self.clusterings[self.ks.index(k)]


def range_of_k(matrix: FeatureMatrix, low: int, high: int) -> range:
    """Return the range of k that can be run: it ends at the number of distinct rows.

    Raises `BadSettings` where it is empty or begins below 2, `TooFewRows` where even `low` is too many.
    """
    if low < 2 or high < low:
        raise BadSettings(
            f"k from {low} to {high} cannot be run.", "Choose 2 or more, the smaller number first."
        )
    if matrix.n_distinct < low:
        raise TooFewRows.for_clusters(matrix.n_distinct, low)
    return range(low, min(high, matrix.n_distinct) + 1)


def sweep(
    matrix: FeatureMatrix,
    settings: KMeansSettings,
    low: int = 2,
    high: int = 10,
    known: Mapping[int, Clustering] | None = None,
    keep: Callable[[Clustering], None] = lambda clustering: None,
    progress: Progress = silent,
) -> Sweep:
    """Cluster with every k from `low` to `high`, or to the number of distinct rows where that is smaller.

    Each k is clustered as `cluster` does. The best split of its smaller neighbour and the cheapest merger of
    its larger one take its place where their inertia is lower; with plain restarts or mini-batches only where
    it would rise with k. Solutions in `known` are taken as they are, so that a wider range costs only its new
    k. `keep` is handed each solution when it is done: after `Stopped` these are what there is.
    Raises as `range_of_k` and `cluster` do.
    """
    ks = range_of_k(matrix, low, high)
    found = {k: each for k, each in (known or {}).items() if k in ks}
    new = [k for k in ks if k not in found]
    for step, k in enumerate(new):

        def inner(done: float, words: str, step: int = step, k: int = k) -> None:
            progress((step + done) / len(new), f"k = {k}: {words}")

        own = cluster(matrix, settings_for(settings, k), inner)
        found[k] = _warmed(matrix, own, found.get(k - 1), inner)
        keep(found[k])
    for k in reversed(new):
        found[k] = _warmed(matrix, better := found[k], found.get(k + 1), progress)
        if found[k] is not better:
            keep(found[k])
    return gathered(found[k] for k in ks)


def gathered(clusterings: Iterable[Clustering]) -> Sweep:
    """Make a sweep of clusterings, in the order of their k."""
    ordered = tuple(sorted(clusterings, key=lambda each: len(each.sizes)))
    return Sweep(ordered, digest("sweep", *(each.digest for each in ordered)))


def settings_for(settings: KMeansSettings, k: int) -> KMeansSettings:
    """Return the settings with another k; own centres serve the k they were given for only."""
    if settings.init == "own centres" and k != settings.k:
        return replace(settings, k=k, init="k-means++", own_centres=())
    return replace(settings, k=k)


def contingency(one: Labels, other: Labels, k_one: int, k_other: int) -> NDArray[np.int64]:
    """Count the rows that are in each cluster of one grouping and each of the other: (k one, k other)."""
    code = one.astype(np.int64) * k_other + other
    return np.bincount(code, minlength=k_one * k_other).reshape(k_one, k_other)


def flows(before: Clustering, after: Clustering) -> NDArray[np.int64]:
    """Count the rows that go from each cluster of one clustering to each of the other: (before, after)."""
    return contingency(before.labels, after.labels, len(before.sizes), len(after.sizes))


def _warmed(
    matrix: FeatureMatrix, own: Clustering, other: Clustering | None, progress: Progress
) -> Clustering:
    """Return the solution grown from a neighbour's where that is better than the own one."""
    if other is None:
        return own
    grows = len(other.sizes) < len(own.sizes)
    free = own.settings.search == "swap" and own.settings.algorithm != "mini-batch"
    if not free and not (grows and own.inertia > other.inertia):
        return own
    start = (_split if grows else _merged)(matrix.values, other)
    with threadpool_limits(1):
        tried = descend(matrix.values, start, None, own.settings.max_iter, progress=progress)
    if tried.inertia >= own.inertia * BETTER:
        return own
    on_all = replace(own.settings, algorithm="lloyd", all_rows=True)
    better = fit(matrix.values, on_all, progress, tried.centres)
    name = digest("warmed", own.digest, other.digest)
    return replace(better, settings=own.settings, restarts=own.restarts, digest=name)


def _split(values: Floats, clustering: Clustering) -> Floats:
    """Return the centres after the split that lowers the inertia most (k + 1, d)."""
    centres = clustering.centres
    gains, left, right = split_gains(values, centres, clustering.labels, np.ones(len(values)))
    best = int(gains.argmax())
    return np.vstack([centres[:best], left[best], centres[best + 1 :], right[best]])


def _merged(values: Floats, clustering: Clustering) -> Floats:
    """Return the centres without the one whose removal costs least (k - 1, d)."""
    own = clustering.distances
    nearest = Assignment(clustering.labels, own**2, clustering.second, (own + clustering.margins) ** 2)
    losses = removal_losses(values, clustering.centres, nearest, np.ones(len(values)))
    return np.delete(clustering.centres, int(losses.argmin()), axis=0)
