"""Silhouettes of rows against all rows, or against a few that stand for their clusters."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial.distance import cdist
from sklearn.metrics.pairwise import euclidean_distances

from kmeans_core.clustering import sums
from kmeans_core.common import Floats, Ints, Labels, Progress, Whole, silent

FEW_COLUMNS = 16  # up to which distances are computed one by one, exact to the last digit
_CELLS = 2**19  # distances held at once


@dataclass(frozen=True, eq=False)
class References:
    """Rows that stand for their clusters, in parts that can each be left out."""

    values: Floats  # (n, d) all rows
    own: Labels  # (n,) their clusters, numbered without gaps
    sizes: Ints  # (k,)
    rows: Ints  # (m,) which rows are references
    part: Ints  # (n,) the part that each of them is in, -1 for rows that are no references
    counts: Ints  # (k, parts) how many there are

    @classmethod
    def of(cls, values: Floats, labels: Whole, rows: Ints | None = None, parts: int = 1) -> References:
        """Take these rows, each in the part after the one before; or all rows."""
        own, sizes = without_gaps(labels)
        rows = np.arange(len(own)) if rows is None else rows
        part = np.full(len(own), -1)
        part[rows] = np.arange(len(rows)) % parts
        code = own[rows] * parts + part[rows]
        counts = np.bincount(code, minlength=len(sizes) * parts).reshape(-1, parts)
        return cls(values, own, sizes, rows, part, counts)

    def silhouettes(self, rows: Ints, progress: Progress = silent) -> Floats:
        """Return the silhouettes of m rows, and of several parts those without each: (1 or 1 + parts, m)."""
        against, parts = self.values[self.rows], self.counts.shape[1]
        code = self.own[self.rows] * np.int32(parts) + self.part[self.rows].astype(np.int32)
        step = max(1, _CELLS // len(self.rows))
        found = []
        for at in range(0, len(rows), step):
            some = rows[at : at + step]
            totals = sums(_distances(against, self.values[some]), code, self.counts.size)
            found.append(self._compared(some, totals.reshape(*self.counts.shape, -1)))
            progress(at / len(rows), "Comparing rows with each other")
        return np.concatenate(found, axis=1)

    def _compared(self, rows: Ints, totals: Floats) -> Floats:
        """Turn summed distances (k, parts, m) into silhouettes; a reference is not compared with itself."""
        own, part, here = self.own[rows], self.part[rows], np.arange(len(rows))
        counts = np.repeat(self.counts[:, :, None], len(rows), axis=2)
        itself = part >= 0
        counts[own[itself], part[itself], here[itself]] -= 1
        total, count = totals.sum(axis=1), counts.sum(axis=1)
        mean = total / np.maximum(count, 1)
        found = [silhouettes_of(mean, count, own)]
        # Leaving a part out tells nothing where a cluster is taken whole, and less where most of it is.
        whole = np.sqrt(1 - self.counts.sum(axis=1) / self.sizes)[:, None]
        for g in range(counts.shape[1] if counts.shape[1] > 1 else 0):
            rest = count - counts[:, g]
            without = np.where(rest > 0, (total - totals[:, g]) / np.maximum(rest, 1), mean)
            found.append(silhouettes_of(mean + whole * (without - mean), count, own))
        return np.array(found)


def without_gaps(labels: Whole) -> tuple[Labels, Ints]:
    """Return the clusters numbered without gaps (n,), and their sizes (k,)."""
    _, own, sizes = np.unique(labels, return_inverse=True, return_counts=True)
    return own.astype(np.int32), sizes


def silhouettes_of(means: Floats, counts: Ints, own: Labels) -> Floats:
    """Turn m rows' mean distances to the members of k clusters (k, m) into silhouettes (m,).

    0 where the own cluster has no other member, or there is no other cluster.
    """
    here = np.arange(means.shape[1])
    means = np.where(counts > 0, means, np.inf)
    inside = means[own, here]
    means[own, here] = np.inf
    outside = means.min(axis=0)
    larger = np.maximum(inside, outside)
    known = np.isfinite(larger) & (larger > 0)
    found: Floats = np.divide(outside - inside, larger, out=np.zeros(len(here)), where=known)
    return found


def _distances(a: Floats, b: Floats) -> Floats:
    """Return the distances between the rows of two matrices; exact in few columns, fast in many."""
    if a.shape[1] <= FEW_COLUMNS:
        return np.asarray(cdist(a, b))
    middle = b.mean(axis=0)
    return np.asarray(euclidean_distances(a - middle, b - middle))
