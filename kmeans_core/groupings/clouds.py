"""Clusters with centres: Gaussian mixtures and bisecting k-means."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace

import numpy as np
from sklearn.cluster import BisectingKMeans, KMeans
from sklearn.decomposition import PCA
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from kmeans_core.common import DataProblem, Floats, Progress, TooFewRows, part, silent
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.found import Found, means_of
from kmeans_core.groupings.settings import Bisecting, Covariance, Mixture

STARTS = 6
_RIDGE = 1e-3  # of the mean variance, added to each: less lets a cloud shrink to a few rows of a small table
_STEP = 20_000


def fitted(values: Floats, how: Mixture, progress: Progress = silent) -> GaussianMixture:
    """Fit a mixture from several starts and return the likeliest.

    One start are k-means' clusters, one those of the whitened rows, which long parallel groups need, and the
    others rows drawn at random.
    """
    white = PCA(whiten=True, random_state=0).fit_transform(values)
    fits = []
    for start in range(STARTS):
        progress(start / STARTS, f"Start {start + 1} of {STARTS}")
        begin: dict[str, object] = {"init_params": "random_from_data"}
        if start < 2:
            labels = KMeans(how.k, random_state=how.seed).fit((values, white)[start]).labels_
            if len(np.unique(labels)) == how.k:
                begin = {"means_init": means_of(values, labels)}
        mixture = GaussianMixture(
            how.k,
            covariance_type=how.covariance,
            reg_covar=_RIDGE * float(values.var(axis=0).mean()),
            max_iter=200,
            random_state=(how.seed + start) % 2**32,
            **begin,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # of several starts, a slow one may lose
            fits.append(mixture.fit(values))
    return max(fits, key=lambda each: float(each.lower_bound_))


def mixture(values: Floats, every: Floats, how: Mixture, progress: Progress) -> Found:
    """Fit on `values` (m, d); return the likeliest cluster of `every` row (n, d), and how sure that is."""
    if len(values) < how.k:
        raise TooFewRows.for_clusters(len(values), how.k)
    model = fitted(values, how, part(progress, 0, 0.7))
    n = len(every)
    labels, second = np.empty(n, np.int32), np.empty(n, np.int32)
    certainty = np.empty(n)
    for at in range(0, n, _STEP):
        some = slice(at, at + _STEP)
        chances = model.predict_proba(every[some])
        order = np.argsort(-chances, axis=1, kind="stable")
        labels[some], second[some] = order[:, 0], order[:, 1]
        certainty[some] = np.take_along_axis(chances, order[:, :1], axis=1)[:, 0]
        progress(0.7 + 0.3 * at / n, "How sure each row is")
    held = len(np.unique(labels))
    notes = (f"Only {held} of the {how.k} clouds hold rows.",) if held < how.k else ()
    return Found(labels, model.means_, certainty, second, notes)


def bisecting(values: Floats, every: Floats, how: Bisecting, progress: Progress) -> Found:
    """Cut clusters of `values` (m, d) in two until there are k; place `every` row (n, d)."""
    model = BisectingKMeans(how.k, n_init=3, random_state=how.seed, bisecting_strategy="largest_cluster")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # a cluster of equal rows cannot be cut
        model.fit(values)
    progress(0.8, "Placing the rows")
    labels = model.labels_ if len(values) == len(every) else model.predict(every)
    return Found(labels.astype(np.int32), model.cluster_centers_)


@dataclass(frozen=True)
class Informed:
    """The Bayesian information criterion of mixtures with several k: the lowest fits best for its size."""

    ks: tuple[int, ...]
    bics: tuple[float, ...]  # over the number of rows
    rows: int

    @property
    def best(self) -> int:
        """Return the k of the lowest."""
        return self.ks[int(np.argmin(self.bics))]


class TooManyClouds(DataProblem):
    """There are too few rows for any number of clouds."""


def bic_over_k(
    matrix: FeatureMatrix,
    covariance: Covariance = "full",
    most: int = 10,
    seed: int = 0,
    progress: Progress = silent,
) -> Informed:
    """Fit mixtures with k from 1 to `most` on a sample and compare them by BIC (Schwarz 1978).

    k ends where a cloud would have fewer than ten rows. Raises `TooManyClouds` for fewer than twenty rows.
    """
    values = matrix.values[:: max(1, len(matrix.values) // 4_000)]
    ks = tuple(range(1, min(most, matrix.n_distinct, len(values) // 10) + 1))
    if len(ks) < 2:
        raise TooManyClouds(f"{len(values)} rows are too few to compare mixtures.", "Load at least 20 rows.")
    found = []
    for k in ks:
        progress((k - 1) / len(ks), f"k = {k}")
        how = replace(Mixture(), k=k, covariance=covariance, seed=seed)
        found.append(float(fitted(values, how).bic(values)) / len(values))
    return Informed(ks, tuple(found), len(values))
