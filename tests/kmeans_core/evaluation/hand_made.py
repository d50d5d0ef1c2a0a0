"""Clusters that a test makes by hand, and what is found on them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core.clustering import Clustering, KMeansSettings, cluster
from kmeans_core.evaluation import Finding, Structure, suitability
from kmeans_core.features import FeatureMatrix
from tests.kmeans_core.matrices import matrix_of


def grouped(values: np.ndarray, labels: np.ndarray, centres: np.ndarray) -> tuple[FeatureMatrix, Clustering]:
    """Return rows with the clusters that a test gives them."""
    matrix = matrix_of(values)
    found = cluster(matrix, KMeansSettings(k=2, n_init=1))
    sizes = np.bincount(labels, minlength=len(centres))
    return matrix, replace(found, labels=labels.astype(np.int32), sizes=sizes, centres=centres)


def findings(
    matrix: FeatureMatrix, found: Clustering, z: float = 20, skewed: tuple[int, ...] = ()
) -> tuple[Finding, ...]:
    noise = Structure(z, (("box", z),), (2,), np.zeros(1), np.zeros(1), len(matrix.values), skewed)
    return suitability(matrix, found, noise).findings


def two_ends(between: int, third: bool = False) -> tuple[FeatureMatrix, Clustering]:
    """Return 20 rows at 0, 22 at 10, some halfway, and perhaps 30 more at 40."""
    along = np.repeat([0.0, 5, 10, 40], [20, between, 22, 30 if third else 0])
    centres = np.array([[0.0], [10], [40]][: 2 + third])
    return grouped(along[:, None], np.abs(along[:, None] - centres.T).argmin(axis=1), centres)
