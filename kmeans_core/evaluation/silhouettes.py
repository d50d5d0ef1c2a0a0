"""How much nearer rows are to their own cluster than to the next: exact, estimated, or by centres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from kmeans_core.clustering import Clustering
from kmeans_core.common import Floats, Ints, Progress, Whole, silent
from kmeans_core.evaluation.references import References, without_gaps
from kmeans_core.features import FeatureMatrix

EXACT_ROWS = 5_000  # beyond this many rows the mean is estimated
SAMPLED_ROWS = 2_000  # rows whose silhouettes are averaged then
STRATA = 200  # clusters up to which they are drawn out of every cluster, and beyond that out of the table
REFERENCES = 100  # rows of each cluster that they are compared with
PARTS = 10  # of the references; leaving each out in turn shows how much their choice matters


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


def silhouette(
    matrix: FeatureMatrix, clustering: Clustering, exact_rows: int = EXACT_ROWS
) -> SilhouetteEstimate:
    """Return the mean silhouette, exact up to 5,000 rows and beyond that an estimate with its interval.

    >>> from kmeans_core import cluster, load_sample, prepare, silhouette
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> round(silhouette(matrix, cluster(matrix)).mean, 2)
    0.88
    """
    values, labels = matrix.values, clustering.labels
    if len(values) > exact_rows:
        return sampled_silhouette(values, labels, clustering.settings.seed)
    mean = float(exact_silhouettes(values, labels).mean())
    return SilhouetteEstimate(mean, mean, mean, len(values), exact=True)


def row_silhouettes(
    matrix: FeatureMatrix, clustering: Clustering, progress: Progress = silent
) -> RowSilhouettes:
    """Return every row's silhouette, exact up to 5,000 rows and beyond that against sampled references.

    >>> from kmeans_core import cluster, load_sample, prepare, row_silhouettes
    >>> matrix = prepare(load_sample("Iris"))
    >>> int((row_silhouettes(matrix, cluster(matrix)).values < 0).sum())
    2
    """
    values, labels = matrix.values, clustering.labels
    if len(values) <= EXACT_ROWS:
        return RowSilhouettes(exact_silhouettes(values, labels, progress), True, len(values))
    rows = drawn_members(values, labels, clustering.settings.seed)[0]
    references = References.of(values, labels, rows)
    found = references.silhouettes(np.arange(len(values)), progress)[0]
    return RowSilhouettes(found, False, int(references.counts.max()))


def exact_silhouettes(values: Floats, labels: Whole, progress: Progress = silent) -> Floats:
    """Return the silhouette of every row (Rousseeuw 1987), 0 for a row alone in its cluster: (n,).

    Looks at all pairs of rows, a few at a time; with fewer than two clusters every value is 0.
    """
    found: Floats = References.of(values, labels).silhouettes(np.arange(len(values)), progress)[0]
    return found


def sampled_silhouette(values: Floats, labels: Whole, seed: int) -> SilhouetteEstimate:
    """Estimate the mean silhouette from rows drawn out of every cluster, with a 95 % interval.

    Two stages: 2,000 rows in proportion to the clusters' sizes, 10 at least of each, are compared with 100
    references of each cluster. The interval counts the spread of the rows within their clusters and, by a
    jackknife over ten parts, that of the references; the jackknife also takes out the bias (Quenouille 1956).
    """
    rows, members, sizes = drawn_members(values, labels, seed)
    references = References.of(values, labels, rows, PARTS)
    if len(sizes) > STRATA:
        sizes, members = np.array([len(values)]), np.random.default_rng(seed + 1).permutation(len(values))
    share = np.ceil(SAMPLED_ROWS * sizes / len(values)).astype(np.int64)
    taken = np.minimum(sizes, np.maximum(share, 10))
    rows = first(members[::-1], sizes[::-1], taken[::-1])[::-1]  # from the end: references come first
    stratum = np.repeat(np.arange(len(sizes)), taken)
    weights = (sizes / taken / len(values))[stratum]
    found = references.silhouettes(rows)
    full, without = found[0] @ weights, found[1:] @ weights
    of_references = (PARTS - 1) / PARTS * float(((without - without.mean()) ** 2).sum())
    squares = (found[0] - (np.bincount(stratum, found[0]) / taken)[stratum]) ** 2
    left = 1 - taken / sizes  # nothing is uncertain where a whole cluster was taken
    of_rows = float((weights**2 * squares) @ (left * taken / np.maximum(taken - 1, 1))[stratum])
    mean = float(np.clip(PARTS * full - (PARTS - 1) * without.mean(), -1, 1))
    error = float(np.sqrt(of_references + of_rows))
    reach = float(student.ppf(0.975, PARTS - 1)) * error
    low, high = max(-1.0, mean - reach), min(1.0, mean + reach)
    return SilhouetteEstimate(mean, low, high, len(rows), error=error)


def centroid_silhouettes(nearest: Floats, second: Floats) -> Floats:
    """Return the centroid-based silhouettes (n,) from each row's distances to its two nearest centres.

    Also called simplified (Hruschka 2004). They rank solutions as silhouettes do but are larger: name
    them so.
    """
    return np.asarray((second - nearest) / np.where(second > 0, second, 1))


def drawn_members(values: Floats, labels: Whole, seed: int) -> tuple[Ints, Ints, Ints]:
    """Draw up to 100 rows of each cluster; also return all rows (n,) by cluster, and the sizes (k,)."""
    own, sizes = without_gaps(labels)
    order = np.random.default_rng(seed).permutation(len(values))
    members = order[np.argsort(own[order], kind="stable")]
    taken = np.minimum(sizes, int(np.clip(20_000 // len(sizes), 20, REFERENCES)))
    return first(members, sizes, taken), members, sizes


def first(members: Ints, sizes: Ints, counts: Ints) -> Ints:
    """Return the first so many members of each cluster."""
    starts = np.cumsum(sizes) - sizes
    return np.concatenate([members[at : at + count] for at, count in zip(starts, counts, strict=True)])
