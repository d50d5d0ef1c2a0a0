"""The sweep over k, its verdict and the silhouette estimate beside scikit-learn and Yellowbrick, in one run.

    python -m benchmarks.choosing_k [--quick]

Yellowbrick is measured where it can be imported; it is no dependency of the program. scikit-learn runs with
the threads given by OMP_NUM_THREADS; set 1 on a busy machine.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import numpy as np
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits, load_wine
from sklearn.preprocessing import StandardScaler

from benchmarks.data import Floats, large
from benchmarks.matrices import matrix_of
from kmeans_core.choosing_k.criteria import judge
from kmeans_core.choosing_k.sweep import sweep
from kmeans_core.choosing_k.verdict import verdict
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.silhouettes import exact_silhouettes, sampled_silhouettes

KS = range(2, 13)
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Return the seconds that the work took, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def separate(values: Floats) -> list[KMeans]:
    """Fit every k on its own, as people do."""
    return [KMeans(k, n_init=10, random_state=0).fit(values) for k in KS]


def sweeps(cases: dict[str, Floats]) -> None:
    print(
        "sweep k = 2 to 12: time against separate fits with n_init=10, and excess inertia over the better one"
    )
    print("| data | ours s | sklearn s | ratio | mean excess | sklearn's | with verdict s | ratio | says |")
    for name, values in cases.items():
        matrix = matrix_of(values)
        theirs, models = timed(lambda values=values: separate(values))
        ours, found = timed(lambda matrix=matrix: sweep(matrix, KMeansSettings(), KS[0], KS[-1]))
        judging, criteria = timed(lambda matrix=matrix, found=found: judge(matrix, found))
        mine = np.array([each.inertia for each in found.clusterings])
        other = np.array([model.inertia_ for model in models])
        best = np.minimum(mine, other)
        said = verdict(found, criteria)
        print(
            f"| {name} | {ours:.2f} | {theirs:.2f} | {ours / theirs:.2f} "
            f"| {(mine / best - 1).mean():.4%} | {(other / best - 1).mean():.4%} "
            f"| {ours + judging:.2f} | {(ours + judging) / theirs:.2f} | {said.headline} |",
            flush=True,
        )


def estimates(n: int, d: int = 8, k: int = 12, draws: int = 50) -> None:
    values = large(n, d, k, 3).values
    labels = KMeans(k, n_init=1, random_state=0).fit_predict(values).astype(np.int32)
    exact_time, exact = timed(lambda: float(exact_silhouettes(values, labels).mean()))
    runs = [timed(lambda seed=seed: sampled_silhouettes(values, [labels], seed)[0]) for seed in range(draws)]
    error = max(abs(each.mean - exact) for _, each in runs)
    covered = sum(each.low <= exact <= each.high for _, each in runs)
    print(f"\nsilhouette of {n:,} x {d}, k={k}: exact {exact:.4f} in {exact_time:.0f} s")
    print(
        f"estimate: median {1000 * np.median([t for t, _ in runs]):.0f} ms, largest error {error:.4f}, "
        f"interval covers in {covered} of {draws}"
    )


def yellowbrick(n: int) -> None:
    if importlib.util.find_spec("yellowbrick") is None:
        print("\nYellowbrick is missing: not measured")
        return
    from yellowbrick.cluster import KElbowVisualizer

    values = large(n, 10, 8, 3).values
    matrix = matrix_of(values)

    def ours() -> None:
        found = sweep(matrix, KMeansSettings(), KS[0], KS[-1])
        verdict(found, judge(matrix, found))

    def theirs() -> None:
        KElbowVisualizer(
            KMeans(n_init=10, random_state=0), k=(KS[0], KS[-1] + 1), metric="silhouette", force_model=True
        ).fit(values)

    fast, _ = timed(ours)
    slow, _ = timed(theirs)
    print(
        f"\nYellowbrick KElbowVisualizer(silhouette), {n:,} x 10: {slow:.1f} s; "
        f"sweep, votes and verdict {fast:.1f} s"
    )
    print(f"ours takes {fast / slow:.2f} of its time")


def main(quick: bool) -> None:
    """Print the tables; the quick ones have up to 5,000 rows, where all pairs of rows are soon compared."""
    tables = {
        "wine": StandardScaler().fit_transform(load_wine().data),
        "digits": load_digits().data.astype(float),
    }
    for rows in (5_000,) if quick else (5_000, 20_000, 100_000):
        tables[f"{rows:,} x 10, k=8"] = large(rows, 10, 8, 3).values
    sweeps(tables)
    yellowbrick(2_000 if quick else 20_000)
    estimates(20_000 if quick else 100_000)


if __name__ == "__main__":
    main("--quick" in sys.argv)
