"""The search behind `fit` and `predict`, for scikit-learn's pipelines, grids and clones."""

from __future__ import annotations

import warnings
from dataclasses import replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial.distance import cdist
from sklearn.base import BaseEstimator, ClassNamePrefixFeaturesOutMixin, ClusterMixin, TransformerMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import pairwise_distances_argmin
from sklearn.utils import check_random_state
from sklearn.utils.validation import _check_sample_weight, check_is_fitted, validate_data

from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings, check
from kmeans_core.clustering.solving import solve
from kmeans_core.common import Floats, Labels

_SORTED, _LOOKED_AT = 50_000, 2_000  # rows up to which equal ones are always searched once; else looked at


class SwapKMeans(ClassNamePrefixFeaturesOutMixin, TransformerMixin, ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """k-means by swap search, with scikit-learn's names for everything.

    `random_state` is a seed. Fitted: `cluster_centers_` (n_clusters, n_features), `labels_` (n_samples,),
    `inertia_`, `n_iter_`. Fewer different rows than clusters give a ConvergenceWarning and equal centres.

    >>> from kmeans_core import SwapKMeans
    >>> model = SwapKMeans(n_clusters=2, random_state=0).fit([[0, 0], [0, 2], [10, 0], [10, 2]])
    >>> model.inertia_, model.predict([[9, 1], [1, 1]]).tolist()
    (4.0, [1, 0])
    """

    def __init__(
        self,
        n_clusters: int = 8,
        *,
        n_init: int = 10,
        max_iter: int = 300,
        tol: float = 1e-4,
        random_state: int | np.random.RandomState | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.max_iter = max_iter
        self.tol = tol
        self.random_state = random_state

    def fit(
        self,
        X: ArrayLike,
        y: object = None,  # noqa: ARG002 scikit-learn hands it on
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the centres of rows X (n_samples, n_features), weighted where asked; `y` is ignored.

        Raises ValueError for numbers that are not finite, and for fewer rows than clusters.
        """
        values = validate_data(self, X, dtype=np.float64, order="C")
        mass = _check_sample_weight(sample_weight, values, dtype=np.float64, ensure_non_negative=True)
        if len(values) < self.n_clusters:
            raise ValueError(f"n_samples={len(values)} should be >= n_clusters={self.n_clusters}.")
        middle = np.average(values, axis=0, weights=mass if mass.any() else None)
        different, weights = _different(values - middle, mass)
        k = min(self.n_clusters, len(different))
        if k < self.n_clusters:
            told = f"{k} different rows cannot form {self.n_clusters} clusters; some centres are equal."
            warnings.warn(told, ConvergenceWarning, stacklevel=2)
        centres, self.n_iter_ = self._search(different, weights, k)
        order = np.lexsort(centres.T[::-1])
        self.cluster_centers_ = centres[order][np.arange(self.n_clusters) % k] + middle
        self.labels_ = self._nearest(values)
        self.inertia_ = self._inertia(values, self.labels_, mass)
        return self

    def _search(self, values: Floats, weights: Floats, k: int) -> tuple[Floats, int]:
        """Return the best centres that are found (k, d), and the steps of the last descent."""
        if k == len(values):
            return values, 1
        if k == 1:
            return np.average(values, axis=0, weights=weights)[None], 1
        seed = int(check_random_state(self.random_state).randint(2**31 - 1))
        settings = KMeansSettings(k, n_init=self.n_init, max_iter=self.max_iter, tol=self.tol, seed=seed)
        check(settings)
        points = Points(values, weights, self.max_iter)
        tolerance = self.tol * points.total / weights.sum() / values.shape[1]
        best = solve(replace(points, tolerance=tolerance), settings, None).best
        return best.centres, best.n_iter

    def predict(self, X: ArrayLike) -> Labels:
        """Return the nearest centre of each row (n_samples,)."""
        return self._nearest(self._checked(X))

    def transform(self, X: ArrayLike) -> Floats:
        """Return the distances of rows to all centres (n_samples, n_clusters)."""
        return np.asarray(cdist(self._checked(X), self.cluster_centers_))

    def score(
        self,
        X: ArrayLike,
        y: object = None,  # noqa: ARG002
        sample_weight: ArrayLike | None = None,
    ) -> float:
        """Return minus the inertia of rows around their nearest centres; `y` is ignored."""
        values = self._checked(X)
        mass = _check_sample_weight(sample_weight, values, dtype=np.float64)
        return -self._inertia(values, self._nearest(values), mass)

    def _checked(self, X: ArrayLike) -> Floats:
        check_is_fitted(self)
        return np.asarray(validate_data(self, X, dtype=np.float64, order="C", reset=False))

    def _nearest(self, values: Floats) -> Labels:
        return np.asarray(pairwise_distances_argmin(values, self.cluster_centers_), np.int32)

    def _inertia(self, values: Floats, labels: Labels, mass: Floats) -> float:
        offsets = values - self.cluster_centers_[labels]
        return float(np.einsum("nd,nd,n->", offsets, offsets, mass))

    @property
    def _n_features_out(self) -> int:
        return int(self.cluster_centers_.shape[0])


def _different(values: Floats, mass: Floats) -> tuple[Floats, Floats]:
    """Return different rows with the weight of each, in an order of their own; of many rows that differ, all.

    So a weight of two, and a row that is there twice, give the same centres.
    """
    values, mass = (values[mass > 0], mass[mass > 0]) if mass.any() else (values, mass + 1)
    some = values[:_LOOKED_AT]
    if len(values) > _SORTED and 2 * len(np.unique(some, axis=0)) > len(some):
        return values, mass
    rows, copies = np.unique(values, axis=0, return_inverse=True)
    return np.ascontiguousarray(rows), np.bincount(copies.ravel(), mass).astype(float)
