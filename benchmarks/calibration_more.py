"""More tables with a known answer: kinds that are easily judged wrongly, and shapes that look grouped."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.calibration_data import Case, Floats, centres, gaussians

Draw = Callable[[np.random.Generator], Floats]


def many_groups(random: np.random.Generator) -> Iterator[Case]:
    """15 to 50 clean groups, far more than the default range tries."""
    for n, k, d in [(900, 15, 2), (1500, 18, 4), (2000, 22, 2), (1500, 26, 8), (1800, 31, 2), (2400, 40, 3)]:
        yield Case(f"many: {n}x{d}, k={k}", *gaussians(n, k, d, 7, random))
    yield Case("many: 3000x2, k=50", *gaussians(3000, 50, 2, 6, random))
    yield Case("many: 2500x16, k=36", *gaussians(2500, 36, 16, 8, random))


def unlike_groups(random: np.random.Generator) -> Iterator[Case]:
    """Clean groups of unlike sizes and widths, and in many columns."""
    for sizes, d in [((900, 900, 80, 60, 70), 2), ((1200, 100, 90, 110), 2), ((700, 600, 60, 50, 40, 60), 3)]:
        k = len(sizes)
        labels = np.repeat(np.arange(k), sizes)
        middle = centres(k, d, 11, random)
        yield Case(
            f"2 large {k - 2} small, d={d}", middle[labels] + random.normal(size=(len(labels), d)), labels
        )
    for k, d, wide in [(3, 2, 3), (4, 2, 2.5), (5, 5, 2.5), (3, 8, 3), (6, 3, 2)]:
        yield Case(f"widths 1:{wide}, k={k}, d={d}", *gaussians(900, k, d, 6, random, wide=wide))
    for n, k, d in [(400, 4, 128), (600, 6, 128), (200, 3, 1024), (300, 5, 1024)]:
        labels = np.arange(n) % k
        apart = 1.6 * d**0.25
        middle = random.normal(size=(k, d)) * apart / np.sqrt(2 * d) * 2.2
        yield Case(f"d={d}, k={k}", middle[labels] + random.normal(size=(n, d)) / 1.5, labels)


def shapes(random: np.random.Generator) -> Iterator[Case]:
    """Groups that k-means gets wrong in ways that are easily missed."""
    for n, noise in [(600, 0.05), (900, 0.1)]:
        t = np.sort(random.uniform(0, 1, n))
        labels = np.arange(n) % 2
        path = np.column_stack([t * 10, np.sin(t * 9) + 1.6 * labels])
        yield Case(f"two wavy paths, n={n}", path + random.normal(0, noise, (n, 2)), labels)
    for wide in (6, 10):
        dense = random.normal(size=(600, 2)) * 0.3 + [[2.0, 0]] * (np.arange(600) % 2)[:, None]
        values = np.concatenate([dense, random.normal(size=(500, 2)) * wide])
        yield Case(f"two dense in wide 1:{wide}", values, np.append(np.arange(600) % 2, np.full(500, 2)))
    for n in (500, 900):
        x, labels = random.uniform(-2, 2, n), np.arange(n) % 2
        values = np.column_stack([x, x**2 + 1.2 * labels]) + random.normal(0, 0.12, (n, 2))
        yield Case(f"two parabolas, n={n}", values, labels)
    for apart in (2.0, 2.3):
        yield Case(f"15 overlapping, {apart} apart", *gaussians(2000, 15, 2, apart, random))


def unstructured(random: np.random.Generator) -> Iterator[Case]:
    """15 kinds of one cloud without groups, ten draws of each in several shapes."""
    sizes = [
        (300, 2),
        (400, 3),
        (500, 2),
        (600, 5),
        (800, 2),
        (1000, 4),
        (1500, 2),
        (400, 8),
        (700, 3),
        (2000, 3),
    ]
    for name, draw in KINDS.items():
        for n, d in sizes:
            values = draw(random, n, d)
            yield Case(f"{name}, {n}x{d}", values, np.zeros(len(values), int))


def _l_shape(random: np.random.Generator, n: int, d: int) -> Floats:
    values = random.uniform(size=(4 * n, d))
    return values[(values[:, 0] < 0.35) | (values[:, 1] < 0.35)][:n]


def _walk(random: np.random.Generator, n: int, d: int) -> Floats:
    return np.cumsum(random.normal(size=(n, d)), axis=0)


def _sheet(random: np.random.Generator, n: int, d: int) -> Floats:
    angle = random.uniform(0, np.pi, n)
    bent = np.column_stack([np.cos(angle), np.sin(angle), random.uniform(0, 2, (n, max(0, d - 2)))])
    return bent[:, :d] + random.normal(0, 0.08, (n, d))


def _skewed_overlap(random: np.random.Generator, n: int, d: int) -> Floats:
    return random.gamma(1.5, size=(n, d)) + (np.arange(n) % 2)[:, None] * 0.7


def _elliptical(degrees: float) -> Callable[[np.random.Generator, int, int], Floats]:
    return lambda random, n, d: (
        random.normal(size=(n, d)) / np.sqrt(random.chisquare(degrees, (n, 1)) / degrees)
    )


def _mixed(random: np.random.Generator, n: int, d: int) -> Floats:
    return random.normal(size=(n, d)) @ (random.normal(size=(d, d)) + np.eye(d))


KINDS: dict[str, Callable[[np.random.Generator, int, int], Floats]] = {
    "uniform": lambda random, n, d: random.uniform(size=(n, d)),
    "Gaussian": lambda random, n, d: random.normal(size=(n, d)),
    "correlated": _mixed,
    "t2 in each column": lambda random, n, d: random.standard_t(2, (n, d)),
    "t1.5, elliptical": _elliptical(1.5),
    "lognormal": lambda random, n, d: random.lognormal(size=(n, d)),
    "exponential": lambda random, n, d: random.exponential(size=(n, d)),
    "Dirichlet(1)": lambda random, n, d: random.dirichlet(np.ones(d + 1), n),
    "Dirichlet(.5)": lambda random, n, d: random.dirichlet(np.full(d + 1, 0.5), n),
    "L": _l_shape,
    "random walk": _walk,
    "curved sheet": _sheet,
    "skewed overlap": _skewed_overlap,
    "five-point answers": lambda random, n, d: np.clip(np.round(random.normal(3, 1, (n, 2 * d))), 1, 5),
    "uniform, 128 columns": lambda random, n, d: random.uniform(size=(min(n, 500), 128)),
}
