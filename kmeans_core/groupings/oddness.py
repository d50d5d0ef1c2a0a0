"""Rows that fit nowhere: far from their centre, thinly surrounded, quickly told apart; and why."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata
from sklearn.ensemble import IsolationForest
from sklearn.neighbors import LocalOutlierFactor

from kmeans_core.clustering import Partition
from kmeans_core.common import Floats, Ints, Progress, digest, number, silent
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.found import sampled

NEIGHBOURS = 20  # that a row's surroundings are judged by (Breunig et al. 2000)
TREES = 100
MOST = 1e6  # times thinner than the neighbours: more has no meaning
FITTED = 20_000  # rows; the others are judged by what was found on these
_STEP = 10_000
REASONS = 3  # columns named for a row


@dataclass(frozen=True, eq=False)
class OddRows:
    """How odd each row is, three ways, and the mean of its places in them: 1 is the oddest.

    >>> from kmeans_core import cluster, load_sample, odd_rows, prepare
    >>> matrix = prepare(load_sample("Iris"))
    >>> found = odd_rows(matrix, cluster(matrix))
    >>> matrix.rows[found.oddest(2)].tolist()
    [131, 41]
    """

    distance: Floats | None  # (n,) to the own centre, in the matrix's units; none without centres
    surroundings: Floats  # (n,) local outlier factor: 1 is as dense as the neighbours, more is thinner
    isolation: Floats  # (n,) from 0 to 1; above .5 a few cuts tell the row from all others
    oddness: Floats  # (n,) 0 to 1
    digest: str

    def oddest(self, most: int) -> Ints:
        """Return positions in the matrix, the oddest first, ties by row."""
        return np.argsort(-self.oddness, kind="stable")[:most]


def odd_rows(matrix: FeatureMatrix, grouping: Partition, progress: Progress = silent) -> OddRows:
    """Judge every row by its distance, by local outlier factors and by an isolation forest (Liu et al. 2008).

    >>> from kmeans_core import cluster, load_sample, odd_rows, prepare
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> odd_rows(matrix, cluster(matrix)).oddness.shape
    (300,)
    """
    values, n = matrix.values, len(matrix.values)
    some = values[sampled(n, FITTED)]
    forest = IsolationForest(n_estimators=TREES, random_state=grouping.seed).fit(some)
    progress(0.1, "Telling rows apart")
    near = _surroundings(some, novelty=len(some) < n)
    thin, isolation = np.empty(n), np.empty(n)
    for at in range(0, n, _STEP):
        rows = slice(at, at + _STEP)
        isolation[rows] = -forest.score_samples(values[rows])
        known = len(some) == n
        thin[rows] = -(near.negative_outlier_factor_[rows] if known else near.score_samples(values[rows]))
        progress(0.1 + 0.9 * at / n, "Looking around each row")
    thin = np.minimum(thin, MOST)
    told = [each for each in (grouping.distances, thin, isolation) if each is not None]
    oddness = np.mean([rankdata(each) / n for each in told], axis=0)
    return OddRows(
        grouping.distances, thin, isolation, oddness, digest("odd", matrix.digest, grouping.digest)
    )


def _surroundings(some: Floats, *, novelty: bool) -> LocalOutlierFactor:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # beside equal rows others are infinitely thinner: cut
        neighbours = max(1, min(NEIGHBOURS, len(some) - 1))
        return LocalOutlierFactor(n_neighbors=neighbours, novelty=novelty).fit(some)


def reasons(matrix: FeatureMatrix, grouping: Partition, positions: Ints) -> list[str]:
    """Say for each row which columns lie farthest outside what is usual in its cluster, in original units."""
    usual: dict[int, Floats] = {}
    told = []
    for position in positions.tolist():
        own = int(grouping.labels[position])
        if own not in usual:
            rows = grouping.labels == own if own >= 0 else slice(None)
            usual[own] = np.percentile(matrix.originals[rows], [5, 95], axis=0)
        told.append("; ".join(_outside(matrix, position, *usual[own])) or "no single column")
    return told


def _outside(matrix: FeatureMatrix, position: int, low: Floats, high: Floats) -> Iterator[str]:
    """Name the columns outside their usual range, the farthest first, in deviations of the column."""
    row, spread = matrix.originals[position], matrix.originals.std(axis=0)
    beyond = np.maximum(row - high, low - row) / np.where(spread > 0, spread, 1)
    for j in np.argsort(-beyond, kind="stable")[:REASONS].tolist():
        if beyond[j] > 0:
            level = matrix.original_levels[j]
            if level is not None:
                yield f"{level.feature} {'is' if row[j] else 'is not'} {level.value or 'missing'}"
            else:
                yield (
                    f"{matrix.original_names[j]} {number(float(row[j]))} "
                    f"(usually {number(float(low[j]))} to {number(float(high[j]))})"
                )
