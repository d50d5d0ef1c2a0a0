"""Tables with a known answer: groups of many shapes, sizes and overlaps, and tables without any group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """A table and its true groups; one group means that there is nothing to find."""

    name: str
    values: Floats
    truth: NDArray[np.integer]

    @property
    def k(self) -> int:
        return int(self.truth.max()) + 1


def centres(k: int, d: int, apart: float, random: np.random.Generator) -> Floats:
    """Draw k points of which no two are closer than `apart`, about as dense as they can lie."""
    side = apart * max(1.2, k ** (1 / d))
    while True:
        points = random.uniform(0, side, (k, d))
        distance = np.linalg.norm(points[:, None] - points, axis=2) + np.eye(k) * 1e9
        if distance.min() >= apart:
            return points
        side *= 1.02


def gaussians(
    n: int, k: int, d: int, apart: float, random: np.random.Generator, unequal: float = 1.0, wide: float = 1.0
) -> tuple[Floats, NDArray[np.integer]]:
    """Round groups `apart` deviations from each other; sizes and widths differ by up to the given ratios."""
    sizes = unequal ** np.linspace(0, 1, k)
    labels = np.repeat(np.arange(k), np.maximum(8, np.round(n * sizes / sizes.sum())).astype(int))
    widths = wide ** np.linspace(0, 1, k)
    middle = centres(k, d, apart * widths.max(), random)
    return middle[labels] + random.normal(size=(len(labels), d)) * widths[labels, None], labels


def friendly(random: np.random.Generator) -> Iterator[Case]:
    """Groups that k-means is made for, in many sizes and dimensions."""
    for n, k, d, apart in [
        *((300, 2, 2, 6), (300, 3, 2, 6), (500, 4, 2, 6), (600, 5, 2, 6), (1000, 7, 2, 6)),
        *((300, 3, 5, 6), (500, 4, 10, 6), (800, 6, 4, 6), (1000, 8, 8, 6), (400, 5, 20, 7)),
        *((150, 3, 4, 7), (90, 3, 2, 7), (2000, 5, 3, 5), (1500, 3, 6, 5), (3000, 4, 2, 5)),
        *((600, 2, 10, 5), (200, 2, 1, 8), (400, 3, 1, 8), (300, 3, 50, 9), (500, 9, 3, 7)),
    ]:
        yield Case(f"round {n}x{d}, k={k}, {apart} apart", *gaussians(n, k, d, apart, random))
    for k, d, unequal in [(3, 2, 4), (4, 3, 5), (5, 2, 3), (3, 8, 8), (6, 5, 3)]:
        yield Case(f"sizes 1:{unequal}, k={k}, d={d}", *gaussians(800, k, d, 7, random, unequal=unequal))
    for k, d, wide in [(3, 2, 2), (4, 4, 1.7), (2, 3, 2)]:
        yield Case(f"widths 1:{wide}, k={k}, d={d}", *gaussians(600, k, d, 6, random, wide=wide))
    for k, d in [(3, 2), (4, 3), (5, 2)]:
        values, labels = gaussians(700, k, d, 7, random)
        uniform = random.uniform(-1.6, 1.6, values.shape)
        means = np.array([values[labels == i].mean(axis=0) for i in range(k)])
        yield Case(f"boxes, k={k}, d={d}", means[labels] + uniform, labels)
    for k, d in [(3, 3), (4, 5)]:
        values, labels = gaussians(600, k, d, 7, random)
        values = np.column_stack([values, random.normal(size=(len(values), 3))])
        yield Case(f"with 3 noise columns, k={k}, d={d}", values, labels)
    for k, d in [(3, 2), (4, 2)]:
        values, labels = gaussians(600, k, d, 8, random)
        yield Case(f"heavy tails (t5), k={k}", values + random.standard_t(5, values.shape) * 0.5, labels)


def hard(random: np.random.Generator) -> Iterator[Case]:
    """Groups that k-means cuts wrongly, or that overlap so much that no number is sure."""
    makers = (_moons_and_rings, _lines, _dense_beside_wide, _spirals, _overlapping, _outliers_and_sticks)
    for maker in makers:
        yield from maker(random)


def _moons_and_rings(random: np.random.Generator) -> Iterator[Case]:
    """Curved groups, of which one lies within the reach or the ring of the other."""
    for n, noise in [(400, 0.06), (1000, 0.1), (2000, 0.05)]:
        angle = random.uniform(0, np.pi, n)
        labels = np.arange(n) % 2
        x, y = np.cos(angle), np.sin(angle)
        moons = np.column_stack([np.where(labels, 1 - x, x), np.where(labels, 0.5 - y, y)])
        yield Case(f"two moons, n={n}", moons + random.normal(0, noise, (n, 2)), labels)
    for n, inner in [(500, 0.4), (1500, 0.5)]:
        angle, labels = random.uniform(0, 2 * np.pi, n), np.arange(n) % 2
        radius = np.where(labels, 1, inner) + random.normal(0, 0.05, n)
        yield Case(f"rings, n={n}", np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None], labels)


def _lines(random: np.random.Generator) -> Iterator[Case]:
    """Long groups, side by side or along a diagonal."""
    for k, d, stretch in [(3, 2, 12), (2, 2, 15), (4, 2, 10), (3, 4, 12), (2, 6, 15)]:
        labels = np.repeat(np.arange(k), 250)
        values = random.normal(size=(len(labels), d))
        values[:, 0] *= stretch
        values[:, 1] += labels * 6
        yield Case(f"parallel lines 1:{stretch}, k={k}, d={d}", values, labels)
    for k, n in [(3, 600), (4, 1000)]:
        values, labels = gaussians(n, k, 2, 5, random)
        values = values @ np.array([[3.0, 2.4], [0, 0.6]])
        yield Case(f"sheared, k={k}", values, labels)


def _dense_beside_wide(random: np.random.Generator) -> Iterator[Case]:
    """Groups of very unlike sizes and widths."""
    for small, wide in [(30, 6), (60, 8), (40, 5)]:
        values = np.concatenate(
            [random.normal(0, wide, (1000, 2)), random.normal(0, 0.4, (small, 2)) + wide * 2.2]
        )
        yield Case(f"{small} rows beside 1,000 wide ones", values, np.repeat([0, 1], [1000, small]))
    for d in (2, 5):
        values = np.concatenate([random.normal(size=(500, d)), random.normal(size=(500, d)) * 8])
        yield Case(f"dense in wide, d={d}", values, np.repeat([0, 1], 500))


def _spirals(random: np.random.Generator) -> Iterator[Case]:
    """Two arms that wind around each other."""
    for n in (600, 1200):
        turn = random.uniform(0.5, 3 * np.pi, n)
        labels = np.arange(n) % 2
        arm = np.column_stack([turn * np.cos(turn), turn * np.sin(turn)]) * np.where(labels, 1, -1)[:, None]
        yield Case(f"spirals, n={n}", arm + random.normal(0, 0.3, (n, 2)), labels)


def _overlapping(random: np.random.Generator) -> Iterator[Case]:
    """Groups that run into each other, and groups with long tails to one side."""
    for k, d, apart in [(3, 2, 2.5), (4, 3, 2.5), (5, 2, 3), (3, 6, 2), (8, 2, 3)]:
        yield Case(f"overlapping {apart} apart, k={k}, d={d}", *gaussians(1000, k, d, apart, random))
    for k in (3, 4):
        values, labels = gaussians(800, k, 2, 5, random)
        yield Case(f"skewed groups (exp), k={k}", np.exp(values / values.std(axis=0)), labels)


def _outliers_and_sticks(random: np.random.Generator) -> Iterator[Case]:
    """Clean groups with a few far rows, and sticks that cross."""
    for k in (2, 3):
        values, labels = gaussians(600, k, 2, 8, random)
        odd = np.concatenate([values, random.normal(0, 300, (6, 2))])
        yield Case(f"6 far outliers, k={k}", odd, np.append(labels, np.zeros(6, int)))
    for d in (2, 3):
        t = random.uniform(0, 1, 400)
        labels = np.arange(400) % 2
        cross = np.zeros((400, d))
        cross[np.arange(400), labels] = (t - 0.5) * 12
        yield Case(f"crossing sticks, d={d}", cross + random.normal(0, 0.25, cross.shape), labels)


def structureless(random: np.random.Generator) -> Iterator[Case]:
    """One cloud and nothing in it."""
    draws = {
        "uniform": lambda shape: random.uniform(size=shape),
        "Gaussian": lambda shape: random.normal(size=shape),
        "correlated": lambda shape: random.normal(size=shape) @ _mixing(shape[1], random),
        "heavy tails t3": lambda shape: random.standard_t(3, shape),
        "heavy tails t2, elliptical": lambda shape: (
            random.normal(size=shape) / np.sqrt(random.chisquare(2, (shape[0], 1)) / 2)
        ),
        "lognormal": lambda shape: random.lognormal(size=shape),
        "lognormal, wide": lambda shape: random.lognormal(0, 1.5, shape),
        "exponential": lambda shape: random.exponential(size=shape),
        "gamma": lambda shape: random.gamma(2, size=shape),
        "blob with outliers": lambda shape: _with_outliers(shape, random),
        "ball": lambda shape: _ball(shape, random),
        "correlated lognormal": lambda shape: np.exp(
            random.normal(size=shape) @ _mixing(shape[1], random) / 2
        ),
    }
    for shape in [(300, 2), (1000, 2), (600, 5), (400, 10), (2000, 4), (200, 1), (150, 30)]:
        for name, draw in draws.items():
            yield Case(f"{name}, {shape[0]}x{shape[1]}", draw(shape), np.zeros(shape[0], int))


def _mixing(d: int, random: np.random.Generator) -> Floats:
    return random.normal(size=(d, d)) + np.eye(d)


def _with_outliers(shape: tuple[int, int], random: np.random.Generator) -> Floats:
    values = random.normal(size=shape)
    values[: max(3, shape[0] // 100)] *= 8
    return values


def _ball(shape: tuple[int, int], random: np.random.Generator) -> Floats:
    values = random.normal(size=shape)
    values /= np.linalg.norm(values, axis=1, keepdims=True)
    return np.asarray(values * random.uniform(size=(shape[0], 1)) ** (1 / shape[1]))
