"""How surely each row belongs to its cluster, and which rows sit between two."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Ints

BETWEEN = 0.55  # certainty up to which a row sits between two clusters


def certainty(grouping: Partition) -> Floats | None:
    """Return how surely each row belongs to its cluster (n,), from 0 to 1; None where nothing tells.

    A mixture's own probability; for k-means the second-nearest centre's distance over both, which is .5
    halfway between two centres.
    """
    if grouping.certainty is not None:
        return grouping.certainty
    if grouping.distances is None or grouping.margins is None:
        return None
    both = 2 * grouping.distances + grouping.margins
    return np.divide(grouping.distances + grouping.margins, both, out=np.ones(len(both)), where=both > 0)


def between(grouping: Partition) -> Ints:
    """Return the positions of rows that could as well be in their second cluster, the least sure first."""
    sure = certainty(grouping)
    if sure is None or grouping.second is None:
        return np.zeros(0, np.int64)
    order = np.argsort(sure, kind="stable")
    return order[sure[order] <= BETWEEN]
