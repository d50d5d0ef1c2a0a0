"""What every algorithm hands over, and how clusters are numbered whatever made them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.common import DataProblem, Floats, Ints, Labels, Whole, count


class NoClusters(DataProblem):
    """An algorithm that finds its own number of clusters found fewer than two.

    >>> print(NoClusters.all_scattered("DBSCAN", 300, "Raise eps."))
    DBSCAN finds no dense place: all 300 rows are in no cluster. Raise eps.
    """

    @classmethod
    def all_scattered(cls, title: str, rows: int, remedy: str) -> NoClusters:
        return cls(f"{title} finds no dense place: all {count(rows, 'row')} are in no cluster.", remedy)

    @classmethod
    def only_one(cls, title: str, remedy: str) -> NoClusters:
        return cls(f"{title} finds a single cluster, so there is nothing to compare.", remedy)


@dataclass(frozen=True, eq=False)
class Found:
    """Rows in clusters 0 to k - 1, or in none, in whatever order the algorithm has them."""

    labels: Labels  # (n,) -1 for a row in no cluster
    centres: Floats | None = None  # (k, d) where clusters have some
    certainty: Floats | None = None  # (n,) how surely a row belongs to its cluster, 0 to 1
    second: Labels | None = None  # (n,) the second choice of each row
    notes: tuple[str, ...] = ()  # what was chosen for the person

    def numbered(self) -> tuple[Found, Ints]:
        """Number the clusters by size, largest first, ties by their first row; return them and their sizes.

        Clusters without rows go.
        """
        held, first, sizes = np.unique(self.labels[self.labels >= 0], return_index=True, return_counts=True)
        order = held[np.lexsort((first, -sizes))]
        k = int(max(self.labels.max(), -1 if self.second is None else self.second.max())) + 1
        rank = np.full(k + 1, -1, np.int32)  # the last for -1
        rank[order] = np.arange(len(order))
        return replace(
            self,
            labels=rank[self.labels],
            centres=None if self.centres is None else self.centres[order],
            second=None if self.second is None else _elsewhere(rank[self.second], rank[self.labels]),
        ), np.sort(sizes)[::-1].astype(np.int64)


def _elsewhere(second: Labels, own: Labels) -> Labels:
    """Let no second choice be a cluster without rows: it is the largest other one then."""
    return np.where(second < 0, np.where(own == 0, 1, 0), second).astype(np.int32)


def means_of(values: Floats, labels: Whole) -> Floats:
    """Return the mean row of each cluster (k, d)."""
    return np.array([values[labels == c].mean(axis=0) for c in range(int(labels.max()) + 1)])


def sampled(n: int, most: int) -> Ints:
    """Return ascending row numbers, all or a random sample; always the same ones."""
    return np.arange(n) if n <= most else np.sort(np.random.default_rng(0).choice(n, most, replace=False))
