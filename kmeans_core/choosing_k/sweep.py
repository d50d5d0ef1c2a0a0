"""One clustering for every k of a range, warmed by its neighbours so that inertia never rises with k."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kmeans_core.choosing_k.neighbouring_k import Ground, grown, shrunk
from kmeans_core.clustering import Clustering, KMeansSettings, cluster, settings_for
from kmeans_core.common import BadSettings, Progress, TooFewRows, digest, silent
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

    Swap search grows each solution from its smaller neighbour and takes the cheapest merger of its larger one
    where that has lower inertia. Plain restarts and mini-batches run for each k as in `cluster`; the best
    split of the smaller neighbour serves where their inertia would rise with k. `keep` is handed
    each solution as it was grown: after `Stopped` these are what there is. Handed back as `known` they are
    not grown again, so that a wider range costs only its new k and gives what it gives at once.
    Raises as `range_of_k` and `cluster` do.

    >>> from kmeans_core import load_sample, prepare, sweep
    >>> tried = sweep(prepare(load_sample("Three blobs")), low=2, high=5)
    >>> tried.ks, tried.at(3).sizes.tolist()
    ((2, 3, 4, 5), [100, 100, 100])
    """
    ks = range_of_k(matrix, low, high)
    found = {k: each for k, each in (known or {}).items() if k in ks}
    new = [k for k in ks if k not in found]
    on = Ground.of(matrix, settings)
    for step, k in enumerate(new):

        def inner(done: float, words: str, step: int = step, k: int = k) -> None:
            progress((step + done) / len(new), f"k = {k}: {words}")

        inner(0, "Starting")
        found[k] = _next(matrix, on, settings_for(settings, k), found.get(k - 1), inner)
        keep(found[k])
    if _warm(settings):
        found = _shrunk_back(on, found, progress)
    return gathered(found[k] for k in ks)


def _warm(settings: KMeansSettings) -> bool:
    """Whether solutions are grown from their neighbours."""
    return settings.search == "swap" and settings.algorithm != "mini-batch"


def _next(
    matrix: FeatureMatrix, on: Ground, own: KMeansSettings, smaller: Clustering | None, progress: Progress
) -> Clustering:
    """Cluster with the next k: grown, or alone as the settings ask, unless that is worse than one fewer."""
    if _warm(own) and own.init == "k-means++":
        return grown(on, own, smaller, progress)
    alone = cluster(matrix, own, progress)
    if smaller is None or alone.inertia <= smaller.inertia:
        return alone
    return grown(on, own, smaller, progress)


def _shrunk_back(on: Ground, grown_ones: dict[int, Clustering], progress: Progress) -> dict[int, Clustering]:
    """Take the cheapest merger of each larger neighbour where it is better, and keep inertia from rising."""
    found, ks = dict(grown_ones), sorted(grown_ones)
    for k in reversed(ks[:-1]):
        found[k] = shrunk(on, found[k], found[k + 1], progress)
    for k in ks[1:]:
        if found[k].inertia > found[k - 1].inertia:
            found[k] = grown(on, found[k].settings, found[k - 1], progress)
    return found


def gathered(clusterings: Iterable[Clustering]) -> Sweep:
    """Make a sweep of clusterings, in the order of their k."""
    ordered = tuple(sorted(clusterings, key=lambda each: len(each.sizes)))
    return Sweep(ordered, digest("sweep", *(each.digest for each in ordered)))
