"""Findings on sizes, outliers and columns, whole, and what all findings come to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.clustering import Clustering, KMeansSettings, cluster
from kmeans_core.evaluation import Advice, Finding, Structure, suitability
from kmeans_core.features import FeatureMatrix
from tests.kmeans_core.evaluation.hand_made import findings, grouped, two_ends
from tests.kmeans_core.matrices import matrix_of


def with_far_rows(few: int, many: int, far: float = 500) -> tuple[FeatureMatrix, Clustering]:
    """Return many rows around zero and a few far ones in a cluster of their own."""
    along = np.append(np.linspace(-1, 1, many), np.linspace(far, far + 1, few))
    return grouped(along[:, None], np.repeat([0, 1], [many, few]), np.array([[0.0], [far]]))


def test_far_outliers_are_told_with_what_to_try() -> None:
    outliers, unequal = findings(*with_far_rows(2, 399))
    assert outliers == Finding(
        "Outliers",
        "Cluster 2 holds 2 far outliers.",
        "A centre was spent on a few odd rows, so the other clusters are coarser.",
        (
            Advice("Use robust scaling.", "robust"),
            Advice("Take the logarithm of the columns with long tails.", "log", columns=("column 0",)),
        ),
        clusters=(1,),
    )
    assert unequal == Finding(
        "Unequal sizes",
        "Cluster 1 has 200 times the rows of cluster 2.",
        "k-means tends to split large groups before it parts small ones.",
        (Advice("Look at the small cluster's rows before naming it."),),
        "note",
        (0, 1),
    )


def names(told: tuple[Finding, ...]) -> list[str]:
    return [each.name for each in told]


def test_a_hundredth_of_the_rows_is_no_cluster_of_outliers_and_tails_must_be_long() -> None:
    assert names(findings(*with_far_rows(4, 396))) == ["Unequal sizes"]
    assert names(findings(*with_far_rows(3, 397))) == ["Outliers", "Unequal sizes"]
    assert names(findings(*with_far_rows(3, 397, far=4.5))) == ["Unequal sizes"]


def test_twenty_times_the_rows_are_unequal() -> None:
    assert names(findings(*with_far_rows(10, 200))) == ["Unequal sizes"]
    assert names(findings(*with_far_rows(10, 199))) == []
    matrix, found = with_far_rows(200, 10)
    assert findings(matrix, found)[0].clusters == (1, 0)
    assert findings(matrix, found)[0].what == "Cluster 2 has 20 times the rows of cluster 1."


@pytest.mark.parametrize(
    ("n", "d", "what", "components"),
    [
        (20, 11, "11 columns for 20 rows.", 10),
        (8, 1_200, "1,200 columns for 8 rows.", 7),
        (64, 13, "13 columns for 64 rows.", 10),
        (65, 13, None, 0),
        (20, 10, None, 0),
    ],
)
def test_more_than_ten_columns_and_a_fifth_of_the_rows_are_many(
    n: int, d: int, what: str | None, components: int
) -> None:
    matrix = matrix_of(np.random.default_rng(0).normal(size=(n, d)))
    told = [each for each in findings(matrix, cluster(matrix, KMeansSettings(k=2))) if each.name[0] == "M"]
    advice = (Advice("Keep ten principal components.", "components", components),)
    meaning = "In so many dimensions all rows are about equally far apart."
    assert told == ([] if what is None else [Finding("Many columns", what, meaning, advice, "note")])


def test_what_speaks_against_k_means_comes_before_notes_and_alone_decides() -> None:
    matrix, found = two_ends(15)
    noise = Structure(1, (("box", 1),), (2,), np.zeros(1), np.zeros(1), 57, ())
    both = suitability(matrix, found, noise)
    assert [each.kind for each in both.findings] == ["wrong tool", "note"]
    assert (both.fits, both.rows) == (False, 57)
    assert suitability(matrix, found, replace(noise, z=20)).fits


def test_three_thousand_rows_are_looked_at_and_rare_ones_among_them() -> None:
    many = grouped(np.arange(4_000.0)[:, None], np.arange(4_000) // 2_000, np.array([[1e3], [3e3]]))
    rare = np.arange(4.0)[:, None] ** 2
    few = grouped(np.repeat(rare, [6_000, 1, 1, 1], axis=0), np.repeat([0, 1, 2, 3], [6_000, 1, 1, 1]), rare)
    noise = Structure(20, (), (2,), np.zeros(1), np.zeros(1), 9, ())
    assert suitability(*many, noise).rows == 3_000
    assert 3_000 < suitability(*few, noise).rows <= 3_003


def test_progress_says_what_is_looked_for() -> None:
    said: list[tuple[float, str]] = []
    noise = Structure(20, (), (2,), np.zeros(1), np.zeros(1), 57, ())
    suitability(*two_ends(15), noise, lambda done, words: said.append((done, words)))
    assert said == [
        (0.1, "Looking between clusters"),
        (0.3, "Looking for torn clusters"),
        (0.5, "Comparing round with stretched clusters"),
    ]
