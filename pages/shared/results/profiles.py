"""What the Profiles page shows, each result computed once for everybody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from kmeans_core import features, profiles
from kmeans_core.clustering import KMeansSettings, Partition
from kmeans_core.common import Progress, digest
from kmeans_core.evaluation import ClusterStability, cluster_stability
from kmeans_core.features import Preparation
from kmeans_core.figures.groups import Group
from kmeans_core.groupings import Grouping, found_again
from kmeans_core.profiles import (
    Classes,
    Comparison,
    Distribution,
    NumberTest,
    Profile,
    Rule,
    TellingWords,
    distribution,
)
from pages.shared.results import clusters, tables
from pages.shared.results.computing import computed
from pages.shared.results.groups import Groups

NAMED_BY = 3  # words in the name of a cluster of texts


def profile(groups: Groups) -> Profile:
    def work(progress: Progress) -> Profile:
        return profiles.profile(groups.table, groups.matrix, groups.clustering, progress)

    key = digest("profile", groups.table.digest, groups.matrix.digest, groups.clustering.digest)
    return computed(key, "Describing the clusters", work)


def of_rows(groups: Groups, grouping: Partition) -> Profile:
    """Describe groups of the rows other than the clusters."""
    key = digest("profile", groups.table.digest, groups.matrix.digest, grouping.digest)
    return computed(
        key,
        "Describing the rows",
        lambda progress: profiles.profile(groups.table, groups.matrix, grouping, progress),
    )


def named(groups: Groups, told: Profile) -> tuple[Group, ...]:
    """Return the clusters with suggested names where nobody gave one."""
    names = _by_words(groups) or profiles.suggest_names(told)
    return tuple(
        replace(group, name=group.name or name) for group, name in zip(groups.shown, names, strict=True)
    )


def _by_words(groups: Groups) -> tuple[str, ...]:
    """Name clusters that were made from text alone by their most telling words; none for others."""
    texts = features.texts_of(groups.table, groups.matrix.preparation)
    if not texts or {label for label, _ in groups.matrix.shares} != {*texts}:
        return ()
    told = telling(groups, texts[0])
    return tuple(", ".join(word for word, _ in words[:NAMED_BY]) for words in told.words)


def telling(groups: Groups, label: str) -> TellingWords:
    """Find the words that tell each cluster's texts from the others'."""
    return computed(
        digest("telling", groups.table.digest, groups.matrix.digest, groups.clustering.digest, label),
        "Comparing words",
        lambda progress: profiles.telling_words(groups.table, label, groups.matrix, groups.clustering),
    )


def cells(groups: Groups, label: str) -> np.ndarray:
    """Return a number column's cells in the rows that took part; a column of words has none."""
    numbers = groups.table.column(label).numbers
    return np.empty(0) if numbers is None else numbers[groups.matrix.rows]


def spread(groups: Groups, told: Profile, j: int) -> Distribution:
    column, labels = cells(groups, told.numbers.labels[j]), groups.clustering.labels
    return computed(
        digest("distribution", told.digest, j),
        "Counting the values",
        lambda progress: distribution(told.numbers, j, column, labels),
    )


def tests(groups: Groups, told: Profile) -> tuple[NumberTest, ...]:
    def work(progress: Progress) -> tuple[NumberTest, ...]:
        found = []
        for j, label in enumerate(told.numbers.labels):
            progress(j / len(told.numbers.labels), f"column {j + 1:,} of {len(told.numbers.labels):,}")
            found.append(
                profiles.compare_numbers(told.numbers, j, cells(groups, label), groups.clustering.labels)
            )
        return tuple(found)

    return computed(digest("tests", told.digest), "Testing the columns", work)


def found_rules(groups: Groups) -> tuple[Rule | None, ...]:
    matrix, clustering = groups.matrix, groups.clustering

    def work(progress: Progress) -> tuple[Rule | None, ...]:
        k, seed = len(clustering.sizes), clustering.seed
        return profiles.find_rules(matrix, clustering.labels, k, seed=seed, progress=progress)

    return computed(digest("rules", matrix.digest, clustering.digest), "Looking for rules", work)


def stability(groups: Groups) -> ClusterStability:
    matrix, clustering = groups.matrix, groups.clustering

    def work(progress: Progress) -> ClusterStability:
        if isinstance(clustering, Grouping):
            return found_again(matrix, clustering, progress=progress)
        return cluster_stability(matrix, clustering, progress=progress)

    return computed(
        digest("stability", matrix.digest, clustering.digest),
        "Finding each cluster again",
        work,
    )


def classes(groups: Groups, label: str) -> Classes:
    table, matrix, clustering = groups.table, groups.matrix, groups.clustering
    return computed(
        digest("classes", table.digest, matrix.digest, clustering.digest, label),
        "Comparing with the classes",
        lambda progress: profiles.known_classes(table, label, matrix.rows, clustering),
    )


def compared(groups: Groups, how: Preparation, settings: KMeansSettings) -> Comparison:
    """Compare the present clusters (A) with those that other settings give (B)."""
    matrix = tables.prepare(groups.table, how)
    other = clusters.cluster(matrix, settings)

    present, rows = groups.clustering, groups.matrix.rows
    return computed(
        digest("compared", groups.matrix.digest, present.digest, matrix.digest, other.digest),
        "Comparing the settings",
        lambda progress: profiles.compare_clusterings(rows, present, matrix.rows, other),
    )
