"""Other algorithms than k-means on classic shapes, as offered, and whether the advice names the best.

k is the true one where an algorithm takes one; HDBSCAN and DBSCAN find their own. Thresholds of
`kmeans_core.groupings.advice` were chosen on draws 1 and 2; other draws are reported. Run by hand:

    python -m benchmarks.shapes            # draw 11, two minutes
    python -m benchmarks.shapes 11 12 13   # more draws
    python -m benchmarks.shapes --quick    # every fifth table
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from benchmarks.calibration_data import Case, friendly, hard
from benchmarks.calibration_more import shapes
from benchmarks.matrices import matrix_of
from kmeans_core.clustering import Clustering, KMeansSettings
from kmeans_core.common import DataProblem
from kmeans_core.evaluation import suitability
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings import (
    Agglomerative,
    Attempt,
    Bisecting,
    Dbscan,
    Hdbscan,
    How,
    Mixture,
    Spectral,
    attempt,
    recommended,
    title_of,
)

CLOSE = 0.05  # of ARI, within which another algorithm is as good as the best
FOUND = 0.5  # ARI below which no algorithm can be said to find the groups
EVERY_FRIENDLY = 4  # of the tables that k-means is made for
QUICKLY = 5  # every so many tables where time is short


def cases(draw: int) -> Iterator[Case]:
    """Yield what k-means cuts wrongly, and some tables that it is made for."""
    random = np.random.default_rng(draw)
    yield from hard(random)
    yield from shapes(random)
    yield from list(friendly(random))[::EVERY_FRIENDLY]


def ways(k: int) -> tuple[How, ...]:
    """Return every algorithm as the Compare page offers it."""
    return (
        KMeansSettings(k=k),
        Mixture(k=k),
        Hdbscan(),
        Dbscan(),
        Agglomerative(k=k),
        Agglomerative(k=k, linkage="single"),
        Spectral(k=k),
        Bisecting(k=k),
    )


def run(matrix: FeatureMatrix, how: How) -> Attempt | None:
    """Return what an algorithm finds, or nothing where it finds no clusters."""
    try:
        return attempt(matrix, how)
    except DataProblem:
        return None


def advised(matrix: FeatureMatrix, tried: list[Attempt]) -> str:
    """Return the algorithm that the advice names."""
    kmeans = tried[0].grouping
    if not isinstance(kmeans, Clustering):
        raise TypeError(f"{tried[0].title} came first")
    said = recommended(matrix, tried, suitability(matrix, kmeans))
    return "" if said is None else said.title


def measure(draws: list[int], every: int = 1) -> None:
    """Print each kind's mean ARI by algorithm, the mean time, and how often the advice is right."""
    found: dict[str, list[list[float]]] = defaultdict(list)
    seconds: list[list[float]] = []
    names = [title_of(how) for how in ways(2)]
    right = []
    for draw in draws:
        for case in list(cases(draw))[::every]:
            matrix = matrix_of(StandardScaler().fit_transform(case.values))
            each = [run(matrix, how) for how in ways(case.k)]
            ari = [0.0 if a is None else adjusted_rand_score(case.truth, a.grouping.labels) for a in each]
            seconds.append([np.nan if a is None else a.seconds for a in each])
            named = names.index(advised(matrix, [a for a in each if a is not None]))
            right.append((ari[named] >= max(ari) - CLOSE, max(ari) >= FOUND))
            found[re.sub(r"^[0-9 ]+|[,0-9].*", "", case.name).strip()].append([*ari, ari[named]])
    print(
        f"\nDraws {', '.join(map(str, draws))}: mean adjusted Rand index, each algorithm as it is offered\n"
    )
    print("| tables | " + " | ".join([*names, "as advised"]) + " |")
    print("|---" * (len(names) + 2) + "|")
    for kind, lines in found.items():
        print(f"| {kind} ({len(lines)}) | " + " | ".join(f"{v:.2f}" for v in np.mean(lines, axis=0)) + " |")
    print("| mean time, s | " + " | ".join(f"{v:.2f}" for v in np.nanmean(seconds, axis=0)) + " | |")
    good, solved = [each for each, _ in right], [each for each, found in right if found]
    print(f"\nThe advice is the best or within {CLOSE} of it in {sum(good)} of {len(good)} tables;")
    print(f"where any algorithm comes to {FOUND}, in {sum(solved)} of {len(solved)}.")


if __name__ == "__main__":
    asked = [int(each) for each in sys.argv[1:] if each.isdigit()]
    measure(asked or [11], QUICKLY if "--quick" in sys.argv else 1)
