"""Clusters against known classes, and one clustering against another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, homogeneity_completeness_v_measure

from kmeans_core.clustering import Partition, contingency
from kmeans_core.common import Ints, Labels, count, listed, share
from kmeans_core.tables import Table, coded

MOST_CLASSES = 100  # values of a column that can still be looked at as classes
PART = 0.1  # a smaller part of a cluster is not told


@dataclass(frozen=True, eq=False)
class Agreement:
    """How well k clusters and m classes agree, over the rows whose class is known."""

    ari: float  # adjusted Rand index: 1 the same grouping, 0 as good as chance
    nmi: float  # normalised mutual information; by the arithmetic mean it is the V-measure
    homogeneity: float  # 1: every cluster holds one class only
    completeness: float  # 1: every class lies in one cluster only
    v_measure: float
    counts: Ints  # (k, m)
    match: tuple[int | None, ...]  # (k,) the class of each cluster in the best one-to-one matching
    matched: int  # rows whose class is their cluster's
    disagreeing: Ints  # positions of the others
    unknown: int  # rows without a class, or in no cluster


@dataclass(frozen=True, eq=False)
class Classes:
    """The known classes of a table's rows beside its clusters."""

    label: str
    names: tuple[str, ...]  # (m,) most frequent first
    agreement: Agreement | None  # its positions are table rows; None where no row has a cluster and a class


def agree(labels: Labels, classes: Ints, k: int, m: int) -> Agreement | None:
    """Compare clusters 0 to k - 1 with classes 0 to m - 1 of the same rows (n,); -1 is none or unknown.

    Returns None where no row has both.
    """
    known = np.flatnonzero((labels >= 0) & (classes >= 0))
    if not len(known):
        return None
    a, b = labels[known], classes[known]
    counts = contingency(a, b, k, m)
    rows, columns = linear_sum_assignment(counts, maximize=True)
    match = np.full(k, -1)
    match[rows] = columns
    homogeneity, completeness, v_measure = map(float, homogeneity_completeness_v_measure(b, a))
    wrong = known[match[a] != b]
    return Agreement(
        ari=float(adjusted_rand_score(b, a)),
        nmi=v_measure,
        homogeneity=homogeneity,
        completeness=completeness,
        v_measure=v_measure,
        counts=counts,
        match=tuple(None if c < 0 else int(c) for c in match),
        matched=len(known) - len(wrong),
        disagreeing=wrong,
        unknown=len(labels) - len(known),
    )


def known_classes(table: Table, label: str, rows: Ints, grouping: Partition) -> Classes:
    """Compare the clusters of the given table rows with the values of a column.

    >>> from kmeans_core import cluster, known_classes, load_sample, prepare
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> known_classes(table, "blob", matrix.rows, cluster(matrix)).agreement.ari
    1.0
    """
    codes, names = coded(table, label, rows)
    found = agree(grouping.labels, codes, len(grouping.sizes), len(names))
    if found is not None:
        found = replace(found, disagreeing=rows[found.disagreeing])
    return Classes(label, names, found)


def possible_classes(table: Table) -> tuple[str, ...]:
    """Return the columns that can be looked at as classes: at least two values and not too many."""
    return tuple(column.label for column in table.columns if 2 <= column.distinct <= MOST_CLASSES)


@dataclass(frozen=True, eq=False)
class Comparison:
    """Two clusterings of one table, over the rows that took part in both."""

    ari: float
    counts: Ints  # (k of the first, k of the second)
    rows: int
    only_first: int
    only_second: int
    told: tuple[str, ...]  # which groups stayed, split or merged, one sentence each


def compare_clusterings(
    first_rows: Ints, first: Partition, second_rows: Ints, second: Partition
) -> Comparison:
    """Compare two clusterings of the same table, whose labels belong to the given table rows."""
    first_rows, a = _in_clusters(first_rows, first)
    second_rows, b = _in_clusters(second_rows, second)
    both, i, j = np.intersect1d(first_rows, second_rows, assume_unique=True, return_indices=True)
    counts = contingency(a[i], b[j], len(first.sizes), len(second.sizes))
    return Comparison(
        ari=float(adjusted_rand_score(a[i], b[j])),
        counts=counts,
        rows=len(both),
        only_first=len(first_rows) - len(both),
        only_second=len(second_rows) - len(both),
        told=tell_moves(counts),
    )


def _in_clusters(rows: Ints, grouping: Partition) -> tuple[Ints, Labels]:
    held = grouping.labels >= 0
    return rows[held], grouping.labels[held]


def tell_moves(counts: Ints) -> tuple[str, ...]:
    """Say of each group of the first clustering (A) where its rows are in the second (B), and what merged.

    Parts under a tenth are not told.
    """
    forth = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    back = counts / np.maximum(counts.sum(axis=0, keepdims=True), 1)
    told = []
    for a in range(counts.shape[0]):
        parts = [b for b in np.argsort(-forth[a], kind="stable") if forth[a, b] >= PART]
        if len(parts) > 1:
            shares = [f"B{b + 1} ({share(forth[a, b])})" for b in parts]
            told.append(f"A{a + 1} splits into {listed(shares)}.")
        elif parts and back[a, parts[0]] >= 1 - PART:
            rows = count(int(counts[a, parts[0]]), "row")
            told.append(f"A{a + 1} stays together as B{parts[0] + 1} ({rows}).")
    for b in range(counts.shape[1]):
        sources = [a for a in np.argsort(-back[:, b], kind="stable") if back[a, b] >= PART]
        if len(sources) > 1:
            shares = [f"A{a + 1} ({share(back[a, b])})" for a in sources]
            told.append(f"B{b + 1} unites parts of {listed(shares)}.")
    return tuple(told)
