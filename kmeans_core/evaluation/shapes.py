"""What the shapes of clusters tell: valleys between them, pieces they fall into, how stretched they are."""

from __future__ import annotations

import warnings
from itertools import combinations

import numpy as np
from scipy.sparse.csgraph import connected_components
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import kneighbors_graph

from kmeans_core.clustering import Clustering
from kmeans_core.common import Floats, Labels
from kmeans_core.evaluation.quick_sweep import drawn_rows, principal
from kmeans_core.features import FeatureMatrix

NEIGHBOURS = 10
PIECE = 5  # rows that make a piece: fewer are scattered
ROWS = 3_000  # at most so many rows are looked at
RUNS_ON = 0.75  # rows halfway between two centres over rows at the sparser one: no valley in between
TOUCHING = 0.4
SLAB = 0.1  # half its width, in distances between the two centres
MOST_CLUSTERS = 30  # that mixtures are fitted to


def shallowest(matrix: FeatureMatrix, clustering: Clustering) -> float:
    """Return the depth of the shallowest valley between neighbouring clusters, on at most 3,000 rows.

    0 where no row lies halfway between two centres, 1 where as many do as at the sparser one of them.
    """
    found = valleys(*looked_at(matrix, clustering), clustering.centres)
    return found[0][2] if found else 0.0


def looked_at(matrix: FeatureMatrix, clustering: Clustering) -> tuple[Floats, Labels]:
    """Return at most 3,000 rows (m, d) and their clusters (m,), rare rows among them."""
    random = np.random.default_rng(clustering.settings.seed)
    rows = drawn_rows(matrix.values, ROWS, random, len(clustering.sizes))
    return matrix.values[rows], clustering.labels[rows]


def valleys(values: Floats, labels: Labels, centres: Floats) -> list[tuple[int, int, float]]:
    """Return each pair of neighbouring clusters with its depth, the shallowest valley first.

    The depth is the number of rows in a slab halfway between two centres, over those in an equal slab at the
    centre where they are fewer. Where a third centre is nearer to the middle, two are no neighbours.
    """
    found = []
    for i, j in combinations(range(len(centres)), 2):
        squared = np.sum((centres - (centres[i] + centres[j]) / 2) ** 2, axis=1)
        axis = centres[j] - centres[i]
        if squared.min() < squared[i] * (1 - 1e-9) or not axis.any():
            continue
        both = values[(labels == i) | (labels == j)]
        along = (both - centres[i]) @ axis / (axis @ axis)
        at_first, between, at_second = (int(np.sum(np.abs(along - at) < SLAB)) for at in (0, 0.5, 1))
        found.append((i, j, between / max(1, min(at_first, at_second))))
    return sorted(found, key=lambda pair: -pair[2])


def pieces(values: Floats, labels: Labels, k: int) -> tuple[float, Floats]:
    """Return the share of rows in other pieces than the largest one: of all rows, and of each cluster (k,).

    A piece are at least five rows of a cluster that hang together by chains of mutual 10-nearest neighbours.
    """
    once = np.sort(np.unique(values, axis=0, return_index=True)[1])  # equal rows would only know each other
    labels, n = labels[once], len(once)
    if n < 5 * NEIGHBOURS or values.shape[1] < 2:  # on a line, chains of neighbours break by chance
        return 0.0, np.zeros(k)
    near = kneighbors_graph(values[once], NEIGHBOURS)
    mutual = near.minimum(near.T).tocoo()
    mutual.data *= labels[mutual.row] == labels[mutual.col]
    mutual.eliminate_zeros()
    piece = connected_components(mutual, directed=False)[1]
    parts = [np.bincount(piece[labels == i], minlength=1) for i in range(k)]
    apart = np.array([each[each >= PIECE].sum() - each[each >= PIECE].max(initial=0) for each in parts])
    return apart.sum() / n, apart / np.maximum(np.bincount(labels, minlength=k), 1)


def stretch(values: Floats, labels: Labels, seed: int) -> tuple[float, float]:
    """Return what stretched Gaussians gain over round ones in BIC a row, and their ARI with the labels.

    No gain and full agreement where there are too few rows, or too many clusters, to tell.
    """
    sizes = np.bincount(labels)
    k = len(sizes)
    places = principal(values, min(10, max(2, len(values) // (10 * k))))
    if k > MOST_CLUSTERS or len(places) < 10 * k or not sizes.all():
        return 0.0, 1.0
    means = np.array([places[labels == i].mean(axis=0) for i in range(k)])
    begin = {"means_init": means, "weights_init": sizes / len(labels), "random_state": seed}
    fits = []
    for kind in ("spherical", "full"):
        ridge = 1e-4 * float(places.var(axis=0).mean())
        mixture = GaussianMixture(k, covariance_type=kind, reg_covar=ridge, max_iter=50, **begin)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a rough fit is enough to compare
            fits.append(mixture.fit(places))
    gain = (fits[0].bic(places) - fits[1].bic(places)) / len(places)
    return float(gain), float(adjusted_rand_score(labels, fits[1].predict(places)))
