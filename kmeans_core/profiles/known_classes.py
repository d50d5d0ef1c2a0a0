"""Clusters against known classes, and one clustering against another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, homogeneity_completeness_v_measure

from kmeans_core.clustering import Partition, contingency
from kmeans_core.common import Floats, Ints, Labels, count, listed, share
from kmeans_core.tables import Table, coded

MOST_CLASSES = 100  # values of a column that can still be looked at as classes
PART = 0.1  # a smaller part of a cluster is not told


@dataclass(frozen=True, eq=False)
class Agreement:
    """How well k clusters and m classes agree, over the rows whose class is known."""

    ari: float  # adjusted Rand index: 1 the same grouping, 0 as good as chance
    homogeneity: float  # 1: every cluster holds one class only
    completeness: float  # 1: every class lies in one cluster only
    v_measure: float  # also the mutual information, normalised by the arithmetic mean
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
    in_first, in_second = first.labels >= 0, second.labels >= 0
    both, i, j = np.intersect1d(
        first_rows[in_first], second_rows[in_second], assume_unique=True, return_indices=True
    )
    a, b = first.labels[in_first][i], second.labels[in_second][j]
    counts = contingency(a, b, len(first.sizes), len(second.sizes))
    return Comparison(
        ari=float(adjusted_rand_score(a, b)),
        counts=counts,
        rows=len(both),
        only_first=int(in_first.sum()) - len(both),
        only_second=int(in_second.sum()) - len(both),
        told=tell_moves(counts),
    )


def tell_moves(counts: Ints) -> tuple[str, ...]:
    """Say of each group of the first clustering (A) where its rows are in the second (B), and what merged.

    Parts under a tenth are not told.
    """
    forth = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    back = (counts / np.maximum(counts.sum(axis=0), 1)).T
    told = []
    for a, shares in enumerate(forth):
        parts = _parts(shares)
        if len(parts) > 1:
            told.append(f"A{a + 1} splits into {_named('B', parts, shares)}.")
        elif parts and back[parts[0], a] >= 1 - PART:
            rows = count(int(counts[a, parts[0]]), "row")
            told.append(f"A{a + 1} stays together as B{parts[0] + 1} ({rows}).")
    for b, shares in enumerate(back):
        if len(sources := _parts(shares)) > 1:
            told.append(f"B{b + 1} unites parts of {_named('A', sources, shares)}.")
    return tuple(told)


def _parts(shares: Floats) -> list[int]:
    """Return the groups that hold at least a tenth, the largest first."""
    return [int(i) for i in np.argsort(-shares, kind="stable") if shares[i] >= PART]


def _named(letter: str, groups: list[int], shares: Floats) -> str:
    return listed([f"{letter}{i + 1} ({share(shares[i])})" for i in groups])
