"""Clusters as parts of a graph of neighbours."""

from __future__ import annotations

import warnings

import numpy as np
from sklearn.cluster import SpectralClustering

from kmeans_core.common import Floats, Progress
from kmeans_core.groupings.found import Found
from kmeans_core.groupings.settings import Spectral


def spectral(values: Floats, _: Floats, how: Spectral, progress: Progress) -> Found:
    """Part the graph of mutual or one-sided neighbours of `values` (m, d) in k (von Luxburg 2007)."""
    model = SpectralClustering(
        how.k,
        affinity="nearest_neighbors",
        n_neighbors=min(how.neighbours, len(values)),
        assign_labels="cluster_qr",
        random_state=how.seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a graph in parts is what is looked for
        labels = model.fit(values).labels_.astype(np.int32)
    progress(1.0, how.title)
    return Found(labels)
