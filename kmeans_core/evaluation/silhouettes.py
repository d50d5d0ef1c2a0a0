"""How much nearer rows are to their own cluster than to the next: exact, estimated, or by centres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial.distance import cdist
from scipy.stats import t as student
from threadpoolctl import threadpool_limits

from kmeans_core.clustering import Clustering, sums
from kmeans_core.common import Floats, Labels, Progress, silent
from kmeans_core.features import FeatureMatrix

Integers = NDArray[np.integer]
EXACT_ROWS = 5_000  # beyond this many rows the mean is estimated
SAMPLED_ROWS = 2_000  # rows whose silhouettes are averaged then
STRATA = 200  # clusters up to which they are drawn out of every cluster, and beyond that out of the table
REFERENCES = 100  # rows of each cluster that they are compared with
PARTS = 10  # of the references; leaving each out in turn shows how much their choice matters
_CELLS = 2**19  # distances held at once


@dataclass(frozen=True)
class SilhouetteEstimate:
    """The mean silhouette of a clustering and its 95 % interval, which has no length when exact."""

    mean: float
    low: float
    high: float
    rows: int  # whose silhouettes were averaged
    exact: bool = False


@dataclass(frozen=True, eq=False)
class RowSilhouettes:
    """Every row's silhouette, exact or compared with at most `references` rows of each cluster."""

    values: Floats  # (n,)
    exact: bool
    references: int


def silhouette(matrix: FeatureMatrix, clustering: Clustering) -> SilhouetteEstimate:
    """Return the mean silhouette, exact up to 5,000 rows and beyond that an estimate with its interval."""
    values, labels = matrix.values, clustering.labels
    if len(values) > EXACT_ROWS:
        return sampled_silhouette(values, labels, clustering.settings.seed)
    mean = float(exact_silhouettes(values, labels).mean())
    return SilhouetteEstimate(mean, mean, mean, len(values), exact=True)


def row_silhouettes(
    matrix: FeatureMatrix, clustering: Clustering, progress: Progress = silent
) -> RowSilhouettes:
    """Return every row's silhouette, exact up to 5,000 rows and beyond that against sampled references."""
    values, labels = matrix.values, clustering.labels
    if len(values) <= EXACT_ROWS:
        return RowSilhouettes(exact_silhouettes(values, labels, progress), True, len(values))
    sketch = _sketch(values, labels, clustering.settings.seed)
    found = _estimated(sketch, np.arange(len(values)), False, progress)[0]
    return RowSilhouettes(found, False, int(sketch.counts.sum(axis=1).max()))


def exact_silhouettes(values: Floats, labels: Integers, progress: Progress = silent) -> Floats:
    """Return the silhouette of every row (Rousseeuw 1987), 0 for a row alone in its cluster: (n,).

    Looks at all pairs of rows, a few at a time; with fewer than two clusters every value is 0.
    """
    n = len(values)
    _, own, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    own, k = own.astype(np.int32), len(sizes)
    found = np.zeros(n)
    step = max(1, _CELLS // n)
    with threadpool_limits(1):
        for at in range(0, n if k > 1 else 0, step):
            rows = slice(at, at + step)
            totals = sums(_distances(values, values[rows]), own, k)
            counts = np.repeat(sizes[:, None], totals.shape[1], axis=1)
            counts[own[rows], np.arange(totals.shape[1])] -= 1  # a row is not its own neighbour
            found[rows] = _compared(totals, counts, own[rows])
            progress(at / n, "Comparing every pair of rows")
    return found


def sampled_silhouette(values: Floats, labels: Integers, seed: int) -> SilhouetteEstimate:
    """Estimate the mean silhouette from rows drawn out of every cluster, with a 95 % interval.

    Two stages: 2,000 rows in proportion to the clusters' sizes, 10 at least of each, are compared with 100
    references of each cluster. The interval counts the spread of the rows within their clusters and, by a
    jackknife over ten parts, that of the references; the jackknife also takes out the bias (Quenouille 1956).
    """
    sketch = _sketch(values, labels, seed)
    many = len(sketch.sizes) > STRATA
    sizes = np.array([len(values)]) if many else sketch.sizes
    members = np.random.default_rng(seed + 1).permutation(len(values)) if many else sketch.members
    share = np.ceil(SAMPLED_ROWS * sizes / len(values)).astype(np.int64)
    taken = np.minimum(sizes, np.maximum(share, 10))
    rows = _first(members[::-1], sizes[::-1], taken[::-1])[::-1]  # from the end: references come first
    stratum = np.repeat(np.arange(len(sizes)), taken)
    found = _estimated(sketch, rows, True, silent)
    full, without = found[0] @ (weights := (sizes / taken / len(values))[stratum]), found[1:] @ weights
    mean = float(np.clip(PARTS * full - (PARTS - 1) * without.mean(), -1, 1))
    of_references = (PARTS - 1) / PARTS * float(((without - without.mean()) ** 2).sum())
    squares = (found[0] - (np.bincount(stratum, found[0]) / taken)[stratum]) ** 2
    left = 1 - taken / sizes  # nothing is uncertain where a whole cluster was taken
    of_rows = float((weights**2 * squares) @ (left * taken / np.maximum(taken - 1, 1))[stratum])
    reach = float(student.ppf(0.975, PARTS - 1) * np.sqrt(of_references + of_rows))
    return SilhouetteEstimate(mean, max(-1.0, mean - reach), min(1.0, mean + reach), len(rows))


def centroid_silhouettes(nearest: Floats, second: Floats) -> Floats:
    """Return the centroid-based silhouettes (n,) from each row's distances to its two nearest centres.

    Also called simplified (Hruschka 2004). They rank solutions as silhouettes do but are larger: name
    them so.
    """
    return np.asarray((second - nearest) / np.where(second > 0, second, 1))


def _distances(a: Floats, b: Floats) -> Floats:
    """Return the distances between the rows of two matrices; exact in few columns, fast in many."""
    if a.shape[1] <= 16:
        return np.asarray(cdist(a, b))
    middle = b.mean(axis=0)
    a, b = a - middle, b - middle
    squared = (-2 * a) @ b.T
    squared += np.einsum("nd,nd->n", a, a)[:, None]
    squared += np.einsum("nd,nd->n", b, b)
    return np.asarray(np.sqrt(np.maximum(squared, 0)))


def _compared(totals: Floats, counts: Integers | Floats, own: Integers) -> Floats:
    """Turn the summed distances of m rows to the members of k clusters (k, m) into silhouettes (m,)."""
    here = np.arange(totals.shape[1])
    means = np.where(counts > 0, totals / np.maximum(counts, 1), np.inf)
    inside = means[own, here]
    means[own, here] = np.inf
    outside = means.min(axis=0)
    larger = np.maximum(inside, outside)
    known = np.isfinite(larger) & (larger > 0)
    found: Floats = np.divide(outside - inside, larger, out=np.zeros(len(here)), where=known)
    return found


@dataclass(frozen=True, eq=False)
class _Sketch:
    """A few reference rows of each cluster, in ten parts, with which other rows are compared."""

    values: Floats
    own: Labels  # (n,) clusters numbered without gaps
    sizes: Integers  # (k,)
    members: Integers  # (n,) all rows, cluster by cluster, in random order within
    references: Integers
    code: Labels  # cluster * PARTS + part of each reference
    counts: Integers  # (k, PARTS)


def _sketch(values: Floats, labels: Integers, seed: int) -> _Sketch:
    _, own, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    order = np.random.default_rng(seed).permutation(len(values))
    members = order[np.argsort(own[order], kind="stable")]
    taken = np.minimum(sizes, int(np.clip(20_000 // len(sizes), 20, REFERENCES)))
    references = _first(members, sizes, taken)
    place = np.concatenate([np.arange(count) for count in taken])
    code = (own[references] * PARTS + place % PARTS).astype(np.int32)
    counts = np.bincount(code, minlength=len(sizes) * PARTS).reshape(-1, PARTS)
    return _Sketch(values, own.astype(np.int32), sizes, members, references, code, counts)


def _first(members: Integers, sizes: Integers, counts: Integers) -> Integers:
    """Return the first so many members of each cluster."""
    starts = np.cumsum(sizes) - sizes
    return np.concatenate([members[at : at + count] for at, count in zip(starts, counts, strict=True)])


def _estimated(sketch: _Sketch, rows: Integers, leave_out: bool, progress: Progress) -> Floats:
    """Return silhouettes against the references, and without each part of them: (1 or 1 + PARTS, rows)."""
    step = max(1, _CELLS // len(sketch.references))
    found = np.zeros((1 + PARTS if leave_out else 1, len(rows)))
    parts = PARTS if leave_out and sketch.counts.sum() < len(sketch.values) else 0
    part = np.full(len(sketch.values), -1)
    part[sketch.references] = sketch.code % PARTS
    with threadpool_limits(1):
        for at in range(0, len(rows), step):
            chunk = rows[at : at + step]
            found[:, at : at + step] = _chunk(sketch, chunk, part[chunk], parts)
            progress(at / len(rows), "Comparing rows with references")
    return found


def _chunk(sketch: _Sketch, rows: Integers, part: Integers, parts: int) -> Floats:
    """Return the silhouettes (1 + parts, rows) of a few rows; `part` is where a row is itself a reference."""
    k, own, here = len(sketch.sizes), sketch.own[rows], np.arange(len(rows))
    against = _distances(sketch.values[sketch.references], sketch.values[rows])
    totals = sums(against, sketch.code, k * PARTS).reshape(k, PARTS, -1)
    counts = np.repeat(sketch.counts[:, :, None], len(rows), axis=2)
    itself = part >= 0
    counts[own[itself], part[itself], here[itself]] -= 1
    total, count = totals.sum(axis=1), counts.sum(axis=1)
    found = [_compared(total, count, own)]
    # Leaving a part out tells nothing where a cluster is taken whole, and less where most of it is.
    whole = np.sqrt(1 - sketch.counts.sum(axis=1) / sketch.sizes)[:, None]
    mean = total / np.maximum(count, 1)
    for g in range(parts):
        rest = count - counts[:, g]
        without = np.where(rest > 0, (total - totals[:, g]) / np.maximum(rest, 1), mean)
        found.append(_compared(mean + whole * (without - mean), np.minimum(count, 1), own))
    return np.array(found)
