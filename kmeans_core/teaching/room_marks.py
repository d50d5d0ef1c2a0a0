"""What became of an answer: where a start ended, what was given right, how k-means did on a drawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial.distance import cdist
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import (
    KMeansSettings,
    Points,
    centred,
    contingency,
    descend,
    fit,
    seed,
    swap_search,
)
from kmeans_core.common import Floats, Labels

AS_LOW = 1.005  # times the lowest inertia: a start that ends here found the best as far as an eye can tell
STARTS = 50
MIXED = (
    0.85  # share of points whose nearest neighbour is of their group, below which no method could part them
)
_MOST_STEPS = 60


@dataclass(frozen=True, eq=False)
class Ended:
    """The way of k centres to where they stay."""

    trail: Floats  # (t, k, 2) the first ones are the start
    labels: Labels  # (n,)
    inertia: float


def where_it_ends(points: Floats, start: Floats) -> Ended:
    """Move centres (k, 2) to the means of their points (n, 2) until they stay.

    >>> import numpy as np
    >>> rows = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])
    >>> where_it_ends(rows, np.array([[1.0, 0], [9, 0]])).trail[-1].tolist()
    [[0.0, 1.0], [10.0, 1.0]]
    """
    one_step, trail = Points(points, max_iter=1), [start]
    while True:
        step = descend(one_step, trail[-1])
        if np.array_equal(step.centres, trail[-1]) or len(trail) > _MOST_STEPS:
            return Ended(np.array(trail), step.nearest.labels, step.inertia)
        trail.append(step.centres)


@dataclass(frozen=True, eq=False)
class Contenders:
    """What the methods find on a task's points, to be held against a class."""

    plus_plus: tuple[float, ...]  # inertia of each of 50 starts
    swap: float
    centres: Floats  # (k, 2) of the lowest inertia


def contenders(points: Floats, k: int) -> Contenders:
    """Let k-means++ start 50 times, and swap search once."""
    rows, random = centred(points), np.random.RandomState(0)
    at = Points(rows.values)
    ends = [descend(at, seed(at, k, random)) for _ in range(STARTS)]
    swapped = swap_search(at, ends[0])
    best = min([*ends, swapped], key=lambda end: end.inertia)
    return Contenders(tuple(end.inertia for end in ends), swapped.inertia, best.centres + rows.middle)


def found_best(inertias: Sequence[float], lowest: float) -> int:
    """Count the starts that ended as low as the lowest known, up to half a per cent."""
    return sum(inertia <= AS_LOW * lowest for inertia in inertias)


def nearest_centres(points: Floats, centres: Floats) -> tuple[int, ...]:
    """Return the nearest of the centres (k, 2) to each point (n, 2): the right answer to a task by hand."""
    return tuple(cdist(points, centres).argmin(axis=1).tolist())


@dataclass(frozen=True, eq=False)
class Tried:
    """What k-means made of a drawing."""

    points: Floats  # (n, 2)
    groups: tuple[int, ...]  # as the pupil meant them
    labels: tuple[int, ...]  # as k-means cut them, each cluster by the group that it is likest to
    ari: float  # adjusted Rand index between the two
    together: float  # share of points whose nearest neighbour is of their group

    @property
    def fair(self) -> bool:
        """Tell whether the groups are apart, so that another method might find them."""
        return self.together >= MIXED


def tried(points: Floats, groups: tuple[int, ...]) -> Tried:
    """Cluster a drawing with as many clusters as it has groups; the best k-means there is, not a poor one."""
    meant, k = np.unique(groups, return_inverse=True)[1], len(set(groups))
    found = fit(points, KMeansSettings(k=k, n_init=4)).labels
    _, likest = linear_sum_assignment(contingency(found, meant, k, k), maximize=True)
    labels = np.array(sorted(set(groups)))[likest[found]]
    ari = float(adjusted_rand_score(groups, labels))
    apart = cdist(points, points)
    np.fill_diagonal(apart, np.inf)
    together = np.equal(np.array(groups)[apart.argmin(axis=1)], groups).mean()
    return Tried(points, groups, tuple(labels.tolist()), ari, float(together))
