"""Other ways to choose k that people use, to be measured beside the verdict."""

from __future__ import annotations

from collections import Counter

import numpy as np
from sklearn.cluster import KMeans
from sklearn.metrics import calinski_harabasz_score

from benchmarks.calibration_data import Floats
from kmeans_core.choosing_k.criteria import Criteria

MOST = 25  # clusters that the dashboard's way tries


def picks(values: Floats, criteria: Criteria) -> dict[str, int | None]:
    """Return the k that each way names for rows (n, d); indices over the ks that the verdict looked at."""
    best = {each.name: each.values * (-1 if each.name == "Davies-Bouldin" else 1) for each in criteria.voters}
    tops = [
        criteria.ks[int(np.nanargmax(best[name]))]
        for name in ("Silhouette", "Davies-Bouldin", "Calinski-Harabasz", "Gap")
    ]
    named = [each for each in (*tops, criteria.inertia.pick, criteria.voters[-1].pick) if each is not None]
    return {
        "0-1 scaling, first top of Calinski-Harabasz": first_top(values),
        "the elbow's knee": criteria.inertia.pick,
        "the largest silhouette": tops[0],
        "a majority of six indices": Counter(named).most_common(1)[0][0],
    }


def first_top(values: Floats) -> int:
    """Choose k as Tableau's manual says: scaled to 0-1, starts split at a mean, the first top of the index.

    Begins with one cluster; the widest one is split at the mean of its widest column until the index
    (Calinski and Harabasz 1974) falls, at 25 clusters at most.
    """
    reach = np.ptp(values, axis=0)
    scaled = (values - values.min(axis=0)) / np.where(reach > 0, reach, 1)
    labels, best = np.zeros(len(scaled), int), -np.inf
    for k in range(2, min(MOST, len(np.unique(scaled, axis=0)) - 1) + 1):
        labels = KMeans(k, init=_split(scaled, labels), n_init=1).fit_predict(scaled)
        index = calinski_harabasz_score(scaled, labels)
        if index < best:
            return k - 1
        best = index
    return k


def _split(scaled: Floats, labels: np.ndarray) -> Floats:
    """Return the means after the cluster and column with the largest sum of squares is split at its mean."""
    parts = [scaled[labels == i] for i in range(labels.max() + 1)]
    squares = np.array([len(part) * part.var(axis=0) for part in parts])
    i, j = np.unravel_index(squares.argmax(), squares.shape)
    upper = parts[i][:, j] > parts[i][:, j].mean()
    parts[i : i + 1] = [parts[i][~upper], parts[i][upper]]
    return np.array([part.mean(axis=0) for part in parts])
