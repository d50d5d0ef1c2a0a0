"""A rule in words for each cluster, such as "income above 84,000 and age at most 40", and how right it is."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import ceil, floor, log10
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.tree import DecisionTreeClassifier

from kmeans_core.common import Floats, Ints, Labels, Progress, listed, sample_rows, silent
from kmeans_core.features import FeatureMatrix, Level
from kmeans_core.profiles.circles import folded

SAMPLED = 20_000  # rows on which trees are grown; rules are measured on all
COLUMNS = 20  # that a tree may ask about
DEPTH = 3
WORTH = 0.01  # of F1, that one more condition must bring
Bounds = tuple[float | None, float | None]  # above the first, at most the second


@dataclass(frozen=True)
class Condition:
    """A column's values above one bound and up to another; None is no bound."""

    column: str
    above: float | None = None
    at_most: float | None = None
    level: Level | None = None  # of a category, where the column says 1 or 0 for it

    def words(self) -> str:
        low, high = (
            None if b is None else f"{b:,.12g}".replace("-", "−") for b in (self.above, self.at_most)
        )
        if self.level and self.level.value is None:
            return f"{self.level.feature} has {'no' if low else 'a'} value"
        if self.level:
            return f"{self.level.feature} is {'' if low else 'not '}{self.level.value}"
        if low and high:
            return f"{self.column} between {low} and {high}"
        return f"{self.column} above {low}" if low else f"{self.column} at most {high}"

    def holds(self, cells: Floats) -> NDArray[np.bool_]:
        low = -np.inf if self.above is None else self.above
        high = np.inf if self.at_most is None else self.at_most
        return np.asarray((cells > low) & (cells <= high))


@dataclass(frozen=True)
class Rule:
    """Conditions that together describe a cluster, measured on all rows."""

    conditions: tuple[Condition, ...]
    precision: float  # share of the rows under the rule that belong to the cluster
    recall: float  # share of the cluster's rows that are under the rule

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def words(self) -> str:
        return listed([condition.words() for condition in self.conditions]) or "any row"


def find_rules(
    matrix: FeatureMatrix, labels: Labels, k: int, *, seed: int = 0, progress: Progress = silent
) -> tuple[Rule | None, ...]:
    """Return a short rule for each cluster: the node of a small decision tree with the highest F1, pruned.

    Bounds are in original units, measured on all rows of the matrix, whose clusters are the `labels` (n,).
    Each tree (Breiman et al. 1984) parts one cluster from all other rows; a cluster without rows has no rule.
    """
    matrix = folded(matrix)
    columns = matrix.originals
    picked = sample_rows(labels + 1, SAMPLED, seed)
    sizes, drawn = (np.bincount(each + 1, minlength=k + 1) for each in (labels, labels[picked]))
    weights = (sizes / np.maximum(drawn, 1))[labels[picked] + 1]  # make up for unequal shares
    scales, ranks = _ranked(columns[picked])
    rules: list[Rule | None] = []
    for c in range(k):
        progress(c / k, f"rule {c + 1:,} of {k:,}")
        own = labels == c
        if not own.any():
            rules.append(None)
            continue
        asked = _most_telling(ranks, own[picked])
        tree = DecisionTreeClassifier(max_depth=DEPTH, random_state=0)
        tree.fit(ranks[:, asked], own[picked], sample_weight=weights)
        conditions = [
            _condition(matrix, int(asked[j]), scales[asked[j]], bounds)
            for j, bounds in _best_path(tree.tree_).items()
        ]
        rules.append(_pruned(conditions, matrix, own))
    return tuple(rules)


def _ranked(cells: Floats) -> tuple[list[Floats], NDArray[np.float32]]:
    """Return each column's distinct values in order, and each cell's place among them.

    Trees ask only for order, and hold numbers in single precision: places are exact where values are not.
    """
    pairs = [np.unique(column, return_inverse=True) for column in cells.T]
    return [values for values, _ in pairs], np.column_stack([places for _, places in pairs]).astype(
        np.float32
    )


def _most_telling(ranks: NDArray[np.float32], own: NDArray[np.bool_]) -> Ints:
    """Choose the columns whose values lie closest to the cluster's own mean inside it, against outside."""
    far = np.abs(ranks - ranks[own].mean(axis=0, dtype=np.float64))
    spread = np.maximum(far.std(axis=0), 1e-12)
    telling = (far[~own].mean(axis=0) - far[own].mean(axis=0)) / spread if not own.all() else spread
    return np.asarray(np.argsort(-telling, kind="stable")[:COLUMNS])


def _best_path(tree: Any) -> dict[int, Bounds]:
    """Return the bounds in each column (above, at most) on the way to the node with the highest F1."""
    own = tree.value[:, 0, -1] * tree.weighted_n_node_samples
    f1 = 2 * own / (tree.weighted_n_node_samples + own[0])
    paths: dict[int, dict[int, Bounds]] = {0: {}}
    for node, (left, right, column, bound) in enumerate(
        zip(tree.children_left, tree.children_right, tree.feature, tree.threshold, strict=True)
    ):
        if left < 0:
            continue
        low, high = paths[node].get(int(column), (None, None))
        paths[left] = {**paths[node], int(column): (low, bound)}
        paths[right] = {**paths[node], int(column): (bound, high)}
    f1[0] = -1 if len(f1) > 1 else 1  # all rows are no rule
    return paths[int(np.argmax(f1))]


def _condition(matrix: FeatureMatrix, column: int, scale: Floats, bounds: Bounds) -> Condition:
    """Turn bounds on places into the roundest numbers that part the same values."""
    above, at_most = (
        None if place is None else round_between(scale[floor(place)], scale[floor(place) + 1])
        for place in bounds
    )
    return Condition(matrix.original_names[column], above, at_most, matrix.original_levels[column])


def round_between(low: float, high: float) -> float:
    """Return the number with the fewest digits that is at least `low` and below `high`."""
    half = high / 2 - low / 2  # halves, because the whole may be too large to hold
    if half < 1e-250:
        return float(low)
    size = ceil(log10(half))
    for power in range(size, size - 3, -1):
        candidate = float(f"{round((low + half) / 10.0**power) * 10.0**power:.12g}")
        if low <= candidate < high:
            return candidate
    return float(low)


def _pruned(conditions: list[Condition], matrix: FeatureMatrix, own: NDArray[np.bool_]) -> Rule:
    """Measure all parts of a rule on all rows, and return the best: each condition has to be worth it."""
    held = {c: c.holds(matrix.originals[:, matrix.original_names.index(c.column)]) for c in conditions}
    sizes = range(1, len(conditions) + 1) if conditions else [0]
    parts = [_measured(some, held, own) for size in sizes for some in combinations(conditions, size)]
    return max(parts, key=lambda rule: rule.f1 - WORTH * len(rule.conditions))


def _measured(
    conditions: tuple[Condition, ...], held: dict[Condition, NDArray[np.bool_]], own: NDArray[np.bool_]
) -> Rule:
    under = np.logical_and.reduce([held[c] for c in conditions]) if conditions else np.ones(len(own), bool)
    right = int(np.count_nonzero(under & own))
    return Rule(conditions, right / max(int(under.sum()), 1), right / int(own.sum()))
