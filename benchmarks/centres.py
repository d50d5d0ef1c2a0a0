"""Inertia, centres found and time of every search against scikit-learn, side by side in one run.

    python -m benchmarks.centres [--seeds 10] [--large] [--quick]

Excess is against the lowest inertia that any run here found. Times are of the processor, as
ratios to `KMeans(n_init=10)` on one thread.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, field
from time import process_time

import numpy as np
from sklearn.cluster import KMeans

from benchmarks.data import Case, Floats, centroid_index, generated, many_rows, real
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.settings import KMeansSettings

Search = Callable[[Floats, int, int], tuple[Floats, float]]


def library(n_init: int) -> Search:
    """scikit-learn with this many starts."""

    def search(values: Floats, k: int, seed: int) -> tuple[Floats, float]:
        model = KMeans(k, n_init=n_init, random_state=seed).fit(values)
        return model.cluster_centers_, float(model.inertia_)

    return search


def ours(settings: KMeansSettings) -> Search:
    """This project with these settings."""

    def search(values: Floats, k: int, seed: int) -> tuple[Floats, float]:
        found = fit(values, KMeansSettings(k, n_init=settings.n_init, seed=seed, search=settings.search))
        return found.centres, found.inertia

    return search


SEARCHES: dict[str, Search] = {
    "sk 1": library(1),
    "sk 10": library(10),
    "restarts": ours(KMeansSettings(search="restarts")),
    "swap": ours(KMeansSettings()),
}


NAMED = ("wine, k=10", "breast cancer, k=10", "digits, k=10", "photo colours, k=16")


@dataclass
class Score:
    """What one search did on one table, seed by seed."""

    inertias: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


def compare(case: Case, seeds: int, searches: dict[str, Search]) -> dict[str, Score]:
    """Run every search on the same seeds, in turns, so that a busy moment hits all alike."""
    scores = {name: Score() for name in searches}
    for seed in range(seeds):
        for name, search in searches.items():
            begun = process_time()
            centres, inertia = search(case.values, case.k, seed)
            scores[name].seconds.append(process_time() - begun)
            scores[name].inertias.append(inertia)
            scores[name].right.append(case.truth is not None and centroid_index(centres, case.truth) == 0)
    return scores


def row(case: Case, scores: dict[str, Score]) -> str:
    """One line: share of seeds with every centre right, mean and worst excess, time against sk 10."""
    best = min(min(score.inertias) for score in scores.values())
    base = float(np.median(scores["sk 10"].seconds))
    cells = [f"{case.name:20}{base * 1000:8.0f} ms"]
    for score in scores.values():
        excess = 100 * (np.array(score.inertias) / best - 1)
        right = f"{np.mean(score.right):4.2f} " if case.truth is not None else "     "
        ratio = float(np.median(score.seconds)) / base
        cells.append(f"{right}{excess.mean():6.2f} {excess.max():6.2f} {ratio:5.2f}")
    return " | ".join(cells)


def cases(large: bool, quick: bool) -> list[Case]:
    """Return the tables to search; the quick ones are those that README.md or benchmarks/README.md name."""
    if large:
        return many_rows(100_000 if quick else 1_000_000)
    return [*generated(), *(case for case in real() if not quick or case.name in NAMED)]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--large", action="store_true", help="only the large tables")
    parser.add_argument("--quick", action="store_true", help="one seed, fewer and smaller tables")
    chosen = parser.parse_args()
    seeds = 1 if chosen.quick else chosen.seeds
    searches = {name: SEARCHES[name] for name in ("sk 1", "sk 10", "swap")} if chosen.large else SEARCHES
    print(f"{'':20}{'sk 10':>11} | " + " | ".join(f"{name:24}" for name in searches))
    print(f"{'':20}{'':11} | " + " | ".join(["CI=0   mean  worst  time"] * len(searches)))
    for case in cases(chosen.large, chosen.quick):
        print(row(case, compare(case, seeds, searches)), flush=True)


if __name__ == "__main__":
    main()
