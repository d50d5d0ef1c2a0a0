"""Everything that a report or slides tell of a result, found by the functions that the pages call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kmeans_core.choosing_k import Answer, Criteria, Sweep, answer, judge, settled, sweep
from kmeans_core.clustering import Clustering, cluster, settings_for
from kmeans_core.common import Progress, part, silent
from kmeans_core.evaluation import (
    ClusterStability,
    Quality,
    RowSilhouettes,
    SilhouetteEstimate,
    Suitability,
    cluster_stability,
    quality_of,
    row_silhouettes,
    silhouette,
    suitability,
)
from kmeans_core.features import FeatureMatrix
from kmeans_core.figures.groups import Group
from kmeans_core.profiles import (
    NumberTest,
    Profile,
    WordTest,
    compare_numbers,
    compare_words,
    profile,
    suggest_names,
)
from kmeans_core.tables import Table


@dataclass(frozen=True, eq=False)
class Evidence:
    """A table's clusters with what speaks for and against them."""

    table: Table
    matrix: FeatureMatrix
    clustering: Clustering
    groups: tuple[Group, ...]  # with their names
    profile: Profile
    criteria: Criteria
    answer: Answer
    k: int | None  # that the answer names
    fit: Suitability  # of the clusters shown
    stability: ClusterStability
    quality: Quality
    silhouette: SilhouetteEstimate
    silhouettes: RowSilhouettes
    number_tests: tuple[NumberTest, ...]
    word_tests: tuple[WordTest, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(group.name for group in self.groups)


def gather(
    table: Table,
    matrix: FeatureMatrix,
    clustering: Clustering,
    groups: Sequence[Group] = (),
    *,
    k_range: tuple[int, int] = (2, 10),
    progress: Progress = silent,
) -> Evidence:
    """Try the range of k, and look at the clusters from every side; `groups` are those of the pages.

    >>> from kmeans_core import cluster, gather, load_sample, prepare
    >>> table = load_sample("Three blobs")
    >>> matrix = prepare(table)
    >>> gather(table, matrix, cluster(matrix)).answer.headline
    '3 clusters, high confidence'
    """
    most = max(2, matrix.n_distinct)
    low, high = min(k_range[0], most), min(k_range[1], most)

    def look(top: int) -> tuple[Sweep, Criteria]:
        tried = sweep(matrix, clustering.settings, low, min(top, most), progress=part(progress, 0, 0.5))
        return tried, judge(matrix, tried, part(progress, 0.5, 0.7))

    _, criteria, said = settled(look, high)
    k = len(clustering.sizes)
    fit = suitability(matrix, clustering, criteria.structure, part(progress, 0.7, 0.8))
    stability = cluster_stability(matrix, clustering, progress=part(progress, 0.8, 0.9))
    found = (fit, stability)
    if said.k not in (None, k):  # the answer is about its own k, whatever is shown
        judged = cluster(matrix, settings_for(clustering.settings, said.k))
        found = (suitability(matrix, judged, criteria.structure), cluster_stability(matrix, judged))
    progress(0.9, "Describing the clusters")
    told = profile(table, matrix, clustering)
    columns = [table.column(label).numbers for label in told.numbers.labels]
    return Evidence(
        table=table,
        matrix=matrix,
        clustering=clustering,
        groups=tuple(groups) or _named(told),
        profile=told,
        criteria=criteria,
        answer=answer(said, matrix.n_distinct, *found),
        k=said.k,
        fit=fit,
        stability=stability,
        quality=quality_of(matrix.values, clustering.labels),
        silhouette=silhouette(matrix, clustering),
        silhouettes=row_silhouettes(matrix, clustering),
        number_tests=tuple(
            compare_numbers(told.numbers, j, cells[matrix.rows], clustering.labels)
            for j, cells in enumerate(columns)
            if cells is not None
        ),
        word_tests=tuple(compare_words(shares) for shares in told.words),
    )


def _named(told: Profile) -> tuple[Group, ...]:
    """Return the clusters as the pages show them where nobody named them."""
    names = suggest_names(told)
    return tuple(Group(c + 1, name, int(told.sizes[c]), c) for c, name in enumerate(names))
