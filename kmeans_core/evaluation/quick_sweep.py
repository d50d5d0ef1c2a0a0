"""Quick looks: fewer rows and columns that still show what there is, and solutions for every k on them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kmeans_core.clustering import Descent, Points, assign, contingency, descend, seed, split_gains
from kmeans_core.common import Floats, Ints, Labels, Progress, silent
from kmeans_core.evaluation.silhouettes import centroid_silhouettes

STEPS = 50  # of each descent at most
SMALL_MOVE = 1e-3  # of the centres, in mean variances of a column, that ends a descent
TOP = 30  # largest k that is compared
STRENGTH_ROWS = 2_000
SPLITS = 5


@dataclass(frozen=True, eq=False)
class Ladder:
    """Solutions for k = 2, 3, ..., each grown from the one before by its best split."""

    points: Points
    steps: tuple[Descent, ...]

    @classmethod
    def of(cls, values: Floats, top: int, random_seed: int) -> Ladder:
        """Cluster rows (n, d) with k = 2 to `top` or the distinct rows."""
        points = Points(values, max_iter=STEPS, tolerance=SMALL_MOVE * float(values.var(axis=0).mean()))
        first = seed(points, 2, np.random.RandomState(random_seed))
        return cls(points, (descend(points, first),)).climbed(top)

    def climbed(self, top: int) -> Ladder:
        """Go on up to `top` or the distinct rows."""
        steps = list(self.steps)
        while len(steps) < top - 1:
            start, gain = best_split(self.points, steps[-1].centres, steps[-1].nearest.labels)
            if gain <= 0:
                break
            steps.append(descend(self.points, start))
        return Ladder(self.points, tuple(steps))

    @cached_property
    def silhouettes(self) -> Floats:
        """The mean centroid-based silhouette of each step."""
        near = [each.nearest for each in self.steps]
        return np.array([centroid_silhouettes(np.sqrt(each.d1), np.sqrt(each.d2)).mean() for each in near])

    @cached_property
    def log_inertias(self) -> Floats:
        """The logarithm of each step's inertia, a very small number where it is 0."""
        return np.log([each.inertia + 1e-300 for each in self.steps])


def best_split(points: Points, centres: Floats, labels: Labels) -> tuple[Floats, float]:
    """Return the centres after the split that lowers the inertia most (k + 1, d) and the fall."""
    gains, left, right = split_gains(points.values, centres, labels, points.mass)
    i = int(gains.argmax())
    return np.vstack([centres[:i], left[i], centres[i + 1 :], right[i]]), float(gains[i])


def prediction_strength(
    values: Floats, top: int, random_seed: int, progress: Progress = silent
) -> tuple[Floats, Floats]:
    """Return for k = 2 to `top` (30 at most) how well one half of the rows predicts the other's groups.

    The worst cluster's share of pairs that stay together when the other half's centres assign them, averaged
    over five splits of at most 2,000 rows, and its standard error (Tibshirani and Walther 2005).
    """
    random = np.random.default_rng(random_seed)
    rows = values[drawn_rows(values, STRENGTH_ROWS, random)]
    top = min(top, TOP, len(rows) // 4)
    found = np.full((SPLITS, max(0, top - 1)), np.nan)
    for split in range(SPLITS if top >= 2 else 0):
        progress(split / SPLITS, "Predicting halves")
        order = random.permutation(len(rows))
        halves = rows[order[::2]], rows[order[1::2]]
        if any((half == half[0]).all() for half in halves):
            continue
        trained, tested = (Ladder.of(half, top, random_seed).steps for half in halves)
        for i, (train, test) in enumerate(zip(trained, tested, strict=False)):
            predicted = assign(halves[1], train.centres).labels
            found[split, i] = worst_share(test.nearest.labels, predicted, i + 2)
    reached = np.ma.masked_invalid(found)  # no split may reach a k: nan is the answer
    return reached.mean(axis=0).filled(np.nan), reached.std(axis=0).filled(np.nan) / np.sqrt(SPLITS)


def worst_share(own: Labels, predicted: Labels, k: int) -> float:
    """Return the smallest share, over clusters, of their pairs that are predicted to be together."""
    table = contingency(own, predicted, k, k)
    sizes = table.sum(axis=1)
    together, pairs = (table * (table - 1)).sum(axis=1), sizes * (sizes - 1)
    return float(np.min(together[pairs > 0] / pairs[pairs > 0], initial=1.0))


def drawn_rows(values: Floats, most: int, random: np.random.Generator, distinct: int = 2) -> Ints:
    """Draw at most so many row numbers evenly, in the order of the table.

    Where fewer than `distinct` different rows are among them, one of each different row of the table joins
    them: rows may be so rare that a draw misses them.
    """
    n = len(values)
    if n <= most:
        return np.arange(n)
    rows = np.sort(random.choice(n, most, replace=False))
    if len(np.unique(values[rows], axis=0)) >= distinct:
        return rows
    return np.union1d(rows, np.unique(values, axis=0, return_index=True)[1])


def principal(values: Floats, most: int = 30) -> Floats:
    """Turn rows to their principal axes, at most so many and none without spread: (n, r)."""
    centred = values - values.mean(axis=0)
    _, widths, axes = np.linalg.svd(centred, full_matrices=False)
    kept = np.flatnonzero(widths > 1e-9 * max(float(widths[0]), 1e-300))[:most]
    return np.asarray(centred @ axes[kept].T)


def standard_moment(values: Floats, power: int) -> Floats:
    """Return each column's standardised moment: 3 for the skewness, 4 for the kurtosis; 0 without spread."""
    offsets = values - values.mean(axis=0)
    deviation = offsets.std(axis=0)
    spread = deviation > 1e-9 * np.abs(values).max(axis=0)
    return np.where(spread, ((offsets / np.where(spread, deviation, 1)) ** power).mean(axis=0), 0.0)
