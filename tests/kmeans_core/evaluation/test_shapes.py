"""Shapes: valleys between clusters, pieces of them, and how stretched they are, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.evaluation.shapes import pieces, stretch, valleys
from tests.kmeans_core.matrices import groups

ENDS = np.array([[0.0, 0], [10, 0]])


def test_the_depth_of_a_valley_by_hand() -> None:
    along = np.repeat([0.0, 0.9, 1.1, 4.1, 5.0, 5.9, 9.1, 10.0], [4, 1, 9, 1, 1, 1, 3, 7])
    values = np.column_stack([along, np.zeros(len(along))])
    assert valleys(values, (along > 5).astype(np.int32), ENDS) == [(0, 1, 3 / 5)]  # 5 and 10 rows at the ends


def test_rows_of_other_clusters_fill_no_valley() -> None:
    values = np.array([[0.0, 0], [10, 0], [5, 1], [5, -1], [5, 0]])
    assert valleys(values, np.array([0, 1, 2, 2, 2], np.int32), ENDS) == [(0, 1, 0)]


def test_single_rows_at_the_ends_count_as_one() -> None:
    values = np.array([[0.0, 0], [10, 0], [5, 0]])
    assert valleys(values, np.array([0, 1, 1], np.int32), ENDS) == [(0, 1, 1)]
    assert valleys(values + np.array([2, 0]), np.array([0, 1, 1], np.int32), ENDS) == [(0, 1, 0)]
    assert valleys(values[[2, 2, 2]], np.array([0, 1, 1], np.int32), ENDS) == [
        (0, 1, 3)
    ]  # nobody at the ends


def test_clusters_with_a_third_between_them_are_no_neighbours() -> None:
    middle = np.array([[0.0, 0], [10, 0], [5, 1]])
    labels = np.arange(3, dtype=np.int32)
    assert [pair[:2] for pair in valleys(middle, labels, middle)] == [(0, 2), (1, 2)]


def test_the_shallowest_valley_comes_first() -> None:
    along = np.concatenate([np.repeat([0.0, 10, 20], 9), [5.0], [15.0] * 4])
    labels = np.searchsorted([5.1, 15.1], along).astype(np.int32)
    found = valleys(along[:, None], labels, np.array([[0.0], [10], [20]]))
    assert found == [(1, 2, 4 / 9), (0, 1, 1 / 9)]


def test_equal_centres_have_no_valley() -> None:
    assert valleys(np.zeros((4, 2)), np.array([0, 0, 1, 1], np.int32), np.zeros((2, 2))) == []


def test_rows_in_a_second_piece_are_counted_in_their_cluster() -> None:
    values = np.concatenate([groups(1, each=90), groups(1, each=30) + 40, groups(1, each=60) - 60])
    total, apart = pieces(values, np.repeat([0, 0, 1], [90, 30, 60]).astype(np.int32), 2)
    assert total == pytest.approx(30 / 180)
    assert apart.tolist() == pytest.approx([30 / 120, 0])


def test_fewer_than_five_rows_apart_are_no_piece() -> None:
    far = np.array([[90.0, 90], [-90, 90], [90, -90], [-90, -90]])
    total, apart = pieces(np.concatenate([groups(1, each=100), far]), np.zeros(104, np.int32), 1)
    assert (total, apart.tolist()) == (0, [0])


def test_a_cluster_of_five_rows_is_one_piece_and_one_of_three_is_none() -> None:
    values = np.concatenate([groups(1, each=90), groups(1, each=5) + 60, groups(1, each=3) - 60])
    total, apart = pieces(values, np.repeat([0, 1, 2], [90, 5, 3]).astype(np.int32), 3)
    assert (total, apart.tolist()) == (0, [0, 0, 0])


def test_fifty_rows_are_enough_to_see_pieces() -> None:
    values = np.concatenate([groups(1, each=30), groups(1, each=20) + 60])
    assert pieces(values, np.zeros(50, np.int32), 1)[0] == pytest.approx(20 / 50)


def test_few_rows_and_single_columns_have_no_pieces() -> None:
    labels = np.zeros(49, np.int32)
    assert pieces(groups(1, each=49), labels, 1)[0] == 0
    assert pieces(np.arange(200.0)[:, None] ** 3, np.zeros(200, np.int32), 1)[0] == 0


def test_round_groups_gain_nothing_by_stretching() -> None:
    gain, same = stretch(groups(3), np.repeat([0, 1, 2], 60).astype(np.int32), 0)
    assert gain < 0.2
    assert same == 1


def test_long_groups_gain_by_stretching() -> None:
    random = np.random.default_rng(0)
    values = random.normal(size=(400, 2)) * [9, 0.5] + np.repeat([[0, 0], [0, 8]], 200, axis=0)
    gain, same = stretch(values, np.repeat([0, 1], 200).astype(np.int32), 0)
    assert gain > 1
    assert same > 0.95


def test_ten_rows_a_cluster_are_enough_to_tell_stretched_from_round() -> None:
    values = np.random.default_rng(0).normal(size=(30, 2)) * [9, 1]
    assert stretch(values, (np.arange(30) % 3).astype(np.int32), 0) != (0, 1)


@pytest.mark.parametrize(("n", "k"), [(100, 31), (29, 3)], ids=["too many clusters", "too few rows"])
def test_where_nothing_can_be_told_groups_are_taken_as_round(n: int, k: int) -> None:
    values = np.random.default_rng(0).normal(size=(n * 10 if k > 30 else n, 2)) * [9, 1]
    labels = (np.arange(len(values)) % k).astype(np.int32)
    assert stretch(values, labels, 0) == (0, 1)
