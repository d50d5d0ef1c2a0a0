"""Several algorithms on the same rows."""

from __future__ import annotations

import numpy as np

from kmeans_core.clustering import Clustering, KMeansSettings
from kmeans_core.evaluation import suitability
from kmeans_core.groupings import (
    Agglomerative,
    Hdbscan,
    Mixture,
    Spectral,
    agreement,
    attempt,
    recommended,
    title_of,
)
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


def advised(values: np.ndarray, k: int) -> str:
    """Return what is recommended of the usual algorithms."""
    matrix = matrix_of(values)
    tried = [attempt(matrix, how) for how in (KMeansSettings(k=k), Mixture(k=k), Hdbscan(), Spectral(k=k))]
    first = tried[0].grouping
    assert isinstance(first, Clustering)
    said = recommended(matrix, tried, suitability(matrix, first))
    assert said is not None
    return said.words


def test_round_groups_stay_with_kmeans_rings_and_long_groups_do_not() -> None:
    assert advised(groups(3, apart=12), 3) == "k-means fits these rows."
    assert advised(rings()[0], 2) == "HDBSCAN fits these rows best."
    random, side = np.random.default_rng(0), np.repeat([0, 1, 2], 250)
    long = random.normal(size=(750, 2)) * [12, 1] + np.column_stack([0 * side, 6 * side])
    assert advised(long / long.std(axis=0), 3) == "Gaussian mixture (full) fits these rows best."


def test_far_rows_are_left_to_what_leaves_rows_out() -> None:
    random = np.random.default_rng(0)
    values = np.vstack([groups(2, each=300, apart=8), random.normal(0, 300, (6, 2))])
    assert advised(values, 2) == "HDBSCAN fits these rows best."


def test_without_a_mixture_nothing_is_recommended() -> None:
    matrix = matrix_of(groups(3, apart=12))
    tried = attempt(matrix, KMeansSettings(k=3))
    assert isinstance(tried.grouping, Clustering)
    assert recommended(matrix, [tried], suitability(matrix, tried.grouping)) is None
