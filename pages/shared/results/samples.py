"""The samples at a glance: a few of their rows on two axes, with the groups that are there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kmeans_core import clustering, features, views
from kmeans_core.clustering import KMeansSettings
from kmeans_core.common import Floats, Ints, Progress, digest
from kmeans_core.features import Preparation
from kmeans_core.tables import SAMPLES, load_sample
from pages.shared.results.computing import computed

ROWS = 150  # points in a small picture
GOLDEN = 0.618  # spreads points on a line evenly over the height


@dataclass(frozen=True, eq=False)
class Glance:
    """Points from 0 to 1 in both directions and the cluster of each."""

    places: Floats  # (n, 2)
    labels: Ints  # (n,)


def glances() -> dict[str, Glance]:
    """Return a small picture of every sample, by name."""

    def work(progress: Progress) -> dict[str, Glance]:
        found = {}
        for i, name in enumerate(SAMPLES):
            progress(i / len(SAMPLES), name)
            found[name] = _glance(name)
        return found

    return computed(digest("glances"), "Drawing the samples", work)


def _glance(name: str) -> Glance:
    table = load_sample(name)
    matrix = features.prepare(table, Preparation())
    found = clustering.cluster(matrix, KMeansSettings(k=_classes(name), n_init=1))
    seen = views.project(matrix, found.centres, 2).places
    rows = np.linspace(0, len(seen) - 1, min(ROWS, len(seen))).astype(int)
    x, y = seen[rows, 0], np.arange(len(rows)) * GOLDEN % 1
    if seen.shape[1] > 1:
        y = seen[rows, 1]
    places = np.column_stack([x, y])
    low, high = places.min(axis=0), places.max(axis=0)
    return Glance((places - low) / (high - low), found.labels[rows].astype(np.int64))


def _classes(name: str) -> int:
    """Return how many classes the sample is known to have."""
    table = load_sample(name)
    if table.truth is None:
        return 2
    place = [column.label for column in table.columns].index(table.truth)
    return len(set(table.text.column(place).to_pylist()))
