"""Where k-means fails: each kind of data with the reason why, and beside it a method that does better."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from sklearn.cluster import DBSCAN, HDBSCAN, AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from kmeans_core.clustering import Clustering, KMeansSettings, fit
from kmeans_core.common import BadSettings, Floats, Ints
from kmeans_core.teaching.shapes import Shape, shape

Rival = Callable[[Floats, int], Ints]


@dataclass(frozen=True)
class Case:
    """A kind of data that k-means cannot see: why, what the trouble is, and what does better."""

    name: str
    shape: str
    why: str
    trouble: str
    rival: str
    cure: str
    other: Rival


@dataclass(frozen=True, eq=False)
class Failure:
    """Data of a case in the true groups, in those of k-means and in those of what does better."""

    case: Case
    data: Shape
    found: Clustering
    other: Ints  # (n,) groups of the rival, -1 for rows in none
    agrees: float  # adjusted Rand index of k-means with the truth
    other_agrees: float


def _mixture(values: Floats, k: int) -> Ints:
    labels: Ints = GaussianMixture(k, n_init=20, init_params="k-means++", random_state=0).fit_predict(values)
    return labels


def _chains(values: Floats, k: int) -> Ints:
    labels: Ints = AgglomerativeClustering(k, linkage="single").fit_predict(values)
    return labels


def _dense(values: Floats, _: int) -> Ints:
    labels: Ints = DBSCAN(eps=0.25, min_samples=4).fit_predict(values)
    return labels


def _dense_of_any_size(values: Floats, _: int) -> Ints:
    labels: Ints = HDBSCAN(min_cluster_size=60, min_samples=30, copy=True).fit_predict(values)
    return labels


def _scaled(values: Floats, k: int) -> Ints:
    return fit(values / values.std(axis=0), KMeansSettings(k)).labels.astype(np.int64)


def _without_noise(values: Floats, k: int) -> Ints:
    return fit(values[:, :2], KMeansSettings(k)).labels.astype(np.int64)


CASES = (
    Case(
        "Crescents",
        "Moons",
        "A centre sees how near a row is, not which chain of rows it belongs to.",
        "how far the crescents reach into each other",
        "DBSCAN",
        "DBSCAN follows dense rows from neighbour to neighbour.",
        _dense,
    ),
    Case(
        "Rings",
        "Rings",
        "Both rings have the same middle, and no straight border parts them.",
        "how far one ring lies inside the other",
        "single linkage",
        "Agglomerative clustering with single linkage joins neighbours, however far the chain goes.",
        _chains,
    ),
    Case(
        "Stretched groups",
        "Stretched",
        "k-means measures distance alike in all directions: it cuts long groups across.",
        "how long the groups are",
        "Gaussian mixture",
        "A Gaussian mixture learns each group's length, width and direction.",
        _mixture,
    ),
    Case(
        "Unequal spreads",
        "Unequal spreads",
        "The border lies halfway between two centres, though one group reaches much farther.",
        "how much wider one group is",
        "Gaussian mixture",
        "A Gaussian mixture learns how wide each group is.",
        _mixture,
    ),
    Case(
        "Unequal sizes",
        "Unequal sizes",
        "Splitting a large group can save more inertia than keeping two small ones apart.",
        "how many more rows one group has",
        "Gaussian mixture",
        "A Gaussian mixture learns how many rows each group holds.",
        _mixture,
    ),
    Case(
        "Outliers",
        "Outliers",
        "Squared distances make a few far rows so costly that they get a centre of their own.",
        "how many far rows there are",
        "HDBSCAN",
        "HDBSCAN leaves rows that lie alone in no group.",
        _dense_of_any_size,
    ),
    Case(
        "Different scales",
        "Different scales",
        "The column with the largest numbers decides the distance alone.",
        "how much larger the numbers of the other column are",
        "k-means after scaling",
        "Standard scaling gives every column the same say.",
        _scaled,
    ),
    Case(
        "Many columns",
        "Many columns",
        "Every column of noise adds to all distances, until all rows seem equally far apart.",
        "how many columns of noise there are",
        "k-means on the two columns that matter",
        "Leave columns of noise out. Principal components hardly help: so much noise has directions, too.",
        _without_noise,
    ),
    Case(
        "No structure",
        "Uniform",
        "k-means divides whatever it is given; it never says that there are no groups.",
        "how evenly the rows are spread",
        "HDBSCAN",
        "HDBSCAN may answer that no group is dense enough: rows without a group are grey.",
        _dense_of_any_size,
    ),
)


def failure(name: str, trouble: float = 1.0, seed: int = 0) -> Failure:
    """Make data of a case, and group them by k-means and by what does better; raises `BadSettings`."""
    case = next((case for case in CASES if case.name == name), None)
    if case is None:
        raise BadSettings.for_choice("case", name, tuple(case.name for case in CASES))
    data = shape(case.shape, trouble, seed)
    k = max(3 if case.shape == "Uniform" else 2, len(set(data.truth.tolist()) - {-1}))
    found, other = fit(data.values, KMeansSettings(k, seed=seed)), case.other(data.values, k)
    judged = data.truth >= 0
    ari = [float(adjusted_rand_score(data.truth[judged], labels[judged])) for labels in (found.labels, other)]
    return Failure(case, data, found, other, *ari)
