"""A matrix in, its principal components out: rows and centres as a screen can show them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.decomposition import PCA

from kmeans_core.common import Floats
from kmeans_core.features import FeatureMatrix


@dataclass(frozen=True, eq=False)
class Projection:
    """Rows and centres along the directions of largest variance."""

    places: Floats  # (n, axes)
    centres: Floats | None  # (k, axes)
    names: tuple[str, ...]  # one per axis, with what it is made of: "PC 1 (73 %): income + age"


def project(matrix: FeatureMatrix, centres: Floats | None, dims: int = 2) -> Projection:
    """Project rows and any centres (k, d) on the first `dims` principal components, or as many as there are.

    scikit-learn makes the largest loading of each axis positive, so that the picture never flips.

    >>> from kmeans_core import cluster, load_sample, prepare, project
    >>> matrix = prepare(load_sample("Iris"))
    >>> project(matrix, cluster(matrix).centres).names[0]
    'PC 1 (73 %): petal length cm + petal width cm + sepal length cm'
    """
    model = PCA(min(dims, *matrix.values.shape), random_state=0).fit(matrix.values)
    names = [
        f"PC {i} ({part * 100:.0f} %): {_made_of(loadings, matrix.names)}"
        for i, (part, loadings) in enumerate(
            zip(model.explained_variance_ratio_, model.components_, strict=True), 1
        )
    ]
    placed = None if centres is None else model.transform(centres)
    return Projection(model.transform(matrix.values), placed, tuple(names))


def _made_of(loadings: Floats, names: tuple[str, ...]) -> str:
    """Name up to three columns with at least half of the largest loading, with their signs."""
    order = np.argsort(-np.abs(loadings), kind="stable")[:3]
    strong = [i for i in order if abs(loadings[i]) >= abs(loadings[order[0]]) / 2]
    words = "".join(f" {'+' if loadings[i] > 0 else '−'} {names[i]}" for i in strong)
    return words.removeprefix(" + ")
