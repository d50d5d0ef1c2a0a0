"""What six criteria say about every k of a sweep, and which k each of them would pick."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kmeans_core.choosing_k.sweep import Sweep
from kmeans_core.common import Floats, Progress, digest, part, silent
from kmeans_core.evaluation import (
    STRENGTH_ROWS,
    Structure,
    mean_silhouettes,
    prediction_strength,
    quality_of,
    shallowest,
    structure,
)
from kmeans_core.features import FeatureMatrix

NEAR = 0.005  # of the best value: of ks that are so near to each other the largest is meant
ENOUGH = 0.95  # of the largest gap: what more clusters add comes from cutting wide groups
STABLE = 0.8  # a prediction strength from which a k counts as stable (Tibshirani and Walther 2005)
EXACT_ROWS = 2_000  # up to which every pair of rows is compared for every k


@dataclass(frozen=True, eq=False)
class Criterion:
    """One measure of every k and the k it picks; `nan` where it is not defined."""

    name: str
    values: Floats  # (ks,)
    errors: Floats  # (ks,) standard errors, 0 where there are none
    pick: int | None
    basis: str  # the rows it was computed on: "all rows", "1,000 of 20,000 rows"


@dataclass(frozen=True, eq=False)
class Criteria:
    """Every criterion over the same ks, and how far the data stand out from noise."""

    ks: tuple[int, ...]
    inertia: Criterion  # has no vote: its knee finds the right k least often
    voters: tuple[Criterion, ...]
    structure: Structure
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
    labels = [each.labels for each in found]
    seed, n, none = found[0].settings.seed, len(values), np.zeros(len(ks))
    progress(0, "Comparing rows with each other")
    estimates = mean_silhouettes(values, labels, seed, EXACT_ROWS)
    qualities = [quality_of(values, each) for each in labels]
    noise = structure(values, ks[-1], seed, part(progress, 0.2, 0.8))
    strength = prediction_strength(values, ks[-1], seed, part(progress, 0.8, 1))
    gap, gap_errors, stable, stable_errors = (
        _over(ks, each) for each in (noise.gap, noise.gap_error, *strength)
    )
    inertias = np.array([each.inertia for each in found])
    means, errors = np.array([(each.mean, each.error) for each in estimates]).T
    overlap = np.array([each.davies_bouldin for each in qualities], float)
    ratio = np.array([each.calinski_harabasz for each in qualities], float)
    measured = (
        ("Inertia", inertias, none, knee(ks, inertias), n),
        ("Silhouette", means, errors, _best(ks, means), estimates[0].rows),
        ("Davies-Bouldin", overlap, none, _best(ks, -overlap), n),
        ("Calinski-Harabasz", ratio, none, _best(ks, ratio), n),
        ("Gap", gap, gap_errors, _first_near_the_top(ks, gap), noise.rows),
        ("Prediction strength", stable, stable_errors, _stable(ks, stable + stable_errors), STRENGTH_ROWS),
    )
    inertia, *voters = (
        Criterion(name, of_ks, error, pick, _basis(rows, n)) for name, of_ks, error, pick, rows in measured
    )
    depths = {each.pick: shallowest(matrix, sweep.at(each.pick)) for each in voters if each.pick is not None}
    return Criteria(ks, inertia, tuple(voters), noise, depths, digest("criteria", sweep.digest))


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
    """Return the largest k whose value is the largest but for half a per cent; None where none is defined."""
    most = np.nanmax(values, initial=-np.inf)
    near = np.flatnonzero(values >= most - NEAR * abs(most))
    return ks[near[-1]] if np.isfinite(most) else None


def _first_near_the_top(ks: tuple[int, ...], gap: Floats) -> int | None:
    """Return the smallest k with nearly the largest gap; None where the gaps end at it before the ks do."""
    known = gap[np.isfinite(gap)]
    if not len(known) or known.argmax() == len(known) - 1 < len(ks) - 1:
        return None
    return ks[int(np.argmax(known >= min(known.max(), ENOUGH * known.max())))]


def _stable(ks: tuple[int, ...], strength: Floats) -> int | None:
    """Return the largest k with stable groups; None where the strengths end at it before the ks do."""
    known = strength[np.isfinite(strength)]
    last = max(np.flatnonzero(known >= STABLE), default=None)
    return None if last is None or last == len(known) - 1 < len(ks) - 1 else ks[last]


def _over(ks: tuple[int, ...], from_two: Floats) -> Floats:
    """Take the values for these ks out of values for k = 2, 3, ...; nan beyond their end."""
    return np.array([from_two[k - 2] if k - 2 < len(from_two) else np.nan for k in ks])


def _basis(rows: int, n: int) -> str:
    return "all rows" if rows >= n else f"{rows:,} of {n:,} rows"
