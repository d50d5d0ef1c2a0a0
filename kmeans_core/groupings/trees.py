"""Clusters as branches of a tree: rows joined to pairs, pairs to groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import cut_tree, linkage

from kmeans_core.common import Floats, Progress, digest
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.found import Found, means_of, sampled
from kmeans_core.groupings.settings import Agglomerative, Linkage


@dataclass(frozen=True, eq=False)
class Tree:
    """Every join, the lowest first, as SciPy writes it: two branches, height, rows."""

    joins: Floats  # (m - 1, 4)
    digest: str

    def cut_between(self, k: int) -> float:
        """Return the height at which k branches are cut: halfway between two joins."""
        heights = self.joins[::-1, 2]
        return float(heights[k - 2] + heights[k - 1]) / 2 if k <= len(heights) else 0.0


def tree(matrix: FeatureMatrix, how: Linkage) -> Tree:
    """Join the rows that the algorithm runs on: every pair is compared."""
    rows = sampled(len(matrix.values), Agglomerative.most_rows)
    return Tree(linkage(matrix.values[rows], how), digest("tree", matrix.digest, how))


def agglomerative(values: Floats, _: Floats, how: Agglomerative, progress: Progress) -> Found:
    """Join the rows `values` (m, d) until k branches are left; Ward's have centres."""
    joins = linkage(values, how.linkage)
    progress(0.9, "Cutting the tree")
    labels = cut_tree(joins, how.k)[:, 0].astype(np.int32)
    return Found(labels, means_of(values, labels) if how.linkage == "ward" else None)
