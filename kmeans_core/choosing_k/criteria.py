"""What six criteria say about every k of a sweep, and which k each of them would pick."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kmeans_core.choosing_k.sweep import Sweep
from kmeans_core.clustering import assign, contingency
from kmeans_core.common import Floats, Labels, Progress, digest, silent
from kmeans_core.evaluation import (
    TOP,
    SilhouetteEstimate,
    Structure,
    drawn_rows,
    ladder,
    quality_of,
    silhouette,
    structure,
)
from kmeans_core.features import FeatureMatrix

STABLE = 0.8  # a prediction strength from which a k counts as stable (Tibshirani and Walther 2005)
STRENGTH_ROWS = 2_000
EXACT_ROWS = 2_000  # up to which every pair of rows is compared for every k
SPLITS = 5
MEANINGS = {
    "Inertia": "Sum of squared distances to the centres; it always falls, and a knee is a hint at best.",
    "Silhouette": "How much nearer rows are to their own cluster than to the next; higher is better.",
    "Davies-Bouldin": "How much the most similar pairs of clusters overlap; lower is better.",
    "Calinski-Harabasz": "Spread between the clusters over the spread within; higher is better.",
    "Gap": "How far the logarithm of inertia lies below that of evenly spread noise; the largest is picked.",
    "Prediction strength": "How well half of the rows predicts the other half's groups; stable from 0.8.",
}


@dataclass(frozen=True, eq=False)
class Criterion:
    """One measure of every k and the k it picks; `nan` where it is not defined."""

    name: str
    values: Floats  # (ks,)
    errors: Floats  # (ks,) standard errors, 0 where there are none
    pick: int | None
    basis: str  # the rows it was computed on: "all rows", "1,000 of 20,000 rows"

    @property
    def meaning(self) -> str:
        return MEANINGS[self.name]


@dataclass(frozen=True, eq=False)
class Criteria:
    """Every criterion over the same ks, and how far the data stand out from noise."""

    ks: tuple[int, ...]
    inertia: Criterion  # has no vote: its knee finds the right k least often
    voters: tuple[Criterion, ...]
    structure: Structure
    silhouettes: tuple[SilhouetteEstimate, ...]
    digest: str


def judge(matrix: FeatureMatrix, sweep: Sweep, progress: Progress = silent) -> Criteria:
    """Compute inertia, silhouette, Davies-Bouldin, Calinski-Harabasz, gap and prediction strength."""
    values, ks, seed = matrix.values, sweep.ks, sweep.clusterings[0].settings.seed
    estimates, qualities = [], []
    for i, each in enumerate(sweep.clusterings):
        progress(0.5 * i / len(ks), f"Silhouettes of k = {ks[i]}")
        estimates.append(silhouette(matrix, each, EXACT_ROWS))
        qualities.append(quality_of(values, each.labels))
    noise = structure(values, ks[-1], seed, lambda done, words: progress(0.5 + 0.4 * done, words))
    strength = prediction_strength(values, ks[-1], seed, lambda d, words: progress(0.9 + 0.1 * d, words))
    inertias = np.array([each.inertia for each in sweep.clusterings])
    rows = {"all": len(values), "silhouette": estimates[0].rows, "gap": noise.rows}
    basis = {what: _basis(count, len(values)) for what, count in rows.items()}
    means = np.array([each.mean for each in estimates])
    errors = np.array([each.error for each in estimates])
    overlap = _numbers(each.davies_bouldin for each in qualities)
    ratio = _numbers(each.calinski_harabasz for each in qualities)
    gap, gap_error = _over(ks, noise.gap), _over(ks, noise.gap_error)
    stable, stable_error = _over(ks, strength[0]), _over(ks, strength[1])
    none = np.zeros(len(ks))
    halves = _basis(min(len(values), STRENGTH_ROWS), len(values))
    steady = [k for k, share, error in zip(ks, stable, stable_error, strict=True) if share + error >= STABLE]
    voters = (
        Criterion("Silhouette", means, errors, _best(ks, means), basis["silhouette"]),
        Criterion("Davies-Bouldin", overlap, none, _best(ks, -overlap), basis["all"]),
        Criterion("Calinski-Harabasz", ratio, none, _best(ks, ratio), basis["all"]),
        Criterion("Gap", gap, gap_error, _best(ks, gap), basis["gap"]),
        Criterion("Prediction strength", stable, stable_error, max(steady, default=None), halves),
    )
    inertia = Criterion("Inertia", inertias, none, knee(ks, inertias), basis["all"])
    return Criteria(ks, inertia, voters, noise, tuple(estimates), digest("criteria", sweep.digest))


def knee(ks: tuple[int, ...], inertias: Floats) -> int | None:
    """Return the k at which inertia lies deepest below the straight line from its first to its last value.

    None where that is no deeper than one step of k, both axes taken as 0 to 1: there is no knee then
    (Satopää et al. 2011, with a sensitivity of 1).
    """
    if len(ks) < 3 or np.ptp(inertias) == 0:
        return None
    along = (np.array(ks) - ks[0]) / (ks[-1] - ks[0])
    depth = 1 - along - (inertias - inertias.min()) / np.ptp(inertias)
    return ks[int(depth.argmax())] if depth.max() > 1 / (len(ks) - 1) else None


def prediction_strength(
    values: Floats, top: int, seed: int, progress: Progress = silent
) -> tuple[Floats, Floats]:
    """Return for k = 2 to `top` (30 at most) how well one half of the rows predicts the other's groups.

    The worst cluster's share of pairs that stay together when the other half's centres assign them, averaged
    over five splits of at most 2,000 rows, and its standard error (Tibshirani and Walther 2005).
    """
    random = np.random.default_rng(seed)
    rows = values[drawn_rows(values, STRENGTH_ROWS, random)]
    top = min(top, TOP, len(rows) // 4)
    found = np.full((SPLITS, max(0, top - 1)), np.nan)
    for split in range(SPLITS if top >= 2 else 0):
        progress(split / SPLITS, "Predicting halves")
        order = random.permutation(len(rows))
        halves = rows[order[::2]], rows[order[1::2]]
        if any((half == half[0]).all() for half in halves):
            continue
        trained, tested = (ladder(half, top, seed) for half in halves)
        for i, (train, test) in enumerate(zip(trained, tested, strict=False)):
            predicted = assign(halves[1], train.centres).labels
            found[split, i] = _worst_share(test.nearest.labels, predicted, i + 2)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # no split reached this k: nan is the answer
        return np.nanmean(found, axis=0), np.nanstd(found, axis=0) / np.sqrt(SPLITS)


def _worst_share(own: Labels, predicted: Labels, k: int) -> float:
    """Return the smallest share, over clusters, of their pairs that are predicted to be together."""
    table = contingency(own, predicted, k, k)
    sizes = table.sum(axis=1)
    together, pairs = (table * (table - 1)).sum(axis=1), sizes * (sizes - 1)
    return float(np.min(together[pairs > 0] / pairs[pairs > 0], initial=1.0))


def _best(ks: tuple[int, ...], values: Floats) -> int | None:
    """Return the k with the largest value, or None where no value is defined."""
    return ks[int(np.nanargmax(values))] if np.isfinite(values).any() else None


def _over(ks: tuple[int, ...], from_two: Floats) -> Floats:
    """Take the values for these ks out of values for k = 2, 3, ...; nan beyond their end."""
    return np.array([from_two[k - 2] if k - 2 < len(from_two) else np.nan for k in ks])


def _numbers(values: Iterable[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values])


def _basis(rows: int, n: int) -> str:
    return "all rows" if rows >= n else f"{rows:,} of {n:,} rows"
