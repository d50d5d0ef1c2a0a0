"""Clusters as dense places: HDBSCAN, DBSCAN, and how far from its neighbours a row lies."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN
from sklearn.neighbors import NearestNeighbors

from kmeans_core.common import Floats, Progress, number
from kmeans_core.features import FeatureMatrix
from kmeans_core.groupings.found import Found, NoClusters, sampled
from kmeans_core.groupings.settings import Dbscan, Hdbscan

_ABOVE = 1.3  # times the bend, as measured on many shapes
SHARE, FEWEST = 30, 5  # the smallest cluster is a thirtieth of the rows, at least five of them
DENSE = 5  # neighbours that make a place dense
_PAIRS = 5e7  # neighbours within eps that a machine's memory holds with ease
_LOOKED_AT = 200  # rows by which they are counted


def hdbscan(values: Floats, every: Floats, how: Hdbscan, progress: Progress) -> Found:
    """Find clusters of different density (Campello, Moulavi and Sander 2013) in `values` (m, d)."""
    least = max(FEWEST, len(values) // SHARE)
    if how.smallest is not None:  # a sample has its share of each cluster
        least = max(2, round(how.smallest * len(values) / len(every)))
    least = min(least, len(values))
    near = min(how.neighbours or min(DENSE, least), len(values))
    model = HDBSCAN(min_cluster_size=max(2, least), min_samples=near, copy=True).fit(values)
    progress(1.0, "HDBSCAN")
    notes = () if how.smallest else (f"A cluster has at least {least:,} rows.",)
    return Found(model.labels_.astype(np.int32), certainty=model.probabilities_, notes=notes)


def dbscan(values: Floats, _: Floats, how: Dbscan, progress: Progress) -> Found:
    """Find places where rows lie within eps of each other (Ester et al. 1996) in `values` (m, d)."""
    near = dense(values, how.neighbours)
    reach = eps = how.eps
    if reach is None:
        reach = offered_eps(distances_to(values, near))
    if not reach > 0:
        raise NoClusters(
            "Most rows have as many equal rows as make a place dense, so eps would be 0.",
            "Choose an eps, or more neighbours.",
        )
    progress(0.4, "DBSCAN")
    if pairs_within(values, reach) > _PAIRS:
        raise NoClusters.only_one(f"DBSCAN with eps {number(reach)}", "Lower eps, or use another algorithm.")
    labels = DBSCAN(eps=reach, min_samples=near).fit(values).labels_.astype(np.int32)
    notes = () if eps else (f"eps is {number(reach)}, above the bend of the distances to neighbour {near}.",)
    return Found(labels, notes=notes)


def dense(values: Floats, neighbours: int | None) -> int:
    """Return how many rows within eps make a place dense: twice the columns, from 5 to 20, if not chosen."""
    return min(neighbours or int(np.clip(2 * values.shape[1], 5, 20)), len(values))


def pairs_within(values: Floats, eps: float) -> float:
    """Estimate how many pairs of rows lie within eps, from some rows against all."""
    some = values[:: max(1, len(values) // _LOOKED_AT)]
    near = NearestNeighbors(radius=eps).fit(values).radius_neighbors(some, return_distance=False)
    return float(np.mean([len(each) for each in near])) * len(values)


def distances_to(values: Floats, neighbours: int) -> Floats:
    """Return every row's distance to its nth nearest row, itself counted, in ascending order (n,)."""
    near = NearestNeighbors(n_neighbors=neighbours).fit(values)
    return np.sort(near.kneighbors(values)[0][:, -1])


def offered_eps(distances: Floats) -> float:
    """Return the eps that is used where none is chosen: a little above the bend."""
    return _ABOVE * bend(distances)


def bend(distances: Floats) -> float:
    """Return the distance where ascending ones turn up: farthest below the line from first to last.

    The farthest hundredth is left out, so that a few outliers do not draw the line (Satopää et al. 2011).
    """
    kept = distances[: max(2, len(distances) - len(distances) // 100)]
    width, height = len(kept) - 1, kept[-1] - kept[0]
    if not height > 0:
        return float(kept[-1])
    return float(kept[int(np.argmax(np.arange(len(kept)) / width - (kept - kept[0]) / height))])


@dataclass(frozen=True, eq=False)
class Bend:
    """Ascending distances to the nth neighbour, and the eps a little above their bend."""

    distances: Floats  # (m,)
    eps: float
    neighbours: int


def bend_of(matrix: FeatureMatrix, how: Dbscan) -> Bend:
    """Return what the picture for choosing eps shows, on the rows that DBSCAN runs on."""
    values = matrix.values[sampled(len(matrix.values), how.most_rows)]
    near = dense(values, how.neighbours)
    found = distances_to(values, near)
    return Bend(found, offered_eps(found), near)
