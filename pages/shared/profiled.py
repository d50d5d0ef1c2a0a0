"""What the Profiles page shows, each result computed once for everybody."""

from __future__ import annotations

import numpy as np

from kmeans_core import group_tests, profiles, rules, truth
from kmeans_core.clustering import KMeansSettings
from kmeans_core.digests import digest
from kmeans_core.distributions import Distribution, distribution
from kmeans_core.group_tests import NumberTest
from kmeans_core.preparation import Preparation
from kmeans_core.profiles import Profile
from kmeans_core.progress import Progress
from kmeans_core.rules import Rule
from kmeans_core.truth import Classes, Comparison
from pages.shared import cached
from pages.shared.groups import Groups


def profile(groups: Groups) -> Profile:
    def work(progress: Progress) -> Profile:
        return profiles.profile(groups.table, groups.matrix, groups.clustering, progress)

    key = digest("profile", groups.table.digest, groups.matrix.digest, groups.clustering.digest)
    return cached.computed(key, "Describing the clusters", work)


def cells(groups: Groups, label: str) -> np.ndarray:
    """Return a number column's cells in the rows that took part."""
    numbers = groups.table.column(label).numbers
    assert numbers is not None
    return numbers[groups.matrix.rows]


def spread(groups: Groups, told: Profile, j: int) -> Distribution:
    def work(progress: Progress) -> Distribution:
        label = told.numbers.labels[j]
        return distribution(told.numbers, j, cells(groups, label), groups.clustering.labels)

    return cached.computed(digest("distribution", told.digest, j), "Counting the values", work)


def tests(groups: Groups, told: Profile) -> tuple[NumberTest, ...]:
    def work(progress: Progress) -> tuple[NumberTest, ...]:
        found = []
        for j, label in enumerate(told.numbers.labels):
            progress(j / len(told.numbers.labels), f"column {j + 1:,} of {len(told.numbers.labels):,}")
            found.append(
                group_tests.compare_numbers(
                    told.numbers, j, cells(groups, label), groups.clustering.labels
                )
            )
        return tuple(found)

    return cached.computed(digest("tests", told.digest), "Testing the columns", work)


def found_rules(groups: Groups) -> tuple[Rule | None, ...]:
    matrix, clustering = groups.matrix, groups.clustering
    own = {column.label for column in groups.table.columns}
    levels = frozenset(name for name in matrix.original_names if name not in own)

    def work(progress: Progress) -> tuple[Rule | None, ...]:
        return rules.find_rules(
            matrix.originals,
            matrix.original_names,
            levels,
            clustering.labels,
            len(clustering.sizes),
            clustering.settings.seed,
            progress,
        )

    return cached.computed(digest("rules", matrix.digest, clustering.digest), "Looking for rules", work)


def classes(groups: Groups, label: str) -> Classes:
    def work(progress: Progress) -> Classes:
        return truth.known_classes(groups.table, label, groups.matrix, groups.clustering)

    key = digest("classes", groups.table.digest, groups.matrix.digest, groups.clustering.digest, label)
    return cached.computed(key, "Comparing with the classes", work)


def compared(groups: Groups, how: Preparation, settings: KMeansSettings) -> Comparison:
    """Compare the present clusters (A) with those that other settings give (B)."""
    matrix = cached.prepare(groups.table, how)
    other = cached.cluster(matrix, settings)

    def work(progress: Progress) -> Comparison:
        return truth.compare_clusterings(groups.matrix.rows, groups.clustering, matrix.rows, other)

    key = digest("compared", groups.matrix.digest, groups.clustering.digest, matrix.digest, other.digest)
    return cached.computed(key, "Comparing the settings", work)
