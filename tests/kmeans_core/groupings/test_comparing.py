"""Several algorithms on the same rows."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import KMeansSettings
from kmeans_core.groupings import Agglomerative, Hdbscan, Mixture, agreement, attempt, title_of
from tests.kmeans_core.groupings.test_grouping import rings
from tests.kmeans_core.matrices import groups, matrix_of


def test_what_follows_shapes_is_the_more_valid_one_on_rings() -> None:
    matrix = matrix_of(rings()[0])
    round_ones, dense = attempt(matrix, KMeansSettings(k=2)), attempt(matrix, Hdbscan())
    assert round_ones.validity is not None
    assert dense.validity is not None
    assert dense.validity > 0.5 > 0 > round_ones.validity
    assert round_ones.silhouette > dense.silhouette


def test_algorithms_that_find_the_same_agree_fully() -> None:
    matrix = matrix_of(groups(3, apart=20))
    tried = [attempt(matrix, how) for how in (KMeansSettings(k=3), Mixture(k=3), Agglomerative(k=3))]
    assert agreement(tried).tolist() == np.ones((3, 3)).tolist()


def test_rows_in_no_cluster_are_counted_and_have_no_part_in_the_silhouette() -> None:
    values = np.vstack([groups(2, apart=20), [[300, -300]]])
    tried = attempt(matrix_of(values), Hdbscan())
    assert tried.scattered >= 1
    assert tried.silhouette > 0.8


def test_an_algorithm_is_named_with_what_tells_it_apart_from_itself() -> None:
    assert [title_of(how) for how in (KMeansSettings(), Agglomerative(linkage="single"), Mixture())] == [
        "k-means",
        "Agglomerative (single)",
        "Gaussian mixture (full)",
    ]
