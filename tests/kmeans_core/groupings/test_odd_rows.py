"""Rows that fit nowhere and rows between two clusters."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from kmeans_core.clustering import KMeansSettings, Partition, cluster
from kmeans_core.features import prepare
from kmeans_core.groupings import Hdbscan, Mixture, between, certainty, group, odd_rows, reasons
from kmeans_core.tables import read_table
from tests.kmeans_core.matrices import groups, matrix_of

FAR = np.vstack([groups(2, apart=20), [[60, -50]]])


def test_the_row_that_lies_far_from_all_is_the_oddest_by_every_measure() -> None:
    matrix = matrix_of(FAR)
    found = odd_rows(matrix, cluster(matrix, KMeansSettings(k=2)))
    assert found.oddest(1).tolist() == [120]
    assert found.distance is not None
    assert [int(each.argmax()) for each in (found.distance, found.surroundings, found.isolation)] == [120] * 3
    assert found.oddness[120] == 1


def test_without_centres_the_other_measures_rank_alone() -> None:
    matrix = matrix_of(FAR)
    found = odd_rows(matrix, group(matrix, Hdbscan()))
    assert found.distance is None
    assert found.oddest(1).tolist() == [120]


def test_the_columns_that_make_a_row_odd_are_told_in_original_units() -> None:
    rows = "".join(f"{20 + i % 5},{1000 + 10 * (i % 7)}\n" for i in range(40))
    table = read_table(f"age,income\n{rows}22,9000\n".encode(), "people.csv")
    matrix = prepare(table)
    told = reasons(matrix, group(matrix, Mixture(k=2)), np.array([0]))
    assert told == ["no single column"]
    everyone = cluster(matrix, KMeansSettings(k=2))
    alone = int(np.flatnonzero(matrix.originals[:, 1] == 9000)[0])
    assert everyone.sizes.tolist() == [40, 1]
    assert reasons(matrix, everyone, np.array([alone])) == ["no single column"]


def test_what_is_beyond_the_usual_range_of_its_cluster_is_named_first() -> None:
    values = np.vstack([groups(2, apart=20), [[0.5, 9]]])
    matrix = matrix_of(values)
    [told] = reasons(matrix, cluster(matrix, KMeansSettings(k=2)), np.array([120]))
    assert told.startswith("column 1 9.00 (usually ")


@pytest.mark.parametrize("n", [2, 3, 25])
def test_few_and_equal_rows_are_ranked_too(n: int) -> None:
    values = np.zeros((n, 2))
    values[0] = 1
    matrix = matrix_of(values)
    assert odd_rows(matrix, cluster(matrix, KMeansSettings(k=2))).oddest(1).tolist()[0] in range(n)


def test_many_rows_are_judged_by_what_was_found_on_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[odd_rows.__module__], "FITTED", 60)
    matrix = matrix_of(FAR)
    found = odd_rows(matrix, cluster(matrix, KMeansSettings(k=2)))
    assert 120 in found.oddest(2).tolist()


def test_certainty_is_half_in_the_middle_of_two_centres_and_whole_at_one() -> None:
    labels, second = np.array([0, 0, 1], np.int32), np.array([1, 1, 0], np.int32)
    # Own distances 5, 0, 2 and second ones 5, 10, 8.
    found = Partition(
        labels, np.array([2, 1]), "", np.array([5.0, 0, 2]), second, margins=np.array([0.0, 10, 6])
    )
    assert certainty(found) is not None
    assert certainty(found).tolist() == [0.5, 1, 0.8]
    assert between(found).tolist() == [0]


def test_without_second_choices_no_row_is_between() -> None:
    matrix = matrix_of(np.vstack([groups(2, apart=14, d=1), [[7.0]]]))
    assert between(cluster(matrix, KMeansSettings(k=2))).tolist() == [120]
    assert between(group(matrix, Hdbscan())).tolist() == []


def test_a_mixture_is_as_sure_as_its_probability() -> None:
    matrix = matrix_of(np.vstack([groups(2, apart=10), [[5, 5]]]))
    found = group(matrix, Mixture(k=2, covariance="tied"))
    assert found.certainty is not None
    assert certainty(found) is found.certainty
    assert found.certainty[120] < 0.99 < found.certainty[:120].min() + 0.01
