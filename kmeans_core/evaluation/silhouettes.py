"""How much nearer rows are to their own cluster than to the next: exact, estimated, or by centres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from scipy.stats import t as student
from sklearn.metrics.pairwise import euclidean_distances

from kmeans_core.clustering import Partition, sums
from kmeans_core.common import Floats, Ints, Labels, Mask, Progress, Whole, sample_rows, silent
from kmeans_core.features import FeatureMatrix

EXACT_ROWS = 5_000  # beyond this many rows the mean is estimated
SAMPLED_ROWS = 1_500  # that are compared with each other then, up to 4,000 where clusters are many
REFERENCES, LEAST = 100, 20  # rows of each cluster that every row is compared with, or fewer of many
MOST = 20_000  # references in all
PARTS = 10  # of a sample; leaving each out in turn shows how much its choice matters
FEW_COLUMNS = 16  # up to which distances are computed one by one, exact to the last digit
_CELLS = 2**19  # distances held at once


@dataclass(frozen=True)
class SilhouetteEstimate:
    """The mean silhouette of a clustering and its 95 % interval, which has no length when exact."""

    mean: float
    low: float
    high: float
    rows: int  # whose silhouettes were averaged
    exact: bool = False
    error: float = 0.0  # standard error of the mean


@dataclass(frozen=True, eq=False)
class RowSilhouettes:
    """Every row's silhouette, exact or compared with at most `references` rows of each cluster."""

    values: Floats  # (n,)
    exact: bool
    references: int


def silhouette(matrix: FeatureMatrix, clustering: Partition) -> SilhouetteEstimate:
    """Return the mean silhouette, exact up to 5,000 rows and beyond that an estimate with its interval.

    Rows in no cluster have none.

    >>> from kmeans_core import cluster, load_sample, prepare, silhouette
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> round(silhouette(matrix, cluster(matrix)).mean, 2)
    0.88
    """
    values, labels, _ = _in_clusters(matrix, clustering)
    return mean_silhouettes(values, [labels], clustering.seed)[0]


def mean_silhouettes(
    values: Floats, found: Sequence[Labels], seed: int, exact_rows: int = EXACT_ROWS
) -> list[SilhouetteEstimate]:
    """Return the mean silhouette of each grouping of the same rows, all from the same distances."""
    if len(values) > exact_rows:
        return sampled_silhouettes(values, found, seed)
    owns = [without_gaps(labels)[0] for labels in found]
    means = [float(each.mean()) for each in compared(values, owns, np.arange(len(values)))]
    return [SilhouetteEstimate(mean, mean, mean, len(values), exact=True) for mean in means]


def row_silhouettes(
    matrix: FeatureMatrix, clustering: Partition, progress: Progress = silent
) -> RowSilhouettes:
    """Return every row's silhouette, exact up to 5,000 rows and beyond that against sampled references.

    NaN for rows in no cluster.

    >>> from kmeans_core import cluster, load_sample, prepare, row_silhouettes
    >>> matrix = prepare(load_sample("Iris"))
    >>> int((row_silhouettes(matrix, cluster(matrix)).values < 0).sum())
    2
    """
    values, labels, inside = _in_clusters(matrix, clustering)
    found = np.full(len(inside), np.nan)
    if len(values) <= EXACT_ROWS:
        found[inside] = exact_silhouettes(values, labels, progress)
        return RowSilhouettes(found, True, len(values))
    own, sizes = without_gaps(labels)
    most = int(np.clip(MOST // len(sizes), LEAST, REFERENCES))
    order = np.random.default_rng(clustering.seed).permutation(len(values))
    references = order[pd.Series(order).groupby(own[order]).cumcount().to_numpy() < most]
    found[inside] = compared(values, [own], references, progress)[0]
    return RowSilhouettes(found, False, min(most, int(sizes.max())))


def _in_clusters(matrix: FeatureMatrix, clustering: Partition) -> tuple[Floats, Labels, Mask]:
    """Return the rows that are in a cluster, their clusters, and which they are among all."""
    inside = np.asarray(clustering.labels >= 0)
    if inside.all():
        return matrix.values, clustering.labels, inside
    return matrix.values[inside], clustering.labels[inside], inside


def exact_silhouettes(values: Floats, labels: Whole, progress: Progress = silent) -> Floats:
    """Return the silhouette of every row (Rousseeuw 1987), 0 where it or its cluster is alone: (n,)."""
    return compared(values, [without_gaps(labels)[0]], np.arange(len(values)), progress)[0]


def sampled_silhouettes(values: Floats, found: Sequence[Whole], seed: int) -> list[SilhouetteEstimate]:
    """Estimate the mean silhouette of each grouping from about 1,500 rows, with a 95 % interval.

    The rows are of all clusters of the finest grouping, and are compared with each other once.
    """
    owns = [without_gaps(labels)[0] for labels in found]
    finest = max(owns, key=lambda own: int(own.max()))
    most = max(SAMPLED_ROWS, min(MOST // 5, LEAST * (int(finest.max()) + 1)))
    rows = sample_rows(finest, most, seed)
    distances = _distances(values[rows], values[rows])
    return [_estimate(distances, own[rows], np.bincount(own)) for own in owns]


def _estimate(distances: Floats, own: Labels, sizes: Ints) -> SilhouetteEstimate:
    """Estimate the mean silhouette of clusters of these sizes from the distances of some of their rows.

    A jackknife that leaves out a tenth in turn, of the rows and of what they are compared with, gives the
    interval and takes out the bias (Quenouille 1956).
    """
    part = np.empty(len(own), int)
    part[np.argsort(own, kind="stable")] = np.arange(len(own)) % PARTS  # each holds a tenth of every cluster
    totals = sums(distances, (own * PARTS + part).astype(np.int32), len(sizes) * PARTS)
    totals = totals.reshape(len(sizes), PARTS, -1)

    def mean(stays: Whole, totals: Floats) -> float:
        counts = np.bincount(own[stays], minlength=len(sizes))
        found = silhouettes_of(totals[:, stays], counts, own[stays], itself=np.ones(len(stays), bool))
        means = np.bincount(own[stays], found, len(sizes)) / np.maximum(counts, 1)
        return float(means @ sizes / (sizes @ (counts > 0)))

    all_of_them = totals.sum(axis=1)
    full = mean(np.arange(len(own)), all_of_them)
    without = np.array([mean(np.flatnonzero(part != g), all_of_them - totals[:, g]) for g in range(PARTS)])
    unseen = 1 - len(own) / sizes.sum()  # where all rows are taken nothing is uncertain
    best = float(np.clip(full - unseen * (PARTS - 1) * (without.mean() - full), -1, 1))
    error = float(np.sqrt(unseen * (PARTS - 1) / PARTS * ((without - without.mean()) ** 2).sum()))
    reach = float(student.ppf(0.975, PARTS - 1)) * error
    return SilhouetteEstimate(best, max(-1.0, best - reach), min(1.0, best + reach), len(own), error=error)


def centroid_silhouettes(nearest: Floats, second: Floats) -> Floats:
    """Return silhouettes (n,) by the distances to the two nearest centres: larger, but they rank alike.

    Also called simplified (Hruschka 2004).
    """
    return np.asarray((second - nearest) / np.where(second > 0, second, 1))


def compared(
    values: Floats, owns: Sequence[Labels], references: Ints, progress: Progress = silent
) -> list[Floats]:
    """Return for each grouping every row's silhouette against the references (n,), a few rows at a time."""
    against, itself = values[references], np.zeros(len(values), bool)
    itself[references] = True
    found, step = [np.empty(len(values)) for _ in owns], max(1, _CELLS // len(references))
    for at in range(0, len(values), step):
        some = slice(at, at + step)
        distances = _distances(against, values[some])
        for own, rows in zip(owns, found, strict=True):
            counts = np.bincount(own[references])
            totals = sums(distances, own[references], len(counts))
            rows[some] = silhouettes_of(totals, counts, own[some], itself[some])
        progress(at / len(values), "Comparing rows with each other")
    return found


def silhouettes_of(totals: Floats, counts: Ints, own: Labels, itself: NDArray[np.bool_]) -> Floats:
    """Turn m rows' summed distances to counted members of k clusters (k, m) into silhouettes (m,).

    `itself` says which rows are among the members (m,).
    """
    here = np.arange(len(own))
    counts = np.repeat(counts[:, None], len(own), axis=1)
    counts[own, here] -= itself
    means = np.where(counts > 0, totals / np.maximum(counts, 1), np.inf)
    inside = means[own, here]
    means[own, here] = np.inf
    outside = means.min(axis=0)
    larger = np.maximum(inside, outside)
    known = np.isfinite(larger) & (larger > 0)
    return np.asarray(np.divide(outside - inside, larger, out=np.zeros(len(own)), where=known))


def without_gaps(labels: Whole) -> tuple[Labels, Ints]:
    """Return the clusters numbered without gaps (n,), and their sizes (k,)."""
    _, own, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return own.astype(np.int32), sizes


def _distances(a: Floats, b: Floats) -> Floats:
    """Return the distances between the rows of two matrices; exact in few columns, fast in many."""
    if a.shape[1] <= FEW_COLUMNS:
        return np.asarray(cdist(a, b))
    middle = b.mean(axis=0)
    return np.asarray(euclidean_distances(a - middle, b - middle))
