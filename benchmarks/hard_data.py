"""Tables on which a search may end above plain restarts: real ones, and such as are made to mislead it.

Each kind is drawn several times; the first half of the draws is to tune on, the other half is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from sklearn import datasets
from sklearn.preprocessing import StandardScaler

from benchmarks.data import Floats

Draw = Callable[[np.random.Generator], Floats]
scaled = StandardScaler().fit_transform


@dataclass(frozen=True)
class HardCase:
    """A table that is drawn when it is needed, how many clusters to ask for, and which half it belongs to."""

    kind: str
    number: int  # of the draw
    k: int
    draw: Draw
    reported: bool

    @property
    def name(self) -> str:
        return f"{self.kind} k={self.k} #{self.number}"

    def values(self) -> Floats:
        """Draw the table, the same one each time."""
        return self.draw(np.random.default_rng(crc32(f"{self.kind} {self.number}".encode())))


def groups(n: int, d: int, k: int, apart: float, uneven: float = 0.0) -> Draw:
    """Round groups, their means drawn `apart` deviations wide; `uneven` is the exponent of Zipf's law."""

    def draw(random: np.random.Generator) -> Floats:
        share = 1.0 / np.arange(1, k + 1) ** uneven
        sizes = random.choice(k, n, p=share / share.sum())
        return scaled(random.normal(0, apart, (k, d))[sizes] + random.normal(size=(n, d)))

    return draw


def tails(n: int, d: int, law: str) -> Draw:
    """Columns with heavy tails."""

    def draw(random: np.random.Generator) -> Floats:
        laws = {
            "cauchy": lambda: random.standard_cauchy((n, d)),
            "t2": lambda: random.standard_t(2, (n, d)),
            "lognormal": lambda: random.lognormal(0, 1.5, (n, d)),
            "pareto": lambda: random.pareto(1.5, (n, d)),
            "exponential": lambda: random.exponential(size=(n, d)),
        }
        return laws[law]()

    return draw


def grid(side: int, d: int, n: int) -> Draw:
    """Whole numbers, evenly drawn."""
    return lambda random: random.integers(side, size=(n, d)).astype(float)


def repeated(n: int, d: int, different: int) -> Draw:
    """Few different rows, some many times."""

    def draw(random: np.random.Generator) -> Floats:
        rows = random.normal(size=(different, d))
        return rows[random.choice(different, n, p=random.dirichlet(np.ones(different)))]

    return draw


def one_hot(n: int, columns: int, levels: int) -> Draw:
    """Categories as columns of 0 and 1."""
    return lambda random: np.eye(levels)[random.integers(levels, size=(n, columns))].reshape(n, -1)


def counts(n: int, d: int) -> Draw:
    """Counts of words in texts of ten topics."""

    def draw(random: np.random.Generator) -> Floats:
        topics = random.dirichlet(np.full(d, 0.1), 10)
        texts = random.poisson(40 * topics[random.integers(10, size=n)]).astype(float)
        return texts / np.maximum(np.linalg.norm(texts, axis=1, keepdims=True), 1)

    return draw


def shapes(n: int, name: str) -> Draw:
    """Rings, moons, a sheet and a line, in two or three columns."""

    def draw(random: np.random.Generator) -> Floats:
        state = int(random.integers(2**31))
        made = {
            "rings": lambda: datasets.make_circles(n, noise=0.05, factor=0.5, random_state=state)[0],
            "moons": lambda: datasets.make_moons(n, noise=0.1, random_state=state)[0],
            "sheet": lambda: datasets.make_swiss_roll(n, noise=0.3, random_state=state)[0],
            "line": lambda: random.uniform(size=(n, 1)),
            "cube": lambda: random.uniform(size=(n, 3)),
        }
        return made[name]()

    return draw


def photo(name: str, step: int) -> Draw:
    """Colours of a photo, each so many pixels."""
    return lambda random: (
        datasets.load_sample_image(name).reshape(-1, 3)[int(random.integers(step)) :: step].astype(float)
    )


def real(load: Callable[[], object], share: float = 0.9) -> Draw:
    """A real table's rows, drawn without replacement."""

    def draw(random: np.random.Generator) -> Floats:
        rows = scaled(load().data)  # type: ignore[attr-defined]
        return rows[random.choice(len(rows), int(share * len(rows)), replace=False)]

    return draw


KINDS: dict[str, tuple[Draw, tuple[int, ...], int]] = {  # with the k to ask for, and the number of draws
    "6 groups 12k x 4": (groups(12_000, 4, 6, 3), (3, 6, 9), 4),
    "8 groups 5k x 10": (groups(5_000, 10, 8, 2), (4, 6, 8, 12), 4),
    "15 groups 5k x 2": (groups(5_000, 2, 15, 6), (5, 15, 20), 4),
    "12 overlapping 8k x 5": (groups(8_000, 5, 12, 1), (5, 12), 4),
    "30 zipf 20k x 3": (groups(20_000, 3, 30, 4, 1.2), (10, 30), 2),
    "12 groups 100k x 10": (groups(100_000, 10, 12, 2), (5, 12), 2),
    "8 groups 200k x 6": (groups(200_000, 6, 8, 1), (4, 10), 2),
    "cauchy 3k x 3": (tails(3_000, 3, "cauchy"), (5, 10), 4),
    "cauchy 60k x 2": (tails(60_000, 2, "cauchy"), (20,), 2),
    "t2 6k x 4": (tails(6_000, 4, "t2"), (5, 12), 4),
    "lognormal 5k x 3": (tails(5_000, 3, "lognormal"), (6, 20), 4),
    "pareto 10k x 2": (tails(10_000, 2, "pareto"), (8,), 4),
    "exponential 4k x 5": (tails(4_000, 5, "exponential"), (6, 15), 4),
    "grid 70 x 70": (grid(70, 2, 4_900), (7, 16), 4),
    "grid 5, 3k x 4": (grid(5, 4, 3_000), (9,), 4),
    "60 different 5k x 3": (repeated(5_000, 3, 60), (8, 20), 4),
    "300 different 6k x 2": (repeated(6_000, 2, 300), (12, 40), 4),
    "one-hot 5k x 48": (one_hot(5_000, 6, 8), (4, 8), 2),
    "one-hot 900 x 30": (one_hot(900, 5, 6), (6,), 4),
    "texts 3k x 200": (counts(3_000, 200), (5, 10, 20), 2),
    "noise 1k x 500": (groups(1_000, 500, 1, 0), (5, 10), 2),
    "10 groups 1k x 500": (groups(1_000, 500, 10, 0.3), (4, 10), 2),
    "noise 2.5k x 20": (groups(2_500, 20, 1, 0), (8,), 4),
    "200 groups 1k x 5": (groups(1_000, 5, 200, 4), (200,), 2),
    "10 groups 600 x 3": (groups(600, 3, 10, 3), (4, 10, 16), 4),
    "20 groups 1.8k x 8": (groups(1_800, 8, 20, 2), (8, 20), 4),
    "rings 3k": (shapes(3_000, "rings"), (7, 20), 2),
    "moons 1k": (shapes(1_000, "moons"), (6,), 2),
    "sheet 4k": (shapes(4_000, "sheet"), (10, 30), 2),
    "line 5k": (shapes(5_000, "line"), (9,), 2),
    "cube 20k": (shapes(20_000, "cube"), (10, 40), 2),
    "china 12k": (photo("china.jpg", 22), (8, 16, 32), 2),
    "flower 4k": (photo("flower.jpg", 67), (8, 24), 2),
    "digits": (real(datasets.load_digits), (5, 10, 20), 4),
    "breast cancer": (real(datasets.load_breast_cancer), (4, 10), 4),
    "wine": (real(datasets.load_wine), (5, 9), 4),
    "diabetes": (real(datasets.load_diabetes), (4, 10), 4),
}


def hard_cases() -> Iterator[HardCase]:
    """Return every kind, draw and k."""
    for kind, (draw, ks, draws) in KINDS.items():
        for number in range(draws):
            for k in ks:
                yield HardCase(kind, number, k, draw, reported=number >= draws / 2)
