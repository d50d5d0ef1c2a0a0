"""How often each value of a column of words occurs in each cluster."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core.clustering import contingency
from kmeans_core.common import Floats, Ints, Labels

MOST_CATEGORIES = 20  # values that are counted one by one; the rarer ones together


@dataclass(frozen=True, eq=False)
class Shares:
    """How often each value of one column occurs in each of k clusters."""

    label: str
    made_from: str | None  # the feature that the column is or copies, None where it was held out
    categories: tuple[str, ...]  # (m,) most frequent first
    counts: Ints  # (k, m)
    others: Ints  # (k,) cells with one of the rarer values
    rarer: int  # how many rarer values there are
    missing: Ints  # (k,)

    @property
    def took_part(self) -> bool:
        return self.made_from == self.label

    @property
    def present(self) -> Ints:
        """Return how many cells hold a value, (k,)."""
        return np.asarray(self.counts.sum(axis=1) + self.others)

    def shares(self) -> Floats:
        """Return the share of each category among the cells that hold a value, (k, m)."""
        return np.asarray(self.counts / np.maximum(self.present, 1)[:, None])

    def shares_elsewhere(self) -> Floats:
        """Return the share of each category in all other clusters together, (k, m)."""
        counts, present = (a.sum(axis=0) - a for a in (self.counts, self.present))
        return np.asarray(counts / np.maximum(present, 1)[:, None])

    def difference(self) -> Floats:
        """Return Cohen's h = 2 asin √p - 2 asin √q of each share from the rest (k, m), on the scale of d."""
        p, q = (2 * np.arcsin(np.sqrt(s)) for s in (self.shares(), self.shares_elsewhere()))
        return np.asarray(p - q)


def count_categories(
    label: str,
    codes: Ints,
    values: tuple[str, ...],
    *,
    labels: Labels,
    k: int,
    made_from: str | None = None,
) -> Shares:
    """Count each value in each cluster; beyond the most frequent ones, the rarer values together.

    `codes` (n,) say which of `values` a row holds, -1 for none; `made_from` is the feature that the column is
    or copies.
    """
    kept = min(len(values), MOST_CATEGORIES)
    column = np.where(codes < 0, kept + 1, np.minimum(codes, kept))
    counts = contingency(labels + 1, column, k + 1, kept + 2)[1:]  # rows in no cluster are not counted
    return Shares(
        label=label,
        made_from=made_from,
        categories=values[:kept],
        counts=counts[:, :kept],
        others=counts[:, kept],
        rarer=len(values) - kept,
        missing=counts[:, kept + 1],
    )
