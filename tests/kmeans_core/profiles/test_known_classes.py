"""Known classes and a second clustering beside the clusters."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.known_classes import (
    agree,
    compare_clusterings,
    known_classes,
    possible_classes,
    tell_moves,
)
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import read_table


def test_two_groups_that_agree_but_for_one_row() -> None:
    """Pairs: 15 in all, 6 and 7 together, 4 in both; ARI = (4 - 6 * 7 / 15) / (6.5 - 6 * 7 / 15)."""
    found = agree(np.array([0, 0, 0, 1, 1, 1], np.int32), np.array([1, 1, 1, 1, 0, 0]), 2, 2)
    assert found.ari == pytest.approx((4 - 2.8) / (6.5 - 2.8))
    assert found.match == (1, 0)
    assert found.matched == 5
    assert found.disagreeing.tolist() == [3]
    assert found.counts.tolist() == [[0, 3], [2, 1]]
    assert found.homogeneity < 1


def test_equal_groups_agree_wholly_whatever_their_numbers() -> None:
    found = agree(np.array([0, 0, 1, 2], np.int32), np.array([2, 2, 0, 1]), 3, 3)
    assert (found.ari, found.homogeneity, found.completeness, found.v_measure) == (1, 1, 1, 1)
    assert found.disagreeing.size == 0


def test_rows_without_a_class_are_counted_and_left_out() -> None:
    found = agree(np.array([0, 0, 1, 1], np.int32), np.array([0, -1, 1, -1]), 2, 2)
    assert (found.unknown, found.matched, found.ari) == (2, 2, 1)


def test_rows_in_no_cluster_are_compared_with_nothing() -> None:
    found = agree(np.array([0, 0, -1, 1, 1], np.int32), np.array([0, 0, 1, 1, 1]), 2, 2)
    assert found is not None
    assert (found.ari, found.matched, found.unknown) == (1, 4, 1)
    assert found.disagreeing.size == 0


def test_without_any_known_class_there_is_no_agreement() -> None:
    """Not an index of 1 and "every row lies in the cluster of its class"."""
    assert agree(np.array([0, 0, 1, 1], np.int32), np.full(4, -1), 2, 2) is None
    table = read_table(b"x,y,class\n0,1,\n1,1,\n9,9,\n10,9,\n,9.5,a\n,8,b\n", "t.csv")
    matrix = prepare(table, Preparation(missing="drop"))
    found = known_classes(table, "class", matrix.rows, cluster(matrix, KMeansSettings(k=2)))
    assert found.agreement is None


def test_more_clusters_than_classes_leave_some_unmatched() -> None:
    found = agree(np.array([0, 0, 1, 1, 2], np.int32), np.array([0, 0, 1, 1, 1]), 3, 2)
    assert found.match == (0, 1, None)
    assert found.disagreeing.tolist() == [4]


def test_the_iris_exercise() -> None:
    table = load_sample("Iris")
    matrix = prepare(table, Preparation(scaling="none"))
    clustering = cluster(matrix, KMeansSettings(k=3))
    found = known_classes(table, "species", matrix.rows, clustering)
    assert found.agreement.ari == pytest.approx(0.730, abs=0.001)
    assert [found.names[c] for c in found.agreement.match] == ["versicolor", "setosa", "virginica"]
    assert len(found.agreement.disagreeing) == 16
    assert found.agreement.counts[1].tolist() == [50, 0, 0]


def test_disagreeing_rows_are_rows_of_the_table() -> None:
    table = read_table(b"x,y,class\n,1,a\n0,1,a\n1,1.5,a\n9,9,a\n10,9,b\n11,9.5,b\n", "t.csv")
    matrix = prepare(table, Preparation(missing="drop"))
    found = known_classes(table, "class", matrix.rows, cluster(matrix, KMeansSettings(k=2)))
    assert found.agreement.disagreeing.tolist() == [3]


def test_columns_with_one_value_or_too_many_are_no_classes() -> None:
    lines = [f"{i},{i % 2},{i % 100},{i % 101},same" for i in range(300)]
    table = read_table("\n".join(["id,two,hundred,more,one", *lines]).encode(), "t.csv")
    assert possible_classes(table) == ("two", "hundred")


def test_moves_are_told_as_staying_splitting_and_uniting() -> None:
    assert tell_moves(np.array([[50, 0, 0], [0, 30, 20], [0, 0, 40]])) == (
        "A1 stays together as B1 (50 rows).",
        "A2 splits into B2 (60 %) and B3 (40 %).",
        "B3 unites parts of A3 (67 %) and A2 (33 %).",
    )


def test_parts_of_a_tenth_are_told_and_smaller_ones_are_not() -> None:
    assert tell_moves(np.array([[90, 10], [0, 50]])) == (
        "A1 splits into B1 (90 %) and B2 (10 %).",
        "B2 unites parts of A2 (83 %) and A1 (17 %).",
    )
    assert tell_moves(np.array([[91, 9], [0, 91]])) == (
        "A1 stays together as B1 (91 rows).",
        "A2 stays together as B2 (91 rows).",
    )


def test_equal_parts_are_told_in_their_order() -> None:
    assert tell_moves(np.full((1, 4), 25)) == (
        "A1 splits into B1 (25 %), B2 (25 %), B3 (25 %) and B4 (25 %).",
    )
    assert tell_moves(np.array([[1], [1], [2]])) == (
        "B1 unites parts of A3 (50 %), A1 (25 %) and A2 (25 %).",
    )


def test_a_group_that_joins_others_is_not_said_to_stay() -> None:
    assert tell_moves(np.array([[8], [2]])) == ("B1 unites parts of A1 (80 %) and A2 (20 %).",)
    assert tell_moves(np.array([[90, 0], [10, 0], [0, 1]])) == (
        "A1 stays together as B1 (90 rows).",
        "A3 stays together as B2 (1 row).",
        "B1 unites parts of A1 (90 %) and A2 (10 %).",
    )


def test_the_measures_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(0)
    clusters, classes = random.integers(3, size=60).astype(np.int32), random.integers(4, size=60)
    found = agree(clusters, classes, 3, 4)
    assert found is not None
    assert (found.homogeneity, found.completeness, found.v_measure) == pytest.approx(
        metrics.homogeneity_completeness_v_measure(classes, clusters)
    )
    assert found.v_measure == pytest.approx(metrics.normalized_mutual_info_score(classes, clusters))
    assert found.ari == pytest.approx(metrics.adjusted_rand_score(classes, clusters))
    assert found.counts.tolist() == metrics.cluster.contingency_matrix(clusters, classes).tolist()


def test_a_clustering_compared_with_itself_has_moved_nothing() -> None:
    matrix = prepare(load_sample("Customers"), Preparation())
    first = cluster(matrix, KMeansSettings(k=4))
    found = compare_clusterings(matrix.rows, first, matrix.rows, first)
    assert (found.ari, found.rows, found.only_first, found.only_second) == (1, 500, 0, 0)
    assert all("stays together" in told for told in found.told)


def test_only_rows_in_both_clusterings_are_compared() -> None:
    matrix = prepare(load_sample("Customers"), Preparation())
    first = cluster(matrix, KMeansSettings(k=2))
    second = replace(first, labels=first.labels[10:])
    found = compare_clusterings(matrix.rows, first, matrix.rows[10:], second)
    assert (found.ari, found.rows, found.only_first, found.only_second) == (1, 490, 10, 0)
