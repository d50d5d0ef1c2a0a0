"""Tables for the benchmarks: generated clusters with known centres, and real ones of scikit-learn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.preprocessing import StandardScaler

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Case:
    """A table, how many clusters to ask for, and the true centres where known."""

    name: str
    values: Floats
    k: int
    truth: Floats | None = None


def spread(k: int, apart: float, random: np.random.Generator) -> Floats:
    """Draw k points in the unit square, no two closer than `apart`."""
    points: list[Floats] = []
    while len(points) < k:
        point = random.uniform(size=2)
        if all(np.hypot(*(point - other)) >= apart for other in points):
            points.append(point)
    return np.array(points)


def gaussians(
    name: str, truth: Floats, sizes: list[int], deviation: float, random: np.random.Generator
) -> Case:
    """Round Gaussian clusters around the given centres."""
    middle = np.repeat(truth, sizes, axis=0)
    return Case(name, middle + random.normal(0, deviation, middle.shape), len(truth), truth)


def generated() -> list[Case]:
    """Six kinds of clusters on which plain restarts get stuck."""
    random = np.random.default_rng(20)
    grid = np.array([(x, y) for x in range(10) for y in range(10)], dtype=float)
    wave = np.linspace(0, 100, 100)
    sine = np.column_stack([wave, 10 * np.sin(wave / 100 * 6 * np.pi)])
    heavy = np.array([(0.0, 0.0), (0.0, 10.0), (8.0, 5.0)])
    light = np.array([(50.0, y) for y in (-10.0, 0.0, 10.0, 20.0)] + [(60.0, 5.0)])
    return [
        gaussians("15 overlapping", spread(15, 0.17, random), [333] * 15, 0.052, random),
        gaussians("31 clusters", spread(31, 0.13, random), [100] * 31, 0.022, random),
        gaussians("50 clusters", spread(50, 0.1, random), [150] * 50, 0.018, random),
        gaussians("100 on a grid", grid, [200] * 100, 0.25, random),
        gaussians("100 on a sine", sine, [200] * 100, 0.3, random),
        gaussians("unbalanced", np.vstack([heavy, light]), [2000] * 3 + [100] * 5, 1.2, random),
    ]


def real() -> list[Case]:
    """Real tables and the numbers of clusters people would ask for."""
    scaled = StandardScaler().fit_transform
    photo = datasets.load_sample_image("china.jpg").reshape(-1, 3)[::53].astype(float)
    tables = {
        "iris": scaled(datasets.load_iris().data),
        "wine": scaled(datasets.load_wine().data),
        "breast cancer": scaled(datasets.load_breast_cancer().data),
        "diabetes": scaled(datasets.load_diabetes().data),
        "digits": datasets.load_digits().data,
        "photo colours": photo,
    }
    return [Case(f"{name}, k={k}", table, k) for name, table in tables.items() for k in (3, 6, 8, 10, 16, 24)]


def large(n: int, d: int, k: int, apart: float) -> Case:
    """Many rows in k Gaussian clusters, their means drawn with this standard deviation."""
    random = np.random.default_rng(0)
    truth = random.normal(0, apart, (k, d))
    values = truth[random.integers(k, size=n)] + random.normal(size=(n, d))
    return Case(f"{n / 1e6:g}M x {d}, k={k}, {apart:g}", values, k, truth)


def many_rows(rows: int) -> list[Case]:
    """Large tables: clusters apart from each other, and clusters that overlap."""
    grid = np.array([(x, y) for x in range(10) for y in range(10)], dtype=float)
    return [
        gaussians("100k, 100 on a grid", grid, [1000] * 100, 0.2, np.random.default_rng(0)),
        large(100_000, 2, 100, 3),
        *(large(rows, 10, 8, apart) for apart in (3, 1, 0.5)),
    ]


def centroid_index(centres: Floats, truth: Floats) -> int:
    """How many true centres no found centre is nearest to, or the other way round (Fränti et al. 2014)."""
    squared = ((centres[:, None] - truth[None]) ** 2).sum(axis=2)
    return max(
        len(truth) - len(np.unique(squared.argmin(axis=1))),
        len(centres) - len(np.unique(squared.argmin(axis=0))),
    )
