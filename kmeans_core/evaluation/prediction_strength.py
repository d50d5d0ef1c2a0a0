"""How well the groups of one half of the rows are predicted by the other half."""

from __future__ import annotations

import warnings

import numpy as np

from kmeans_core.clustering import assign, contingency
from kmeans_core.common import Floats, Labels, Progress, silent
from kmeans_core.evaluation.noise_comparison import TOP
from kmeans_core.evaluation.quick_sweep import Ladder
from kmeans_core.evaluation.samples import drawn_rows

STRENGTH_ROWS = 2_000
SPLITS = 5


def prediction_strength(
    values: Floats, top: int, seed: int, progress: Progress = silent
) -> tuple[Floats, Floats]:
    """Return for k = 2 to `top` (30 at most) how well one half of the rows predicts the other's groups.

    The worst cluster's share of pairs that stay together when the other half's centres assign them, averaged
    over five splits of at most 2,000 rows, and its standard error (Tibshirani and Walther 2005).
    """
    random = np.random.default_rng(seed)
    rows = values[drawn_rows(values, STRENGTH_ROWS, random)]
    top = min(top, TOP, len(rows) // 4)
    found = np.full((SPLITS, max(0, top - 1)), np.nan)
    for split in range(SPLITS if top >= 2 else 0):
        progress(split / SPLITS, "Predicting halves")
        order = random.permutation(len(rows))
        halves = rows[order[::2]], rows[order[1::2]]
        if any((half == half[0]).all() for half in halves):
            continue
        trained, tested = (Ladder.of(half, top, seed).steps for half in halves)
        for i, (train, test) in enumerate(zip(trained, tested, strict=False)):
            predicted = assign(halves[1], train.centres).labels
            found[split, i] = worst_share(test.nearest.labels, predicted, i + 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no split reached this k: nan is the answer
        return np.nanmean(found, axis=0), np.nanstd(found, axis=0) / np.sqrt(SPLITS)


def worst_share(own: Labels, predicted: Labels, k: int) -> float:
    """Return the smallest share, over clusters, of their pairs that are predicted to be together."""
    table = contingency(own, predicted, k, k)
    sizes = table.sum(axis=1)
    together, pairs = (table * (table - 1)).sum(axis=1), sizes * (sizes - 1)
    return float(np.min(together[pairs > 0] / pairs[pairs > 0], initial=1.0))
