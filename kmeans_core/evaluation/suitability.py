"""Is k-means the right tool for these data? Findings that name a cluster or a pair, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from kmeans_core.clustering import Clustering
from kmeans_core.common import Floats, Ints, Labels, Progress, part, silent
from kmeans_core.evaluation.noise_comparison import STANDS_OUT, Structure
from kmeans_core.evaluation.noise_comparison import structure as against_noise
from kmeans_core.evaluation.quick_sweep import standard_moment
from kmeans_core.evaluation.shapes import RUNS_ON, TOUCHING, looked_at, pieces, stretch, valleys
from kmeans_core.features import FeatureMatrix

USUAL_TOP = 10  # the largest k of a sweep, where none was made
TORN = 0.05  # share of rows in other pieces than their cluster's largest
NAMED = 3  # torn clusters at most
STRETCHED = 0.2  # gain of a full over a spherical Gaussian mixture, in BIC a row
AGREES = 0.7  # adjusted Rand index from which the mixture finds the same groups
TINY = 0.01  # share of the rows
PEAKED = 30.0  # kurtosis of a column with far outliers
UNEQUAL = 20  # times the smallest cluster
MANY_COLUMNS = 10


@dataclass(frozen=True)
class Advice:
    """What to try; where it is a setting, the replacement that makes it so."""

    words: str
    setting: Literal["", "k", "log", "robust", "components", "HDBSCAN", "mixture"] = ""
    value: int | None = None  # the new k, or the number of principal components
    columns: tuple[str, ...] = ()  # original names, for a log


@dataclass(frozen=True)
class Finding:
    """One thing that speaks against k-means on these data, or is good to know."""

    name: str
    what: str  # with the clusters' numbers from 1
    meaning: str
    advice: tuple[Advice, ...]
    kind: Literal["wrong tool", "note"] = "wrong tool"
    clusters: tuple[int, ...] = ()  # from 0; empty where it is about the whole table


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
    matrix: FeatureMatrix,
    clustering: Clustering,
    structure: Structure | None = None,
    progress: Progress = silent,
) -> Suitability:
    """Look for clusters that run into each other, lie in pieces, are stretched, or hold outliers.

    `structure` is the comparison with noise that `judge` made; without it, it is made here.

    >>> from kmeans_core import cluster, load_sample, prepare, suitability
    >>> matrix = prepare(load_sample("Three blobs"))
    >>> suitability(matrix, cluster(matrix)).fits
    True
    """
    if structure is None:
        highest, seed = max(USUAL_TOP, len(clustering.sizes)), clustering.settings.seed
        structure = against_noise(matrix.values, highest, seed, part(progress, 0, 0.1))
    values, labels = looked_at(matrix, clustering)
    found = [*no_structure(matrix, structure)]
    progress(0.1, "Looking between clusters")
    found += unparted(values, labels, clustering.centres)
    progress(0.3, "Looking for torn clusters")
    found += torn(values, labels, len(clustering.sizes))
    progress(0.5, "Comparing round with stretched clusters")
    found += stretched(values, labels, clustering.settings.seed)
    found += [*outliers(matrix, clustering.sizes), *notes(matrix, clustering.sizes)]
    return Suitability(tuple(sorted(found, key=lambda each: each.kind == "note")), len(values))


def no_structure(matrix: FeatureMatrix, structure: Structure) -> Iterator[Finding]:
    """Say where the data do not stand out from noise."""
    if structure.z < STANDS_OUT:
        skewed = tuple(matrix.names[j] for j in structure.skewed if matrix.names[j] in matrix.original_names)
        log = Advice("Take the logarithm of the skewed columns.", "log", columns=skewed)
        take = Advice("Take the groups as a division of one cloud, not as kinds of rows.")
        what = f"{structure.z:.1f} standard deviations, where {STANDS_OUT:.0f} would count"
        meaning = "k-means divides any cloud; here the groups are no tighter than those it cuts out of noise."
        advice = (log, take) if skewed else (take,)
        yield Finding("No structure", f"The data do not stand out from noise: {what}.", meaning, advice)


def unparted(values: Floats, labels: Labels, centres: Floats) -> Iterator[Finding]:
    """Find neighbouring clusters with no thinner place between them."""
    k = len(centres)
    fewer = (Advice(f"Try k = {k - 1}, which may join them.", "k", k - 1),) if k > 2 else ()
    other = Advice("Try HDBSCAN, which follows other shapes.", "HDBSCAN")
    for i, j, depth in valleys(values, labels, centres):
        pair = f"Clusters {i + 1} and {j + 1}"
        share = f"{100 * depth:.0f} % as many rows as at the sparser centre"
        if depth > RUNS_ON:
            what = f"{pair} run into each other: between them lie {share}."
            meaning = "The border cuts through rows that belong together."
            yield Finding("Valley", what, meaning, (*fewer, other), clusters=(i, j))
        elif depth > TOUCHING:
            what = f"{pair} touch: between them lie {share}."
            yield Finding("Valley", what, "Rows near the border could be in either.", fewer, "note", (i, j))


def torn(values: Floats, labels: Labels, k: int) -> Iterator[Finding]:
    """Find clusters in pieces."""
    more = Advice(f"Try k = {k + 1}, which may part them.", "k", k + 1)
    other = Advice("Try HDBSCAN, which leaves scattered rows out.", "HDBSCAN")
    total, apart = pieces(values, labels, k)
    for i in np.argsort(-apart, kind="stable")[:NAMED].tolist() if total > TORN else ():
        if apart[i] > TORN:
            share = f"{100 * apart[i]:.0f} % of its rows hang apart from the rest"
            what = f"Cluster {i + 1} lies in pieces: {share}."
            meaning = "One centre serves groups that are apart, or scattered rows."
            yield Finding("Torn cluster", what, meaning, (more, other), clusters=(i,))


def stretched(values: Floats, labels: Labels, seed: int) -> Iterator[Finding]:
    """Tell whether stretched Gaussians fit better than round ones, and find other groups."""
    gain, same = stretch(values, labels, seed)
    if gain > STRETCHED and same < AGREES:
        advice = [Advice("Try a Gaussian mixture with full covariances.", "mixture", len(np.unique(labels)))]
        if values.shape[1] > 10:
            advice.append(Advice("Keep ten principal components.", "components", 10))
        better = "Stretched groups fit better than round ones, and differ from these clusters"
        meaning = "k-means sees round groups of like width and cuts long ones."
        yield Finding("Stretched clusters", f"{better} (ARI {same:.2f}).", meaning, tuple(advice))


def outliers(matrix: FeatureMatrix, sizes: Ints) -> Iterator[Finding]:
    """Find clusters under 1 % of the rows in tables with far outliers: a few odd rows took a centre."""
    peaks = standard_moment(matrix.values, 4)
    if peaks.max() <= PEAKED:
        return
    named = [matrix.names[j] for j in np.flatnonzero(peaks > PEAKED).tolist()]
    tailed = tuple(name for name in named if name in matrix.original_names)
    log = Advice("Take the logarithm of the columns with long tails.", "log", columns=tailed)
    advice = (Advice("Use robust scaling.", "robust"), log)
    meaning = "A centre was spent on a few odd rows, so the other clusters are coarser."
    for i in np.flatnonzero((sizes > 0) & (sizes < TINY * sizes.sum())).tolist():
        what = f"Cluster {i + 1} holds {sizes[i]:,} far outliers."
        yield Finding("Outliers", what, meaning, advice, clusters=(i,))


def notes(matrix: FeatureMatrix, sizes: Ints) -> Iterator[Finding]:
    """Say where the largest cluster has twenty times the rows of the smallest, and where rows are too few."""
    held = np.flatnonzero(sizes)
    large, small = int(sizes.argmax()), int(held[sizes[held].argmin()])
    times = sizes[large] / sizes[small]
    if times >= UNEQUAL:
        what = f"Cluster {large + 1} has {times:.0f} times the rows of cluster {small + 1}."
        meaning = "k-means tends to split large groups before it parts small ones."
        advice = (Advice("Look at the small cluster's rows before naming it."),)
        yield Finding("Unequal sizes", what, meaning, advice, "note", (large, small))
    n, d = matrix.values.shape
    if d > max(MANY_COLUMNS, n // 5):
        meaning = "In so many dimensions all rows are about equally far apart."
        advice = (Advice("Keep ten principal components.", "components", min(10, n - 1)),)
        yield Finding("Many columns", f"{d:,} columns for {n:,} rows.", meaning, advice, "note")
