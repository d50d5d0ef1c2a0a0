"""Colours and names stay with the groups whose rows they had."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering.matching import follow

ROWS = np.arange(6)


def test_equal_groups_keep_their_identities_under_any_numbers():
    old, new = np.array([0, 0, 1, 1, 2, 2]), np.array([2, 2, 0, 0, 1, 1])
    assert follow(old, ROWS, new, ROWS) == (1, 2, 0)


def test_a_new_group_gets_an_unused_number():
    old, new = np.array([0, 0, 0, 0, 1, 1]), np.array([1, 1, 1, 2, 0, 0])
    assert follow(old, ROWS, new, ROWS) == (1, 0, 2)


def test_the_larger_part_of_a_split_group_carries_on():
    old, new = np.array([1, 1, 1, 1, 1, 0]), np.array([0, 0, 1, 1, 1, 2])
    assert follow(old, ROWS, new, ROWS) == (2, 1, 0)


def test_a_merged_group_takes_its_larger_part_and_frees_the_other():
    old, new = np.array([0, 0, 1, 1, 1, 2]), np.array([0, 0, 0, 0, 0, 1])
    assert follow(old, ROWS, new, ROWS) == (1, 2)


def test_rows_are_matched_by_the_table_and_not_by_position():
    old, new = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])
    assert follow(old, np.array([0, 1, 4, 5]), new, np.array([1, 4, 5, 7])) == (0, 1)
    assert follow(old, np.array([0, 1, 4, 5]), new, np.array([4, 0, 1, 2])) == (1, 0)


def test_identities_are_carried_through_several_changes():
    old, new = np.array([0, 0, 1, 1, 2, 2]), np.array([1, 1, 0, 0, 2, 2])
    assert follow(old, ROWS, new, ROWS, (4, 7, 0)) == (7, 4, 0)
    assert follow(old, ROWS, np.array([0, 0, 1, 1, 2, 3]), ROWS, (4, 7, 0)) == (4, 7, 0, 1)


def test_groups_without_common_rows_keep_the_order_of_marks():
    assert follow(np.array([0, 1]), np.array([0, 1]), np.array([0, 1]), np.array([8, 9]), (3, 1)) == (3, 1)


def test_the_mark_of_a_vanished_group_goes_to_no_stranger():
    old, new = np.array([0, 0, 0, 0, 1]), np.array([0, 0, 1, 1])
    assert follow(old, np.arange(5), new, np.arange(4)) == (0, 2)


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=1, max_size=30),
)
def test_every_new_group_gets_its_own_identity(pairs):
    old, new = (np.unique(side, return_inverse=True)[1] for side in zip(*pairs, strict=True))
    rows = np.arange(len(pairs))
    found = follow(old, rows, new, rows)
    assert len(set(found)) == len(found) == new.max() + 1
    assert max(found) <= old.max() + new.max() + 1
