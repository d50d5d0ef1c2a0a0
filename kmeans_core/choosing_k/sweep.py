"""One clustering for every k of a range: the same that `cluster` gives for that k alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kmeans_core.clustering import (
    Clustering,
    Found,
    KMeansSettings,
    centred,
    cluster,
    descend,
    numbered,
    settings_for,
)
from kmeans_core.common import BadSettings, Progress, TooFewRows, digest, silent
from kmeans_core.evaluation import best_split
from kmeans_core.features import FeatureMatrix


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
    settings: KMeansSettings = KMeansSettings(),
    low: int = 2,
    high: int = 10,
    *,
    known: Mapping[int, Clustering] | None = None,
    keep: Callable[[Clustering], None] = lambda clustering: None,
    progress: Progress = silent,
) -> Sweep:
    """Cluster with every k from `low` to `high`, or to the number of distinct rows where that is smaller.

    Each solution is that of `cluster` with this k; only where its inertia lies above that of the solution
    with one cluster fewer, the best split of that one takes its place. `keep` is handed each as it is found:
    what there is after `Stopped`; handed back as `known` none is sought again. Raises as `cluster` does.

    >>> from kmeans_core import load_sample, prepare, sweep
    >>> tried = sweep(prepare(load_sample("Three blobs")), low=2, high=5)
    >>> tried.ks, tried.at(3).sizes.tolist()
    ((2, 3, 4, 5), [100, 100, 100])
    """
    ks = range_of_k(matrix, low, high)
    found = {k: each for k, each in (known or {}).items() if k in ks}
    new = [k for k in ks if k not in found]
    for step, k in enumerate(new):

        def inner(done: float, words: str, step: int = step, k: int = k) -> None:
            progress((step + done) / len(new), f"k = {k}: {words}")

        inner(0, "Starting")
        found[k] = cluster(matrix, settings_for(settings, k), inner)
        keep(found[k])
    for k in ks[1:]:
        if found[k].inertia > found[k - 1].inertia:
            found[k] = _split(matrix, found[k], found[k - 1])
    return gathered(found.values())


def _split(matrix: FeatureMatrix, own: Clustering, smaller: Clustering) -> Clustering:
    """Descend from the best split of a solution with one cluster fewer: its inertia never rises."""
    rows = centred(matrix.values)
    points = rows.points(own.settings.max_iter, own.settings.tol)
    start, _ = best_split(points, smaller.centres - rows.middle, smaller.labels)
    found = Found(descend(points, start), own.restarts, len(matrix.values))
    return numbered(found, rows, own.settings, digest("split", own.digest, smaller.digest))


def gathered(clusterings: Iterable[Clustering]) -> Sweep:
    """Make a sweep of clusterings, in the order of their k."""
    ordered = tuple(sorted(clusterings, key=lambda each: len(each.sizes)))
    return Sweep(ordered, digest("sweep", *(each.digest for each in ordered)))
