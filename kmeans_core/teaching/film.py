"""k-means as a film: every half-step of Lloyd's algorithm as a value, from the first centre to the last."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from kmeans_core.clustering import assign, centred, sums
from kmeans_core.common import Floats, Labels, digest
from kmeans_core.teaching.starts import Start, first_steps

Kind = Literal["seed", "start", "assign", "move", "swap"]


@dataclass(frozen=True, eq=False)
class HalfStep:
    """What is there after half a step: rows took the nearest centre, or centres moved to their mean."""

    kind: Kind
    centres: Floats  # (j, d), fewer than k while a start is being made
    labels: Labels  # (n,) -1 for a row that has no cluster yet
    inertia: float | None = None  # None until every row has a cluster
    changed: int = 0  # rows that took another cluster
    refilled: tuple[
        tuple[int, int], ...
    ] = ()  # each cluster that had lost all rows, with the row it was given
    chances: Floats | None = None  # (n,) shares of the squared distance to the nearest centre, which add to 1


@dataclass(frozen=True, eq=False)
class Film:
    """A run of k-means from its start to where it ended."""

    values: Floats  # (n, d)
    steps: tuple[HalfStep, ...]
    converged: bool
    digest: str

    @property
    def moves(self) -> int:
        """Return how many times the centres moved."""
        return sum(step.kind == "move" for step in self.steps)

    @property
    def inertia(self) -> float:
        """Return the inertia at the end."""
        return float(self.steps[-1].inertia or 0.0)

    @property
    def falls(self) -> tuple[float, ...]:
        """Return by how much each half-step lowered the inertia, once there is one."""
        known = [step.inertia for step in self.steps if step.inertia is not None]
        return tuple(before - after for before, after in pairwise(known))


def film(
    values: Floats,
    k: int,
    *,
    start: Start = "k-means++",
    seed: int = 0,
    own: Floats | None = None,
    most: int = 300,
) -> Film:
    """Record k-means on rows (n, d) from one start, at most `most` moves; `own` holds given centres (k, d).

    From the same centres scikit-learn's `KMeans(n_init=1, tol=0)` ends in the same clusters: an empty cluster
    is given the row farthest from its centre. Raises `TooFewRows`, `BadSettings`, `UnusableFeatures`.

    >>> import numpy as np
    >>> from kmeans_core import film
    >>> rows = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])
    >>> shown = film(rows, 2, start="own centres", own=rows[:2])
    >>> [(step.kind, step.inertia) for step in shown.steps[-4:]]
    [('start', None), ('assign', 200.0), ('move', 100.0), ('assign', 100.0)]
    >>> shown.converged, shown.moves
    (True, 1)
    """
    centred(values)  # refuses what has no squares
    begun = [
        HalfStep("seed", made.centres, made.labels, chances=made.chances)
        for made in first_steps(values, k, start, seed, own)
    ]
    first = begun[-1]
    steps = [
        *begun[:-1],
        HalfStep("start", first.centres, first.labels, _inertia(values, first.centres, first.labels)),
    ]
    converged = False
    for _ in range(most + 1):
        steps.append(_assigned(values, steps[-1]))
        converged = not steps[-1].changed
        if converged or sum(step.kind == "move" for step in steps) == most:
            break
        steps.append(_moved(values, steps[-1]))
    name = digest(
        "film", np.ascontiguousarray(values).tobytes(), k, start, seed, most, first.centres.tobytes()
    )
    return Film(values, tuple(steps), converged, name)


def _assigned(values: Floats, before: HalfStep) -> HalfStep:
    """Give every row to its nearest centre."""
    nearest = assign(values, before.centres)
    changed = int(np.count_nonzero(nearest.labels != before.labels))
    return HalfStep("assign", before.centres, nearest.labels, float(nearest.d1.sum()), changed)


def _moved(values: Floats, before: HalfStep) -> HalfStep:
    """Move every centre to the mean of its rows; a cluster without rows is given the farthest one."""
    k, labels = len(before.centres), before.labels.copy()
    empty = np.flatnonzero(np.bincount(labels, minlength=k) == 0)
    squared = ((values - before.centres[labels]) ** 2).sum(axis=1)
    far = np.argsort(-squared, kind="stable")[: len(empty)]
    refilled = [(int(j), int(row)) for j, row in zip(empty, far, strict=True) if squared[row] > 0]
    for cluster, row in refilled:
        labels[row] = cluster
    sizes = np.bincount(labels, minlength=k)
    means = sums(values, labels, k) / np.maximum(sizes, 1)[:, None]
    centres = np.where(sizes[:, None] > 0, means, before.centres)
    return HalfStep(
        "move", centres, labels, _inertia(values, centres, labels), len(refilled), tuple(refilled)
    )


def _inertia(values: Floats, centres: Floats, labels: Labels) -> float | None:
    return None if (labels < 0).any() else float(((values - centres[labels]) ** 2).sum())
