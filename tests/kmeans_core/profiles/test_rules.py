"""Rules in words, and how right they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.rules import Rule, find_rules, round_between
from tests.kmeans_core.matrices import matrix_of
from tests.kmeans_core.tables_made import table_of


def rules_of(columns: list[list[float]], labels: list[int], *names: str) -> tuple[Rule | None, ...]:
    matrix = replace(matrix_of(np.array(columns).T), original_names=names)
    return find_rules(matrix, np.array(labels, np.int32), max(labels) + 1)


def words_of(labels: list[int], *columns: tuple[str, list]) -> list[str]:
    """Return the rules in words of a table all of whose words are encoded."""
    table = table_of(columns)
    encoded = tuple(column.label for column in table.columns if column.numbers is None)
    matrix = prepare(table, Preparation(one_hot=encoded))
    found = find_rules(matrix, np.array(labels, np.int32), max(labels) + 1)
    return [rule.words() for rule in found if rule is not None]


def test_one_bound_between_two_groups_is_a_round_number() -> None:
    low, high = rules_of([[21_300, 24_100, 78_000, 91_000]], [0, 0, 1, 1], "income")
    assert (low.words(), low.precision, low.recall) == ("income at most 50,000", 1, 1)
    assert high.words() == "income above 50,000"


def test_a_group_in_the_middle_is_between_two_bounds() -> None:
    rules = rules_of([[1, 2, 11, 12, 21, 22]], [0, 0, 1, 1, 2, 2], "age")
    assert rules[1].words() == "age between 10 and 20"


def test_two_columns_are_joined_where_both_are_needed() -> None:
    a, b = np.meshgrid(np.arange(10.0), np.arange(10.0))
    inside = (a.ravel() > 4) & (b.ravel() <= 6)
    rules = rules_of([a.ravel().tolist(), b.ravel().tolist()], inside.astype(int).tolist(), "a", "b")
    assert set(rules[1].words().split(" and ")) == {"a above 4", "b at most 6"}
    assert (rules[1].precision, rules[1].recall) == (1, 1)


def test_precision_and_recall_are_counted_on_all_rows() -> None:
    columns = np.array([[1.0], [2], [3], [4], [9], [9.5], [10], [11], [12]])
    own = np.array([1, 1, 1, 0, 1, 1, 0, 0, 0], np.int32)
    found = find_rules(matrix_of(columns), own, 2)[1]
    assert found is not None
    told = found.conditions[0].holds(columns[:, 0])
    for condition in found.conditions[1:]:
        told &= condition.holds(columns[:, 0])
    assert found.precision == (told & (own == 1)).sum() / told.sum()
    assert found.recall == (told & (own == 1)).sum() / 5


def test_a_category_is_told_by_its_name() -> None:
    words = words_of([0, 0, 1, 1], ("city", ["Oslo", "Oslo", "Rome", "Bern"]))
    assert words == ["city is Oslo", "city is not Oslo"]


def test_a_missing_category_is_told_as_no_value() -> None:
    words = words_of([0, 0, 1, 1], ("city", ["", "", "Oslo", "Rome"]), ("x", [1, 2, 1, 2]))
    assert words == ["city has no value", "city has a value"]


def test_a_category_with_an_equals_sign_in_its_name_keeps_it() -> None:
    words = words_of([0, 0, 1, 1], ("a = b", ["Oslo", "Oslo", "Rome", "Bern"]))
    assert words == ["a = b is Oslo", "a = b is not Oslo"]


def test_a_column_of_numbers_named_like_a_level_is_told_by_its_numbers() -> None:
    columns = ("city = Oslo", [1, 2, 30, 40]), ("city", ["Oslo", "Rome", "Oslo", "Rome"])
    assert words_of([0, 0, 1, 1], *columns) == ["city = Oslo at most 20", "city = Oslo above 20"]


def test_of_many_columns_the_one_that_tells_is_asked() -> None:
    """A tree asks about twenty of 41; the cluster lies at the end of the one that tells."""
    columns = np.random.default_rng(0).normal(size=(41, 300))
    labels = (np.arange(300) < 60).astype(int)
    columns[30] = np.where(labels == 1, columns[30] - 50, columns[30])
    found = rules_of(columns.tolist(), labels.tolist(), *(f"c{j}" for j in range(41)))[1]
    assert found is not None
    assert [condition.column for condition in found.conditions] == ["c30"]
    assert (found.precision, found.recall) == (1, 1)


def test_progress_counts_the_rules() -> None:
    said: list[tuple[float, str]] = []
    columns, labels = np.array([[1.0], [2], [8], [9]]), np.array([0, 0, 1, 1], np.int32)
    find_rules(matrix_of(columns), labels, 2, progress=lambda done, words: said.append((done, words)))
    assert said == [(0, "rule 1 of 2"), (0.5, "rule 2 of 2")]


def test_conditions_that_add_nothing_are_left_out() -> None:
    random = np.random.default_rng(0)
    x = np.r_[random.normal(0, 1, 200), random.normal(10, 1, 200)]
    rules = rules_of([x.tolist(), random.normal(size=400).tolist()], [0] * 200 + [1] * 200, "x", "noise")
    assert [len(rule.conditions) for rule in rules] == [1, 1]


def test_large_tables_give_rules_that_hold_on_all_rows_whatever_the_size_of_the_clusters() -> None:
    random = np.random.default_rng(1)
    labels = np.r_[np.zeros(60_000), np.ones(200)].astype(np.int32)
    x = np.where(labels == 1, random.uniform(50, 60, labels.size), random.uniform(0, 40, labels.size))
    big, small = find_rules(matrix_of(x[:, None]), labels, 2)
    assert big is not None
    assert small is not None
    assert (big.precision, big.recall, small.precision, small.recall) == (1, 1, 1, 1)


def test_enormous_and_minute_numbers_and_single_rows_are_no_trouble() -> None:
    rules = rules_of([[-1e308, 0, 1e308], [1e-300, 2e-300, 3e-300]], [0, 1, 2], "a", "b")
    assert all(rule.precision == rule.recall == 1 for rule in rules)


def test_a_bound_may_be_zero_and_holds_rows_up_to_it() -> None:
    low, high = rules_of([[-1, 0, 5, 6]], [0, 0, 1, 1], "x")
    assert (low.words(), low.precision, low.recall) == ("x at most 0", 1, 1)
    assert (high.words(), high.precision, high.recall) == ("x above 0", 1, 1)


def test_one_cluster_of_all_rows_is_any_row() -> None:
    only, none = find_rules(matrix_of(np.array([[1.0], [2], [3]])), np.zeros(3, np.int32), 2)
    assert only is not None
    assert (only.words(), only.precision, only.recall, only.f1) == ("any row", 1, 1, 1)
    assert none is None


def test_columns_that_never_differ_give_no_condition_and_a_cluster_without_rows_no_rule() -> None:
    rules = find_rules(matrix_of(np.ones((4, 1))), np.array([0, 0, 2, 2], np.int32), 3)
    assert rules[0] is not None
    assert (rules[0].words(), rules[0].precision, rules[0].recall) == ("any row", 0.5, 1)
    assert rules[1] is None


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300))
def test_a_round_bound_parts_the_same_values(a: float, b: float) -> None:
    low, high = sorted((a, b))
    if low < high:
        assert low <= round_between(low, high) < high


@pytest.mark.parametrize(
    ("low", "high", "bound"),
    [(1.9, 3.0, 2), (41, 99, 70), (0.1249, 0.1251, 0.125), (-3, -1, -2), (1_234, 1_289, 1_260), (1, 2, 1.5)],
)
def test_bounds_have_few_digits(low: float, high: float, bound: float) -> None:
    assert round_between(low, high) == bound
