"""What six criteria say about every k of a sweep, and which k each of them would pick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kmeans_core.choosing_k.sweep import Sweep
from kmeans_core.common import Floats, Progress, digest, part, silent
from kmeans_core.evaluation import (
    SilhouetteEstimate,
    Structure,
    prediction_strength,
    quality_of,
    shallowest,
    silhouette,
    structure,
)
from kmeans_core.features import FeatureMatrix

STABLE = 0.8  # a prediction strength from which a k counts as stable (Tibshirani and Walther 2005)
EXACT_ROWS = 2_000  # up to which every pair of rows is compared for every k
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
    depths: Mapping[int, float]  # of the shallowest valley between clusters, at each k that a voter picks
    digest: str


def judge(matrix: FeatureMatrix, sweep: Sweep, progress: Progress = silent) -> Criteria:
    """Compute inertia, silhouette, Davies-Bouldin, Calinski-Harabasz, gap and prediction strength.

    >>> from kmeans_core import judge, load_sample, prepare, sweep
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> [(each.name, each.pick) for each in judge(matrix, sweep(matrix, high=6)).voters][:2]
    [('Silhouette', 3), ('Davies-Bouldin', 3)]
    """
    values, ks, found = matrix.values, sweep.ks, sweep.clusterings
    estimates, qualities = [], []
    for i, each in enumerate(found):
        progress(0.5 * i / len(ks), f"Silhouettes of k = {ks[i]}")
        estimates.append(silhouette(matrix, each, EXACT_ROWS))
        qualities.append(quality_of(values, each.labels))
    noise = structure(values, ks[-1], found[0].settings.seed, part(progress, 0.5, 0.9))
    strength = prediction_strength(values, ks[-1], found[0].settings.seed, part(progress, 0.9, 1))
    none, overall = np.zeros(len(ks)), _basis(len(values), len(values))
    inertias = np.array([each.inertia for each in found])
    means = np.array([each.mean for each in estimates])
    errors = np.array([each.error for each in estimates])
    overlap = np.array([each.davies_bouldin for each in qualities], float)
    ratio = np.array([each.calinski_harabasz for each in qualities], float)
    gap, gap_error, stable, stable_error = (
        _over(ks, each) for each in (noise.gap, noise.gap_error, *strength)
    )
    steady = [k for k, share in zip(ks, stable + stable_error, strict=True) if share >= STABLE]
    voters = (
        Criterion("Silhouette", means, errors, _best(ks, means), _basis(estimates[0].rows, len(values))),
        Criterion("Davies-Bouldin", overlap, none, _best(ks, -overlap), overall),
        Criterion("Calinski-Harabasz", ratio, none, _best(ks, ratio), overall),
        Criterion("Gap", gap, gap_error, _best(ks, gap), _basis(noise.rows, len(values))),
        Criterion(
            "Prediction strength", stable, stable_error, max(steady, default=None), _basis(2_000, len(values))
        ),
    )
    inertia = Criterion("Inertia", inertias, none, knee(ks, inertias), overall)
    depths = {each.pick: shallowest(matrix, sweep.at(each.pick)) for each in voters if each.pick is not None}
    return Criteria(ks, inertia, voters, noise, tuple(estimates), depths, digest("criteria", sweep.digest))


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


def _best(ks: tuple[int, ...], values: Floats) -> int | None:
    """Return the k with the largest value, or None where no value is defined."""
    return ks[int(np.nanargmax(values))] if np.isfinite(values).any() else None


def _over(ks: tuple[int, ...], from_two: Floats) -> Floats:
    """Take the values for these ks out of values for k = 2, 3, ...; nan beyond their end."""
    return np.array([from_two[k - 2] if k - 2 < len(from_two) else np.nan for k in ks])


def _basis(rows: int, n: int) -> str:
    return "all rows" if rows >= n else f"{rows:,} of {n:,} rows"
