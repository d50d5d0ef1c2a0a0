"""Several algorithms on the same rows: how well each does, how long it takes, how much they agree."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import Clustering, KMeansSettings, cluster
from kmeans_core.common import Floats, Progress, part, silent
from kmeans_core.evaluation import silhouette
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.grouping import Grouping, group
from kmeans_core.groupings.settings import Other
from kmeans_core.groupings.validity import density_validity

How = KMeansSettings | Other


@dataclass(frozen=True, eq=False)
class Attempt:
    """One algorithm on the rows, and how well it did."""

    grouping: Clustering | Grouping
    seconds: float
    silhouette: float  # of the rows that are in a cluster
    validity: float | None  # DBCV
    scattered: int  # rows in no cluster

    @property
    def title(self) -> str:
        """Return the algorithm's name."""
        return title_of(self.grouping.settings)


def title_of(how: How) -> str:
    """Return an algorithm's name, with what tells it apart from itself with other settings."""
    if isinstance(how, KMeansSettings):
        return "k-means"
    kind = getattr(how, "linkage", getattr(how, "covariance", ""))
    return f"{how.title} ({kind})" if kind else how.title


def attempt(matrix: FeatureMatrix, how: How, progress: Progress = silent) -> Attempt:
    """Group the rows, measure the time, and judge what came out. Raises as `cluster` and `group` do.

    >>> from kmeans_core import Hdbscan, attempt, load_sample, prepare
    >>> tried = attempt(prepare(load_sample("Two moons")), Hdbscan())
    >>> tried.title, len(tried.grouping.sizes), tried.scattered
    ('HDBSCAN', 2, 0)
    """
    began = time.monotonic()
    run = part(progress, 0, 0.8)
    found = cluster(matrix, how, run) if isinstance(how, KMeansSettings) else group(matrix, how, run)
    seconds = time.monotonic() - began
    progress(0.8, "Judging the clusters")
    return Attempt(
        found,
        seconds,
        silhouette(matrix, found).mean,
        density_validity(matrix.values, found.labels),
        int((found.labels < 0).sum()),
    )


def agreement(attempts: Sequence[Attempt]) -> Floats:
    """Return the adjusted Rand index of each two (m, m); rows in no cluster count as a group of their own."""
    labels = [each.grouping.labels for each in attempts]
    return np.array([[float(adjusted_rand_score(a, b)) for b in labels] for a in labels])
