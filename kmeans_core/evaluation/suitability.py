"""Is k-means the right tool for these data? Findings that name a cluster or a pair, with what to do."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from sklearn.exceptions import ConvergenceWarning
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors
from threadpoolctl import threadpool_limits

from kmeans_core.clustering import Clustering
from kmeans_core.common import Floats, Labels, Progress, silent
from kmeans_core.evaluation.noise_comparison import STANDS_OUT, Structure
from kmeans_core.evaluation.quick_sweep import principal, standard_moment
from kmeans_core.features import FeatureMatrix

ROWS = 3_000  # at most so many rows are looked at
VALLEY = 0.75  # rows halfway between two centres over rows at the sparser one: no valley in between
TOUCHING = 0.4
TORN = 0.09  # share of rows that hang together with their cluster by no chain of mutual neighbours
NEIGHBOURS = 10
STRETCHED = 0.2  # gain of a full over a spherical Gaussian mixture, in BIC a row
AGREES = 0.7  # adjusted Rand index from which the mixture finds the same groups
TINY = 0.01  # share of the rows
PEAKED = 30.0  # kurtosis of a column with far outliers
UNEQUAL = 20  # times the smallest cluster
Kind = Literal["wrong tool", "note"]


@dataclass(frozen=True)
class Advice:
    """What to try; where it is a setting, the replacement that makes it so."""

    words: str
    setting: Literal["", "k", "log", "robust", "components"] = ""
    value: int | None = None  # the new k, or the number of principal components
    columns: tuple[str, ...] = ()  # original names, for a log


@dataclass(frozen=True)
class Finding:
    """One thing that speaks against k-means on these data, or is good to know."""

    name: str
    kind: Kind
    clusters: tuple[int, ...]  # from 0; empty where it is about the whole table
    score: float
    what: str  # with the clusters' numbers from 1
    meaning: str
    advice: tuple[Advice, ...]


@dataclass(frozen=True)
class Suitability:
    """The findings, the gravest first, and on how many rows they rest."""

    findings: tuple[Finding, ...]
    rows: int

    @property
    def fits(self) -> bool:
        """Whether nothing speaks against k-means."""
        return all(each.kind == "note" for each in self.findings)


def suitability(
    matrix: FeatureMatrix, clustering: Clustering, structure: Structure, progress: Progress = silent
) -> Suitability:
    """Look for clusters that run into each other, lie in pieces, are stretched, or hold outliers."""
    n = len(matrix.values)
    random = np.random.default_rng(clustering.settings.seed)
    rows = np.arange(n) if n <= ROWS else np.sort(random.choice(n, ROWS, replace=False))
    values, labels = matrix.values[rows], clustering.labels[rows]
    with threadpool_limits(1):
        found = [_no_structure(matrix, structure)]
        progress(0.1, "Looking between clusters")
        found += valleys(values, labels, clustering.centres)
        progress(0.3, "Looking for torn clusters")
        if values.shape[1] > 1:  # on a line, chains of neighbours break by chance
            found += torn(values, labels, len(clustering.sizes))
        progress(0.5, "Comparing round with stretched clusters")
        found.append(stretched(values, labels, clustering.settings.seed))
    found += [*outliers(matrix, clustering), _unequal(clustering), _many_columns(matrix)]
    grave = [each for each in found if each and each.kind == "wrong tool"]
    notes = [each for each in found if each and each.kind == "note"]
    return Suitability((*grave, *notes), len(rows))


def _no_structure(matrix: FeatureMatrix, structure: Structure) -> Finding | None:
    if structure.z >= STANDS_OUT:
        return None
    skewed = tuple(matrix.names[j] for j in structure.skewed if matrix.names[j] in matrix.original_names)
    advice = [Advice("Take the groups as a division of one cloud, not as kinds of rows.")]
    if skewed:
        advice.insert(0, Advice("Take the logarithm of the skewed columns.", "log", columns=skewed))
    return Finding(
        *("No structure", "wrong tool", (), structure.z),
        f"The data do not stand out from noise (z = {structure.z:.1f}; {STANDS_OUT:.0f} or more counts).",
        "k-means divides any cloud; here the groups are no tighter than those it cuts out of noise.",
        tuple(advice),
    )


def valleys(values: Floats, labels: Labels, centres: Floats) -> list[Finding]:
    """Find neighbouring clusters with no thinner place between them.

    Compares the rows in a slab halfway between two centres with those in slabs of the same width at the
    centres; pairs with a third centre nearer to the middle are no neighbours.
    """
    found = []
    for i, j in _neighbours(centres):
        axis = centres[j] - centres[i]
        both = values[(labels == i) | (labels == j)]
        along = (both - centres[i]) @ axis / (axis @ axis)
        at_ends = min(np.sum(np.abs(along) < 0.1), np.sum(np.abs(along - 1) < 0.1))
        depth = float(np.sum(np.abs(along - 0.5) < 0.1) / max(1, at_ends))
        if depth > TOUCHING:
            found.append(_valley(i, j, depth, len(centres)))
    return sorted(found, key=lambda each: -each.score)


def _neighbours(centres: Floats) -> list[tuple[int, int]]:
    """Return the pairs of centres to whose middle no third centre is nearer."""
    pairs = []
    for i in range(len(centres)):
        for j in range(i + 1, len(centres)):
            squared = np.sum((centres - (centres[i] + centres[j]) / 2) ** 2, axis=1)
            if squared.min() >= min(squared[i], squared[j]) * (1 - 1e-9) and (centres[i] != centres[j]).any():
                pairs.append((i, j))
    return pairs


def _valley(i: int, j: int, depth: float, k: int) -> Finding:
    runs_on = depth > VALLEY
    fewer = [Advice(f"Try k = {k - 1}, which may join them.", "k", k - 1)] if k > 2 else []
    other = Advice("Try HDBSCAN or a Gaussian mixture, which follow other shapes.")
    return Finding(
        *("Valley", "wrong tool" if runs_on else "note", (i, j), depth),
        f"Clusters {i + 1} and {j + 1} {'run into each other' if runs_on else 'touch'}: between them lie "
        f"{100 * depth:.0f} % as many rows as at the sparser centre.",
        "The border cuts through rows that belong together."
        if runs_on
        else "Rows near the border could be in either.",
        tuple([*fewer, other] if runs_on else fewer),
    )


def torn(values: Floats, labels: Labels, k: int) -> list[Finding]:
    """Find clusters in pieces: rows outside their cluster's largest mutual 10-nearest-neighbour part."""
    once = np.sort(np.unique(values, axis=0, return_index=True)[1])  # equal rows would only know each other
    values, labels, n, near = values[once], labels[once], len(once), NEIGHBOURS
    if n < 5 * near:
        return []
    found = NearestNeighbors(n_neighbors=near).fit(values).kneighbors(return_distance=False)
    link = coo_array(
        (np.ones(n * near), (np.repeat(np.arange(n), near), found.ravel())), shape=(n, n)
    ).tocsr()
    mutual = link.minimum(link.T).tocoo()
    same = labels[mutual.row] == labels[mutual.col]
    inside = coo_array((mutual.data[same], (mutual.row[same], mutual.col[same])), shape=(n, n))
    piece = connected_components(inside, directed=False)[1]
    largest = np.array([np.bincount(piece[labels == i], minlength=1).max() for i in range(k)])
    sizes = np.bincount(labels, minlength=k)
    total = 1 - largest.sum() / n
    if total <= TORN:
        return []
    loose = np.where(sizes > 0, 1 - largest / np.maximum(sizes, 1), 0)
    worst = np.argsort(-loose, kind="stable")[: int(np.sum(loose > TORN))][:3]
    return [_torn(int(i), float(loose[i]), k) for i in worst]


def _torn(i: int, share: float, k: int) -> Finding:
    return Finding(
        *("Torn cluster", "wrong tool", (i,), share),
        f"Cluster {i + 1} lies in pieces: {100 * share:.0f} % of its rows hang apart from the rest.",
        "One centre serves groups that are apart, or scattered rows.",
        (
            Advice(f"Try k = {k + 1}, which may part them.", "k", k + 1),
            Advice("Try HDBSCAN, which leaves scattered rows out."),
        ),
    )


def stretched(values: Floats, labels: Labels, seed: int) -> Finding | None:
    """Tell whether stretched Gaussians fit better than round ones, and find other groups."""
    k = int(labels.max()) + 1
    room = max(2, len(values) // (10 * k))
    places = principal(values, min(10, room))
    if k > 30 or len(places) < 10 * k or np.bincount(labels, minlength=k).min() == 0:
        return None
    means = np.array([places[labels == i].mean(axis=0) for i in range(k)])
    fits = []
    for kind in ("spherical", "full"):
        mixture = GaussianMixture(
            k,
            covariance_type=kind,
            means_init=means,
            weights_init=np.bincount(labels) / len(labels),
            reg_covar=1e-4 * float(places.var(axis=0).mean()),
            max_iter=50,
            random_state=seed,
        )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # a rough fit is enough to compare
            fits.append(mixture.fit(places))
    gain = float(fits[0].bic(places) - fits[1].bic(places)) / len(places)
    same = float(adjusted_rand_score(labels, fits[1].predict(places)))
    if gain <= STRETCHED or same >= AGREES:
        return None
    return Finding(
        *("Stretched clusters", "wrong tool", (), gain),
        f"Stretched groups fit better than round ones, and differ from these clusters (ARI {same:.2f}).",
        "k-means sees round groups of like width and cuts long ones.",
        (
            Advice("Try a Gaussian mixture with full covariances."),
            *([Advice("Keep ten principal components.", "components", 10)] if values.shape[1] > 10 else []),
        ),
    )


def outliers(matrix: FeatureMatrix, clustering: Clustering) -> list[Finding]:
    """Find clusters under 1 % of the rows in tables with far outliers: a few odd rows took a centre."""
    peaks = standard_moment(matrix.values, 4)
    if peaks.max() <= PEAKED:
        return []
    share = clustering.sizes / clustering.sizes.sum()
    return [
        Finding(
            *("Outliers", "wrong tool", (int(i),), float(share[i])),
            f"Cluster {i + 1} holds {clustering.sizes[i]:,} far outliers.",
            "A centre was spent on a few odd rows, so the other clusters are coarser.",
            (
                Advice("Use robust scaling.", "robust"),
                Advice(
                    "Take the logarithm of the columns with long tails.",
                    "log",
                    columns=_peaked(matrix, peaks),
                ),
            ),
        )
        for i in np.flatnonzero(share < TINY)
    ]


def _peaked(matrix: FeatureMatrix, peaks: Floats) -> tuple[str, ...]:
    named = [matrix.names[int(j)] for j in np.flatnonzero(peaks > PEAKED)]
    return tuple(name for name in named if name in matrix.original_names)


def _unequal(clustering: Clustering) -> Finding | None:
    large, small = int(clustering.sizes.max()), int(clustering.sizes.min())
    if large < UNEQUAL * small:
        return None
    return Finding(
        *(
            "Unequal sizes",
            "note",
            (int(clustering.sizes.argmax()), int(clustering.sizes.argmin())),
            large / small,
        ),
        f"Cluster {int(clustering.sizes.argmax()) + 1} has {large / small:.0f} times the rows of cluster "
        f"{int(clustering.sizes.argmin()) + 1}.",
        "k-means tends to split large groups before it parts small ones.",
        (Advice("Look at the small cluster's rows before naming it."),),
    )


def _many_columns(matrix: FeatureMatrix) -> Finding | None:
    n, d = matrix.values.shape
    if d <= max(10, n // 5):
        return None
    return Finding(
        *("Many columns", "note", (), d / n),
        f"{d:,} columns for {n:,} rows.",
        "In so many dimensions all rows are about equally far apart.",
        (Advice("Keep ten principal components.", "components", min(10, n - 1)),),
    )
