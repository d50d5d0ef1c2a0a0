"""Where a run of k-means begins, each way shown as the steps that it is made in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from kmeans_core.clustering import sums
from kmeans_core.common import BadSettings, Floats, Labels, TooFewRows

Start = Literal["k-means++", "random rows", "random partition", "farthest first", "own centres"]
STARTS: tuple[Start, ...] = get_args(Start)


@dataclass(frozen=True, eq=False)
class Made:
    """A start on its way: the centres there are, and what the next one is chosen by."""

    centres: Floats  # (j, d)
    labels: Labels  # (n,) -1 for rows without a cluster
    chances: Floats | None = None  # (n,) shares of the squared distance to the nearest centre


def first_steps(
    values: Floats, k: int, how: Start, seed: int = 0, own: Floats | None = None
) -> Iterator[Made]:
    """Make a start step by step; the last one has k centres.

    k-means++ draws each centre once, by chances in proportion to squared distance, as its paper does (Arthur
    and Vassilvitskii 2007); farthest first takes the largest (Gonzalez 1985).
    """
    _check(values, k, how, own)
    random, nobody = np.random.default_rng(seed), np.full(len(values), -1, np.int32)
    if own is not None and how == "own centres":
        yield Made(np.asarray(own, float), nobody)
    elif how == "random rows":
        yield Made(values[random.choice(len(values), k, replace=False)], nobody)
    elif how == "random partition":
        labels = random.permutation(np.arange(len(values)) % k).astype(np.int32)
        yield Made(values[:0], labels)
        yield Made(sums(values, labels, k) / np.bincount(labels, minlength=k)[:, None], labels)
    else:
        yield from _one_by_one(values, k, random, by_chance=how == "k-means++")


def _one_by_one(values: Floats, k: int, random: np.random.Generator, *, by_chance: bool) -> Iterator[Made]:
    """Put one centre after the other on a row that is far from those there."""
    nobody, chances = np.full(len(values), -1, np.int32), np.full(len(values), 1 / len(values))
    rows, closest = [int(random.integers(len(values)))], np.full(len(values), np.inf)
    yield Made(values[:0], nobody, chances)
    while len(rows) < k:
        closest = np.minimum(closest, ((values - values[rows[-1]]) ** 2).sum(axis=1))
        chances = closest / closest.sum()
        yield Made(values[rows], nobody, chances)
        rows.append(int(random.choice(len(values), p=chances) if by_chance else chances.argmax()))
    yield Made(values[rows], nobody)


def _check(values: Floats, k: int, how: Start, own: Floats | None) -> None:
    if k < 2:
        raise BadSettings.for_number("k", k, 2)
    if how not in STARTS:
        raise BadSettings.for_choice("start", how, STARTS)
    if (different := len(np.unique(values, axis=0))) < k:
        raise TooFewRows.for_clusters(different, k)
    if how == "own centres":
        given = np.zeros((0, values.shape[1])) if own is None else own
        whole = np.isfinite(given).all(axis=1).sum() if given.shape[1] == values.shape[1] else 0
        if (len(given), whole) != (k, k):
            raise BadSettings.for_own_centres(len(given), int(whole), k, values.shape[1])
