"""What a class can be asked to do, on points in a square that every screen shows whole."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np
from scipy.spatial.distance import cdist

from kmeans_core.common import Floats, UnusableFeatures

SIDE = 100.0  # the square goes from 0 to here in both directions
MOST_POINTS = 300  # that a phone draws at once
ASKED = 10  # points that are given to centres by hand
_EDGE = 3.0
_CLEAR = 3.0  # by so much nearer than the next is the right centre, or nobody could tell
_APART = 30.0
Kind = Literal["place", "count", "assign", "draw"]
Scene = Literal["Eight towns", "Close pairs", "Evenly spread", "Three blobs", "One cloud"]
GROUPS: dict[Scene, tuple[tuple[float, float, float, int], ...]] = {  # x, y, deviation, points
    "Eight towns": (
        *((18, 80, 4, 36), (30, 72, 4, 36), (78, 82, 4, 32), (84, 66, 4, 32)),
        *((22, 22, 7, 46), (52, 44, 5, 36), (80, 20, 4, 36), (66, 14, 4, 36)),
    ),
    "Close pairs": (
        *((15, 85, 3, 48), (27, 85, 3, 48), (15, 15, 3, 48)),
        *((27, 15, 3, 48), (80, 80, 6, 48), (84, 40, 6, 48)),
    ),
    "Evenly spread": (),
    "Three blobs": ((24, 72, 7, 90), (50, 24, 7, 90), (78, 68, 7, 90)),
    "One cloud": ((50, 50, 15, 280),),
}
SCENES = tuple(GROUPS)


@dataclass(frozen=True, eq=False)
class Task:
    """What is asked: `points` are what everybody sees, `centres` those that points are given to by hand."""

    kind: Kind
    points: Floats  # (n, 2)
    k: int = 0
    centres: Floats = field(default_factory=lambda: np.empty((0, 2)))  # (k, 2)


@cache
def scene(name: Scene) -> Floats:
    """Return a scene's points (n, 2), the same ones every time.

    >>> from kmeans_core.teaching import scene
    >>> scene("Three blobs").shape
    (270, 2)
    """
    random = np.random.default_rng(3)
    groups = [random.normal((x, y), deviation, (number, 2)) for x, y, deviation, number in GROUPS[name]] or [
        random.uniform(_EDGE, SIDE - _EDGE, (MOST_POINTS, 2))
    ]
    return _kept(np.clip(np.concatenate(groups), _EDGE, SIDE - _EDGE))


def in_square(values: Floats) -> Floats:
    """Fit two columns (n, 2) into the square, each from edge to edge; of many rows some that are drawn.

    Raises UnusableFeatures where one of the columns is the same in all rows.
    """
    some = values[np.linspace(0, len(values) - 1, min(len(values), MOST_POINTS)).astype(int)]
    low, span = some.min(axis=0), np.ptp(some, axis=0)
    if not span.all():
        raise UnusableFeatures.all_equal(len(values))
    return _kept(_EDGE + (some - low) / span * (SIDE - 2 * _EDGE))


def by_hand(seed: int, k: int = 3) -> Task:
    """Draw centres and points to be given to them, each clearly nearer to one than to the others."""
    random = np.random.default_rng(seed)
    while True:
        centres = random.uniform(15, SIDE - 15, (k, 2))
        points = random.uniform(6, SIDE - 6, (40 * ASKED, 2))
        nearest = np.sort(cdist(points, centres), axis=1)
        fair = (nearest[:, 1] - nearest[:, 0] > _CLEAR) & (nearest[:, 0] > _CLEAR * 2)
        chosen = _spread(points[fair], ASKED)
        if cdist(centres, centres)[np.triu_indices(k, 1)].min() > _APART and len(chosen) == ASKED:
            return Task("assign", _kept(chosen), k, _kept(centres))


def _spread(points: Floats, number: int) -> Floats:
    """Take points in their order that are not too near to one taken before."""
    taken: list[Floats] = []
    for point in points:
        if all(((point - other) ** 2).sum() > (_CLEAR * 4) ** 2 for other in taken):
            taken.append(point)
    return np.array(taken[:number]).reshape(-1, 2)


def _kept(points: Floats) -> Floats:
    """Round places to what a screen shows, and let nobody write into them."""
    points = np.round(points, 1)
    points.flags.writeable = False
    return points
