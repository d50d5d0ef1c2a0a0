"""Tests of differences: by hand, and against SciPy."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from kmeans_core.profiles.number_profiles import Numbers, describe_numbers
from kmeans_core.profiles.significance import (
    compare_numbers,
    compare_pairs,
    compare_words,
    holm,
    kruskal,
)
from kmeans_core.profiles.word_profiles import Shares

THREE = np.array([6.0, 8, 4, 5, 3, 4, 8, 12, 9, 11, 6, 8, 13, 9, 11, 8, 7, 12])
GROUPS = np.repeat([0, 1, 2], 6).astype(np.int32)


def numbers_of(cells: np.ndarray, labels: np.ndarray, k: int, made_from: str | None = None) -> Numbers:
    return describe_numbers({"c": cells}, labels, k, made_from={"c": made_from})


def shares_of(counts: list[list[int]], made_from: str | None = None) -> Shares:
    table = np.array(counts)
    names = tuple("abcdefgh"[: table.shape[1]])
    none = np.zeros(len(table), int)
    return Shares("c", made_from, names, table, none, 0, none)


def test_the_textbook_analysis_of_variance() -> None:
    """Means 5, 9, 10; between 84 with 2 degrees, within 68 with 15: F = 9.26, p = .0024."""
    found = compare_numbers(numbers_of(THREE, GROUPS, 3), 0, THREE, GROUPS)
    assert found.f == pytest.approx(42 / (68 / 15))
    assert found.p_anova == pytest.approx(0.0024, abs=5e-5)
    assert found.eta_squared == pytest.approx(84 / 152)


def test_a_column_that_made_the_clusters_keeps_its_effect_and_gets_no_p_value() -> None:
    numbers = numbers_of(THREE, GROUPS, 3, made_from="c")
    found = compare_numbers(numbers, 0, THREE, GROUPS)
    assert found.circular == "c"
    assert (found.p_anova, found.p_kruskal) == (None, None)
    assert found.eta_squared == pytest.approx(84 / 152)
    assert all(pair.p is None and np.isfinite(pair.d) for pair in compare_pairs(numbers, 0))
    assert compare_words(shares_of([[5, 1], [1, 5]], made_from="c")).p is None


def test_a_copy_of_a_feature_is_circular_as_well_and_names_it() -> None:
    numbers = numbers_of(THREE, GROUPS, 3, made_from="weight in kg")
    found = compare_numbers(numbers, 0, THREE, GROUPS)
    assert (found.circular, found.p_anova, found.p_kruskal) == ("weight in kg", None, None)
    assert {(pair.circular, pair.p) for pair in compare_pairs(numbers, 0)} == {("weight in kg", None)}
    words = compare_words(shares_of([[5, 1], [1, 5]], made_from="sex"))
    assert (words.circular, words.p) == ("sex", None)


values = st.integers(-20, 20).map(lambda i: i / 4)


@given(arrays(float, 24, elements=values))
def test_scipy_says_the_same(cells: np.ndarray) -> None:
    labels = np.arange(24, dtype=np.int32) % 3
    groups = [cells[labels == c] for c in range(3)]
    if any(np.ptp(group) == 0 for group in groups):
        return
    numbers = numbers_of(cells, labels, 3)
    found = compare_numbers(numbers, 0, cells, labels)
    expected = stats.f_oneway(*groups)
    assert (found.f, found.p_anova) == pytest.approx(tuple(expected), rel=1e-8, abs=1e-12)
    ranks = stats.kruskal(*groups)
    assert (found.h, found.p_kruskal) == pytest.approx(tuple(ranks), rel=1e-8, abs=1e-10)
    pairs = compare_pairs(numbers, 0)
    raw = []
    for pair in pairs:
        welch = stats.ttest_ind(groups[pair.first], groups[pair.second], equal_var=False)
        assert (pair.t, pair.freedom) == pytest.approx((welch.statistic, welch.df), rel=1e-8, abs=1e-10)
        raw.append(welch.pvalue)
    assert [pair.p for pair in pairs] == pytest.approx(list(holm(np.array(raw))), rel=1e-7, abs=1e-12)


@given(arrays(np.int64, (3, 4), elements=st.integers(1, 60)))
def test_scipy_agrees_on_words(counts: np.ndarray) -> None:
    found = compare_words(shares_of(counts.tolist()))
    expected = stats.chi2_contingency(counts, correction=False)
    assert (found.chi_squared, found.p, found.freedom) == pytest.approx(tuple(expected[:3]))
    assert found.cramers_v == pytest.approx(stats.contingency.association(counts, method="cramer"))


@pytest.mark.parametrize("counts", [[[1, 0, 5], [0, 7, 4]], [[1, 0], [3, 4]]])
def test_values_and_clusters_of_one_row_count_in_the_test_of_words(counts: list[list[int]]) -> None:
    found, expected = compare_words(shares_of(counts)), stats.chi2_contingency(counts, correction=False)
    assert (found.chi_squared, found.p, found.freedom) == pytest.approx(tuple(expected[:3]))


def test_cramers_v_is_1_when_the_cluster_tells_the_value() -> None:
    found = compare_words(shares_of([[10, 0], [0, 10]]))
    assert (found.chi_squared, found.cramers_v) == (pytest.approx(20), pytest.approx(1))


def test_few_expected_rows_make_p_rough() -> None:
    assert compare_words(shares_of([[3, 1], [2, 2]])).sparse
    assert not compare_words(shares_of([[30, 10], [20, 20]])).sparse


def test_up_to_a_fifth_of_the_cells_may_expect_few_rows() -> None:
    """Cochran's rule (1954): of ten cells, two may expect fewer than 5; an expectation of 5 is enough."""
    fifth = [[3, 50, 50, 50, 50], [3, 50, 50, 50, 50]]
    assert not compare_words(shares_of(fifth)).sparse
    assert compare_words(shares_of([[3, 4, 50, 50, 50], [3, 4, 50, 50, 50]])).sparse
    assert not compare_words(shares_of([[5, 5, 50, 50, 50], [5, 5, 50, 50, 50]])).sparse


def test_rarer_values_count_as_one_and_empty_columns_and_clusters_not_at_all() -> None:
    shares = Shares(
        "c", None, ("a", "b"), np.array([[9, 1], [1, 9], [0, 0]]), np.array([5, 5, 0]), 3, np.zeros(3)
    )
    found = compare_words(shares)
    assert found.freedom == 2
    assert found.chi_squared == pytest.approx(stats.chi2_contingency([[9, 1, 5], [1, 9, 5]]).statistic)


def test_a_pair_of_unequal_sizes_is_the_first_cluster_minus_the_second() -> None:
    """Means 10 and 4; squares 8 and 42; pooled over 2 + 5 - 2 = 5 degrees."""
    cells = np.array([8.0, 12, 0, 2, 4, 6, 8])
    pair = compare_pairs(numbers_of(cells, np.array([0, 0, 1, 1, 1, 1, 1], np.int32), 2), 0)[0]
    assert (pair.first, pair.second, pair.gap) == (0, 1, 6)
    assert pair.d == pytest.approx(6 / np.sqrt((8 + 40) / 5))
    welch = stats.ttest_ind([8, 12], [0, 2, 4, 6, 8], equal_var=False)
    assert (pair.t, pair.freedom, pair.p) == pytest.approx((welch.statistic, welch.df, welch.pvalue))


def test_pairs_come_by_p_and_then_by_the_size_of_the_difference() -> None:
    cells, labels = np.array([0.0, 0, 1, 1, 9, 9]), np.array([0, 0, 1, 1, 2, 2], np.int32)
    certain = compare_pairs(numbers_of(cells, labels, 3), 0)
    assert [(p.first, p.second, p.p) for p in certain] == [(0, 1, 0), (0, 2, 0), (1, 2, 0)]
    apart = np.array([0.0, 1, 2, 3, 50, 51, 52, 53, 20, 30, 40, 90])
    told = compare_pairs(numbers_of(apart, np.repeat([0, 1, 2], 4).astype(np.int32), 3), 0)
    assert [(p.first, p.second) for p in told] == [(0, 1), (0, 2), (1, 2)]
    assert [p.p for p in told] == sorted(p.p for p in told)


def test_a_cluster_without_rows_changes_nothing_in_the_rank_test() -> None:
    assert kruskal(THREE, GROUPS, 4) == kruskal(THREE, GROUPS, 3)
    assert kruskal(THREE, GROUPS + GROUPS // 2, 4) == kruskal(THREE, GROUPS, 3)


def test_a_cluster_of_one_row_counts_in_the_rank_test() -> None:
    cells, labels = np.array([9.0, 1, 2, 5, 6, 6]), np.array([0, 1, 1, 2, 2, 2], np.int32)
    expected = stats.kruskal([9], [1, 2], [5, 6, 6])
    h, p, share = kruskal(cells, labels, 3)
    assert (h, p) == pytest.approx((expected.statistic, expected.pvalue))
    assert share == pytest.approx(h / 5)


def test_rows_in_no_cluster_take_no_part_in_the_rank_test() -> None:
    more, labels = np.append(THREE, 99), np.append(GROUPS, -1).astype(np.int32)
    assert kruskal(more, labels, 3) == kruskal(THREE, GROUPS, 3)


def test_holm_by_hand() -> None:
    assert holm(np.array([0.04, 0.01, np.nan, 0.03])) == pytest.approx(
        [0.06, 0.03, np.nan, 0.06], nan_ok=True
    )
    assert holm(np.array([0.9, 0.8])) == pytest.approx([1, 1])


def test_missing_cells_take_no_part_in_the_rank_test() -> None:
    gappy, labels = np.append(THREE, np.nan), np.append(GROUPS, 1).astype(np.int32)
    assert kruskal(gappy, labels, 3) == kruskal(THREE, GROUPS, 3)


@pytest.mark.parametrize(
    ("cells", "t"),
    [([1, 1, 1, 1], 0), ([np.nan] * 4, np.nan), ([1, 1, np.nan, np.nan], np.nan)],
    ids=["constant", "empty", "one group"],
)
def test_columns_that_cannot_differ_have_no_answer(cells: list[float], t: float) -> None:
    """Equal means are 0 apart, whatever their spread; how likely that is, nothing tells where none varies."""
    column, labels = np.array(cells, float), np.array([0, 0, 1, 1], np.int32)
    found = compare_numbers(numbers_of(column, labels, 2), 0, column, labels)
    assert np.isnan([found.f, found.p_anova, found.h, found.p_kruskal, found.epsilon_squared]).all()
    pair = compare_pairs(numbers_of(column, labels, 2), 0)[0]
    assert (pair.t, pair.d, pair.p) == pytest.approx((t, t, np.nan), nan_ok=True)


def test_a_group_of_one_row_counts_in_the_analysis_of_variance() -> None:
    cells, labels = np.array([9.0, 1, 2, 5, 6, 6]), np.array([0, 1, 1, 2, 2, 2], np.int32)
    found = compare_numbers(numbers_of(cells, labels, 3), 0, cells, labels)
    assert (found.f, found.p_anova) == pytest.approx(tuple(stats.f_oneway([9], [1, 2], [5, 6, 6])))


def test_groups_of_one_row_each_have_no_analysis_of_variance() -> None:
    column, labels = np.array([1.0, 2, 5]), np.array([0, 1, 2], np.int32)
    found = compare_numbers(numbers_of(column, labels, 3), 0, column, labels)
    assert np.isnan([found.f, found.p_anova]).all()


def test_tests_do_not_depend_on_the_unit() -> None:
    cells = THREE * 1e-3
    small = compare_numbers(numbers_of(cells, GROUPS, 3), 0, cells, GROUPS)
    plain = compare_numbers(numbers_of(THREE, GROUPS, 3), 0, THREE, GROUPS)
    assert (small.f, small.p_anova, small.h) == pytest.approx((plain.f, plain.p_anova, plain.h))


def test_two_groups_are_compared_by_their_ranks() -> None:
    cells, labels = np.array([1.0, 4, 2, 9, 8]), np.array([0, 0, 0, 1, 1], np.int32)
    expected = stats.kruskal([1, 4, 2], [9, 8])
    assert kruskal(cells, labels, 2)[:2] == pytest.approx((expected.statistic, expected.pvalue))


def test_groups_that_never_vary_but_differ_are_certain() -> None:
    column, labels = np.array([0.1, 0.1, 0.2, 0.2]), np.array([0, 0, 1, 1], np.int32)
    found = compare_numbers(numbers_of(column, labels, 2), 0, column, labels)
    assert (found.f, found.p_anova, found.eta_squared) == (np.inf, 0, 1)


def test_a_cluster_of_one_row_has_no_t_test_and_spoils_no_other() -> None:
    cells, labels = np.array([9.0, 1, 2, 5, 6]), np.array([0, 1, 1, 2, 2], np.int32)
    pairs = {(p.first, p.second): p.p for p in compare_pairs(numbers_of(cells, labels, 3), 0)}
    assert np.isnan([pairs[0, 1], pairs[0, 2]]).all()
    assert pairs[1, 2] == pytest.approx(stats.ttest_ind([1, 2], [5, 6], equal_var=False).pvalue)


def test_a_column_with_one_value_has_no_test_of_words() -> None:
    found = compare_words(shares_of([[4], [5]]))
    assert np.isnan([found.chi_squared, found.cramers_v]).all()
    assert (found.column, found.circular, found.p, found.freedom, found.sparse) == ("c", None, None, 0, False)
