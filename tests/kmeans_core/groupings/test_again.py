"""Whether clusters of other algorithms are found again among half of the rows."""

from __future__ import annotations

import numpy as np

from kmeans_core.groupings import Agglomerative, Dbscan, Hdbscan, Other, found_again, group
from kmeans_core.groupings.again import fewer, overlap
from tests.kmeans_core.groupings.test_grouping import rings
from tests.kmeans_core.matrices import matrix_of


def levels(values: np.ndarray, how: Other) -> list[str]:
    matrix = matrix_of(values)
    found = found_again(matrix, group(matrix, how))
    return [found.level(i) for i in range(len(found.jaccard))]


def test_rings_are_found_again_and_halves_of_one_cloud_are_not() -> None:
    assert levels(rings()[0], Hdbscan()) == ["very stable", "very stable"]
    cloud = np.random.default_rng(0).normal(size=(300, 2))
    assert "doubtful" in levels(cloud, Agglomerative(k=5, linkage="complete"))


def test_the_overlap_is_counted_with_rows_in_no_cluster_on_either_side() -> None:
    one, other = np.array([0, 0, 0, 1, 1, -1]), np.array([1, 1, -1, 0, 0, 0])
    assert overlap(one, other, 2).round(3).tolist() == [0.667, 0.667]


def test_where_nothing_is_found_again_nothing_overlaps() -> None:
    assert overlap(np.array([0, 1]), np.array([-1, -1]), 2).tolist() == [0, 0]


def test_among_half_of_the_rows_a_cluster_is_half_as_large_and_a_place_half_as_dense() -> None:
    assert fewer(Hdbscan(smallest=30), 0.5) == Hdbscan(smallest=15)
    assert fewer(Dbscan(eps=1.0, neighbours=8), 0.5) == Dbscan(eps=1.0, neighbours=4)
    assert fewer(Agglomerative(), 0.5) == Agglomerative()
