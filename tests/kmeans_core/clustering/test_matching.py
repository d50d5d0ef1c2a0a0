"""Colours and names stay with the groups whose rows they had."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering.clusterer import Partition
from kmeans_core.clustering.matching import contingency, flows, follow, shared_rows

ROWS = np.arange(6)


def grouping(labels: list[int] | np.ndarray, k: int | None = None) -> Partition:
    labels = np.array(labels, np.int32)
    return Partition(labels, np.bincount(labels, minlength=k or 0), "")


def followed(old, new, marks=None, rows_old=None, rows_new=None) -> tuple[int, ...]:
    """Follow groups of the same rows unless told otherwise, with their numbers as marks."""
    old, new = grouping(old), grouping(new)
    rows_old = np.arange(len(old.labels)) if rows_old is None else np.array(rows_old)
    rows_new = np.arange(len(new.labels)) if rows_new is None else np.array(rows_new)
    return follow(shared_rows(old, rows_old, new, rows_new), marks or tuple(range(len(old.sizes))))


def test_rows_in_both_groups_are_counted_by_hand():
    one, other = np.array([0, 0, 1, 1, 1]), np.array([2, 0, 0, 0, 1])
    assert contingency(one, other, 2, 3).tolist() == [[1, 0, 1], [2, 1, 0]]
    assert contingency(one, other, 3, 4).tolist() == [[1, 0, 1, 0], [2, 1, 0, 0], [0, 0, 0, 0]]
    assert flows(grouping(one), grouping(other)).tolist() == [[1, 0, 1], [2, 1, 0]]


def test_narrow_numbers_are_counted_without_overflow():
    one, other = np.full(3, 200, np.uint8), np.full(3, 250, np.uint8)
    assert contingency(one, other, 201, 251)[200, 250] == 3


def test_equal_groups_keep_their_identities_under_any_numbers():
    assert followed([0, 0, 1, 1, 2, 2], [2, 2, 0, 0, 1, 1]) == (1, 2, 0)


def test_a_new_group_gets_an_unused_number():
    assert followed([0, 0, 0, 0, 1, 1], [1, 1, 1, 2, 0, 0]) == (1, 0, 2)


def test_the_larger_part_of_a_split_group_carries_on():
    assert followed([1, 1, 1, 1, 1, 0], [0, 0, 1, 1, 1, 2]) == (2, 1, 0)


def test_a_merged_group_takes_its_larger_part_and_frees_the_other():
    assert followed([0, 0, 1, 1, 1, 2], [0, 0, 0, 0, 0, 1]) == (1, 2)


def test_rows_are_matched_by_the_table_and_not_by_position():
    old, new = [0, 0, 1, 1], [0, 1, 1, 1]
    assert followed(old, new, rows_old=[0, 1, 4, 5], rows_new=[1, 4, 5, 7]) == (0, 1)
    assert followed(old, new, rows_old=[0, 1, 4, 5], rows_new=[4, 0, 1, 2]) == (1, 0)


def test_identities_are_carried_through_several_changes():
    assert followed([0, 0, 1, 1, 2, 2], [1, 1, 0, 0, 2, 2], (4, 7, 0)) == (7, 4, 0)
    assert followed([0, 0, 1, 1, 2, 2], [0, 0, 1, 1, 2, 3], (4, 7, 0)) == (4, 7, 0, 1)


def test_groups_without_common_rows_keep_the_order_of_marks():
    assert followed([0, 1], [0, 1], (3, 1), rows_old=[0, 1], rows_new=[8, 9]) == (3, 1)


def test_the_mark_of_a_vanished_group_goes_to_no_stranger():
    assert followed([0, 0, 0, 0, 1], [0, 0, 1, 1]) == (0, 2)


def test_a_group_keeps_its_number_when_none_of_its_rows_is_left():
    old, new = grouping([0, 0, 1, 1], k=3), grouping([0, 1, 1, 1], k=3)
    shared = shared_rows(old, np.arange(4), new, np.arange(4))
    assert shared.tolist() == [[1, 1, 0], [0, 2, 0], [0, 0, 0]]
    assert follow(shared, (5, 6, 7)) == (5, 6, 0)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30),
)
def test_every_new_group_gets_its_own_identity(pairs):
    old, new = (np.unique(side, return_inverse=True)[1] for side in zip(*pairs, strict=True))
    found = followed(old, new)
    assert len(set(found)) == len(found) == new.max() + 1
    assert max(found) <= old.max() + new.max() + 1
