"""Points made up to teach with, their true groups known; how hard they are can be turned up and down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from kmeans_core.common import BadSettings, Floats, Ints, digest

Random = np.random.Generator
Made = tuple[list[Floats], list[int]]  # the parts of a shape, and the group that each belongs to
N = 300  # points


@dataclass(frozen=True, eq=False)
class Shape:
    """Points and the groups that they were made in."""

    name: str
    values: Floats  # (n, d)
    truth: Ints  # (n,)
    digest: str

    @property
    def k(self) -> int:
        """Return how many groups there are."""
        return len(np.unique(self.truth))


def blob(random: Random, n: int, at: tuple[float, float], spread: float = 1.0) -> Floats:
    """Draw a round cloud of n points."""
    return random.normal(at, spread, size=(n, 2))


def arc(random: Random, n: int, radius: float, turns: tuple[float, float], noise: float) -> Floats:
    """Draw n points along a part of a circle, from and to a number of half turns."""
    angle = np.pi * random.uniform(*turns, n)
    return radius * np.column_stack([np.cos(angle), np.sin(angle)]) + random.normal(0, noise, (n, 2))


def _blobs(random: Random, trouble: float) -> Made:
    spread = 0.6 + 1.2 * trouble
    return [blob(random, N // 3, at, spread) for at in ((0, 0), (6, 1), (2.5, 5.5))], [0, 1, 2]


def _nine(random: Random, trouble: float) -> Made:
    places = [(4.0 * x, 4.0 * y) for x in range(3) for y in range(3)]
    return [blob(random, N // 9, at, 0.35 + 0.5 * trouble) for at in places], list(range(9))


def _uniform(random: Random, trouble: float) -> Made:
    """Go from three blobs to an even square: from some point on there is only one group."""
    parts, numbers = _blobs(random, 0)
    even = [random.uniform((-2, -2), (8, 7.5), size=part.shape) for part in parts]
    mixed = [(1 - trouble) * part + trouble * other for part, other in zip(parts, even, strict=True)]
    return mixed, numbers if trouble < 0.75 else [0, 0, 0]


def _stretched(random: Random, trouble: float) -> Made:
    long = np.array([[1 + 3.2 * trouble, 0], [0, 1 - 0.55 * trouble]])
    turn = np.array([[np.cos(0.6), np.sin(0.6)], [-np.sin(0.6), np.cos(0.6)]])
    return [
        blob(random, N // 3, (0, 0), 0.75) @ long @ turn + at for at in ((0, 0), (2.2, -3.4), (-2.2, 3.4))
    ], [0, 1, 2]


def _spreads(random: Random, trouble: float) -> Made:
    wide, small = 0.6 + 1.9 * trouble, 0.6 - 0.3 * trouble
    return [
        blob(random, N // 3, (0, 0), wide),
        blob(random, N // 3, (4.5, 2.5), small),
        blob(random, N // 3, (5, -2), small),
    ], [0, 1, 2]


def _sizes(random: Random, trouble: float) -> Made:
    few = round(N / 3 - 0.25 * N * trouble)
    return [
        blob(random, N - 2 * few, (0, 0), 1.3),
        blob(random, few, (5.2, 1.6), 0.5),
        blob(random, few, (5.2, -1.6), 0.5),
    ], [0, 1, 2]


def _moons(random: Random, trouble: float) -> Made:
    upper, lower = arc(random, N // 2, 1, (0, 1), 0.07), arc(random, N // 2, 1, (1, 2), 0.07)
    return [upper, lower + np.array([1, 0.45 - 2.2 * (1 - trouble)])], [0, 1]


def _rings(random: Random, trouble: float) -> Made:
    """Bend a short arc around a cloud until it is a ring, and open the cloud to a ring itself."""
    half = 0.15 + 0.85 * trouble
    outer = arc(random, 2 * N // 3, 3.5, (-half, half), 0.15)
    return [outer, arc(random, N // 3, 1.3 * trouble, (0, 2), 0.15) - (1 - trouble, 0)], [0, 1]


def _smiley(random: Random, trouble: float) -> Made:
    face, spread = 5 - trouble, 0.1 + 0.2 * trouble
    return [
        arc(random, N // 2, face, (0, 2), 0.1),
        blob(random, N // 8, (-1.4, 1.2), spread),
        blob(random, N // 8, (1.4, 1.2), spread),
        arc(random, N // 4, 2.2, (1.15, 1.85), 0.1),
    ], [0, 1, 2, 3]


def _outliers(random: Random, trouble: float) -> Made:
    parts, numbers = _blobs(random, 0.15)
    far = blob(random, round(8 * trouble), (30, 24), 2.5)
    return [*parts, far], [*numbers, -1]


def _scales(random: Random, trouble: float) -> Made:
    """Stretch the column in which nothing differs up to a hundred times."""
    times = np.array([1, 10 ** (2 * trouble)])
    return [blob(random, N // 2, at, 0.7) * times for at in ((0, 0), (4, 0))], [0, 1]


def _columns(random: Random, trouble: float) -> Made:
    """Put up to 150 columns of noise beside the two in which the groups lie."""
    noise = round(150 * trouble)
    parts = [blob(random, N // 6, at, 0.6) for at in ((0, 0), (3, 0), (1.5, 2.6))]
    return [np.hstack([part, random.normal(0, 1, (len(part), noise))]) for part in parts], [0, 1, 2]


SHAPES: dict[str, Callable[[Random, float], Made]] = {
    "Three blobs": _blobs,
    "Nine blobs": _nine,
    "Uniform": _uniform,
    "Stretched": _stretched,
    "Unequal spreads": _spreads,
    "Unequal sizes": _sizes,
    "Moons": _moons,
    "Rings": _rings,
    "Smiley": _smiley,
    "Outliers": _outliers,
    "Different scales": _scales,
    "Many columns": _columns,
}


def shape(name: str, trouble: float = 1.0, seed: int = 0) -> Shape:
    """Make up points of a shape; `trouble` goes from 0, where k-means finds the groups, to 1.

    Raises `BadSettings` for a name or a trouble that is not there.
    """
    if name not in SHAPES:
        raise BadSettings.for_choice("shape", name, tuple(SHAPES))
    if not 0 <= trouble <= 1:
        raise BadSettings(f"trouble = {trouble} is outside 0 to 1.", "Choose it from 0 to 1.")
    parts, numbers = SHAPES[name](np.random.default_rng(seed), trouble)
    truth = np.repeat(numbers, [len(part) for part in parts])
    return Shape(name, np.vstack(parts), truth, digest("shape", name, float(trouble), seed))


def puzzle(number: int) -> Shape:
    """Make up points to guess at: one to six round clouds, some of them close together."""
    random = np.random.default_rng([number, 1957])
    k = int(random.integers(1, 7))
    cells = random.choice(12, k, replace=False)
    corners = 3.4 * np.column_stack([cells % 4, cells // 4])
    places = corners + random.uniform(-0.5, 0.5, corners.shape)
    sizes = random.integers(40, 81, k).tolist()
    spread = float(random.uniform(0.5, 0.85))
    parts = [
        blob(random, size, (at[0], at[1]), spread) for size, at in zip(sizes, places.tolist(), strict=True)
    ]
    return Shape(
        f"Puzzle {number}", np.vstack(parts), np.repeat(np.arange(k), sizes), digest("puzzle", number)
    )
