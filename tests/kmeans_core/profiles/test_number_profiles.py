"""Statistics by cluster, against hand-made answers and against pandas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_core.profiles.number_profiles import QUANTILES, STATISTICS, Numbers, describe_numbers


def described(*columns: list[float], labels: list[int], k: int | None = None) -> Numbers:
    named = {f"c{j}": np.array(column, dtype=float) for j, column in enumerate(columns)}
    return describe_numbers(named, np.array(labels, np.int32), k or max(labels) + 1)


def test_two_by_two_rows_by_hand() -> None:
    numbers = described([1, 3, 7, 9], labels=[0, 0, 1, 1])
    assert numbers.of("mean")[:, 0].tolist() == [2, 8, 5]
    assert numbers.of("sd")[:2, 0] == pytest.approx([np.sqrt(2)] * 2)
    assert numbers.of("25 %")[:, 0].tolist() == [1.5, 7.5, 2.5]
    assert numbers.difference[:, 0] == pytest.approx([-6 / np.sqrt(2), 6 / np.sqrt(2)])
    assert numbers.eta_squared[0] == pytest.approx(36 / 40)


def test_the_rest_is_pooled_as_one_group() -> None:
    """Inside 0 and 2; outside 4, 6, 8, 10 with mean 7 and squares 20: d = (1 - 7) / sqrt((2 + 20) / 4)."""
    numbers = described([0, 2, 4, 6, 8, 10], labels=[0, 0, 1, 1, 2, 2])
    assert numbers.difference[0, 0] == pytest.approx(-6 / np.sqrt(22 / 4))


def test_a_mean_between_two_others_is_compared_with_the_nearer_one() -> None:
    numbers = described([0, 2, 4, 6, 9, 11], labels=[0, 0, 1, 1, 2, 2])
    assert numbers.between[:, 0] == pytest.approx([np.nan, 4 / np.sqrt(2), np.nan], nan_ok=True)


def test_missing_cells_are_counted_and_left_out() -> None:
    numbers = described([1, np.nan, 3, 5, 7], labels=[0, 0, 0, 1, 1])
    assert numbers.of("count")[:, 0].tolist() == [2, 2, 4]
    assert numbers.of("missing")[:, 0].tolist() == [1, 0, 1]
    assert numbers.of("median")[:, 0].tolist() == [2, 6, 4]


def test_rows_in_no_cluster_count_among_all_rows_only() -> None:
    numbers = described([1, 3, 50, 7, 9], labels=[0, 0, -1, 1, 1])
    without = described([1, 3, 7, 9], labels=[0, 0, 1, 1])
    assert numbers.of("mean")[:, 0].tolist() == [2, 8, 14]
    assert numbers.of("count")[:, 0].tolist() == [2, 2, 5]
    assert numbers.difference.tolist() == without.difference.tolist()
    assert numbers.eta_squared.tolist() == without.eta_squared.tolist()


def test_a_cluster_of_one_row_has_a_mean_but_no_deviation() -> None:
    numbers = described([5, 1, 2, 3], labels=[0, 1, 1, 1])
    assert (numbers.of("mean")[0, 0], numbers.of("median")[0, 0]) == (5, 5)
    assert np.isnan(numbers.of("sd")[0, 0])
    assert numbers.difference[0, 0] == pytest.approx(3 / 1.0)


def test_three_values_are_enough_for_a_difference_and_two_are_not() -> None:
    assert described([1, 2, 4], labels=[0, 1, 1]).difference[:, 0] == pytest.approx([-np.sqrt(2), np.sqrt(2)])
    assert np.isnan(described([1, 2], labels=[0, 1]).difference).all()


def test_nothing_is_said_of_a_cluster_without_values() -> None:
    numbers = described([np.nan, np.nan, 1, 2, 4], labels=[0, 0, 1, 1, 2])
    assert np.isnan(numbers.of("mean")[0, 0])
    assert np.isnan(numbers.difference[0, 0])
    assert np.isfinite(numbers.difference[1, 0])


def test_a_cluster_without_values_takes_nothing_from_the_share_between_the_others() -> None:
    """Means 1.5 and 4, grand mean 7/3: between 2 x 25/36 + 25/9, within .5."""
    numbers = described([np.nan, np.nan, 1, 2, 4], labels=[0, 0, 1, 1, 2])
    between = 2 * 25 / 36 + 25 / 9
    assert numbers.eta_squared[0] == pytest.approx(between / (between + 0.5))


def test_clusters_stand_so_many_deviations_from_the_mean_of_all_rows() -> None:
    numbers = described([0.1, 0.3, 0.7, 0.9], [5, 5, 5, 5], labels=[0, 0, 1, 1])
    assert numbers.standing([0])[:, 0] == pytest.approx([-3 / np.sqrt(40 / 3), 3 / np.sqrt(40 / 3)])
    assert numbers.standing([1, 0]).shape == (2, 2)
    assert np.isnan(numbers.standing([1])).all()


def test_progress_names_every_column() -> None:
    said: list[tuple[float, str]] = []
    columns = {"a": np.arange(4.0), "b": np.arange(4.0)}
    labels = np.array([0, 0, 1, 1], np.int32)
    describe_numbers(columns, labels, 2, progress=lambda done, words: said.append((done, words)))
    assert said == [(0, "column 1 of 2"), (0.5, "column 2 of 2")]


def test_columns_that_never_vary_inside_differ_without_end_and_constant_ones_not_at_all() -> None:
    numbers = described([1, 1, 2, 2], [0.1, 0.1, 0.1, 0.1], labels=[0, 0, 1, 1])
    assert numbers.difference.tolist() == [[-np.inf, 0], [np.inf, 0]]
    assert numbers.eta_squared[0] == 1
    assert np.isnan(numbers.eta_squared[1])


def test_of_enormous_numbers_the_quantiles_are_told_and_of_empty_columns_nothing() -> None:
    """Warnings are errors here: sums beyond the range of numbers are answered, not warned of."""
    numbers = described([1e300, -1e300, 1e308, 1e308], [np.nan] * 4, labels=[0, 0, 1, 1])
    assert numbers.of("minimum")[:, 0].tolist() == [-1e300, 1e308, -1e300]
    assert numbers.of("mean")[:, 0].tolist() == [0, 1e308, np.inf]
    assert numbers.of("missing")[:, 1].tolist() == [2, 2, 4]
    assert np.isnan([numbers.of("mean")[:, 1], numbers.of("median")[:, 1]]).all()
    assert np.isnan(numbers.difference[:, 1]).all()


def test_infinite_values_have_their_place_among_the_quantiles_but_no_mean() -> None:
    numbers = described([np.inf, 1, 2, -np.inf], labels=[0, 0, 1, 1])
    assert numbers.of("minimum")[:, 0].tolist() == [1, -np.inf, -np.inf]
    assert numbers.of("maximum")[:, 0].tolist() == [np.inf, 2, np.inf]
    assert np.isnan(numbers.of("mean")[2, 0])


def test_a_large_offset_takes_nothing_from_the_deviation() -> None:
    far = described([1e9 + 1, 1e9 + 3, 1e9 + 7, 1e9 + 9], labels=[0, 0, 1, 1])
    assert far.of("sd")[:2, 0] == pytest.approx([np.sqrt(2)] * 2)
    assert far.difference[1, 0] == pytest.approx(6 / np.sqrt(2))


def test_only_the_rows_that_took_part_are_described() -> None:
    column = np.array([100.0, 1, 2, 100, 3, 4])
    numbers = describe_numbers(
        {"c": column}, np.array([0, 0, 1, 1], np.int32), 2, rows=np.array([1, 2, 4, 5])
    )
    assert numbers.of("mean")[:, 0].tolist() == [1.5, 3.5, 2.5]
    assert column[0] == 100
    assert column[1] == 1


cells = st.one_of(st.floats(-1e6, 1e6, width=32), st.just(np.nan))


@given(arrays(float, 40, elements=cells), arrays(np.int32, 40, elements=st.integers(0, 3)))
def test_pandas_says_the_same(column: np.ndarray, labels: np.ndarray) -> None:
    numbers = describe_numbers({"c": column}, labels, 4)
    groups = pd.Series(column).groupby(labels)
    expected = {
        "count": groups.count(),
        "mean": groups.mean(),
        "sd": groups.std(),
        **{name: groups.quantile(q) for name, q in QUANTILES.items()},
    }
    for name, values in expected.items():
        mine = numbers.of(name)[values.index.to_numpy(), 0]
        assert mine == pytest.approx(values.to_numpy(float), rel=1e-7, abs=1e-6, nan_ok=True), name
    assert set(expected) == set(STATISTICS) - {"missing"}
