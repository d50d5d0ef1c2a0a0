"""Which of several algorithms fits the rows best, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import number
from kmeans_core.evaluation import Suitability
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.clouds import fitted
from kmeans_core.groupings.comparing import Attempt, How
from kmeans_core.groupings.found import sampled
from kmeans_core.groupings.settings import Hdbscan, Mixture, Spectral

# All as chosen on the first half of the draws of benchmarks/shapes.py.
ROWS = 3_000  # on which clouds are compared
LONG = 0.25  # gain of shaped over round clouds, in BIC a row, beyond which groups are long, not bent
ROUND = -0.1  # the same, below which shapes are only followed by chance
CLEARER = 0.15  # by which DBCV must be higher to leave a mixture for HDBSCAN
APART = 0.2  # DBCV from which dense places lie apart at all
MOST_SCATTERED = 0.5  # share of rows in no cluster beyond which a grouping says too little


@dataclass(frozen=True)
class Recommended:
    """The algorithm to use, in a sentence, and what speaks for it."""

    title: str
    words: str
    because: str


def recommended(matrix: FeatureMatrix, attempts: Sequence[Attempt], fit: Suitability) -> Recommended | None:
    """Recommend one of what was tried; None where k-means or a mixture was not.

    `fit` says what speaks against k-means. Where nothing does, it stays.
    """
    kmeans, cloudy, dense, spectral = (
        _first(attempts, kind) for kind in (KMeansSettings, Mixture, Hdbscan, Spectral)
    )
    if kmeans is None or cloudy is None:
        return None
    if fit.fits:
        return Recommended(kmeans.title, "k-means fits these rows.", "Nothing speaks against it.")
    flags, k = {each.name for each in fit.findings}, len(kmeans.grouping.sizes)
    if dense is not None and "Outliers" in flags:
        return _fits(dense, "It leaves far rows out, which took a centre of k-means.")
    gain = stretched(matrix, k)
    if gain <= LONG and "Torn cluster" in flags and (dense or spectral):
        chain = _clearer(dense, spectral, k)
        return _fits(chain, "The groups are bent, and it follows any shape.")
    if dense is not None and _stands_out(dense, cloudy, k):
        return _fits(dense, f"Its clusters lie apart most clearly (DBCV {number(dense.validity, 2)}).")
    if gain < ROUND:
        because = "Its groups overlap, but no other shape fits better."
        return Recommended(kmeans.title, "k-means is no worse than the others here.", because)
    return _fits(cloudy, "The groups are of unlike shape or width, and it gives each its own.")


def stretched(matrix: FeatureMatrix, k: int) -> float:
    """Return how much better k clouds of any shape fit than round ones, in BIC a row."""
    values = matrix.values[sampled(len(matrix.values), ROWS)]
    how = Mixture(k=min(k, len(values)))
    shaped, round_ = (
        fitted(values, replace(how, covariance=kind)).bic(values) for kind in ("full", "spherical")
    )
    return float(round_ - shaped) / len(values)


def _first(attempts: Sequence[Attempt], kind: type[How]) -> Attempt | None:
    return next((each for each in attempts if isinstance(each.grouping.settings, kind)), None)


def _fits(best: Attempt, because: str) -> Recommended:
    return Recommended(best.title, f"{best.title} fits these rows best.", because)


def _clearer(dense: Attempt | None, spectral: Attempt | None, k: int) -> Attempt:
    """Return HDBSCAN where its clusters lie apart as clearly and are not far more than asked for."""
    if spectral is None or dense is None:
        return next(each for each in (dense, spectral) if each is not None)
    clear = _validity(dense) >= _validity(spectral) and len(dense.grouping.sizes) <= 2 * k
    return dense if clear else spectral


def _stands_out(dense: Attempt, cloudy: Attempt, k: int) -> bool:
    few = dense.scattered <= MOST_SCATTERED * len(dense.grouping.labels)
    clear = _validity(dense) > max(APART, _validity(cloudy) + CLEARER)
    return few and clear and k <= len(dense.grouping.sizes) <= 2 * k


def _validity(each: Attempt) -> float:
    return -1.0 if each.validity is None else each.validity
