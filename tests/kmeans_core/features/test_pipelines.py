"""Columns are filled, transformed and scaled by plain scikit-learn transformers."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from kmeans_core.features import (
    Preparation,
    prepare,
)
from kmeans_core.tables.samples import load_sample
from tests.kmeans_core.features.raw import as_raw
from tests.kmeans_core.tables_made import table_of


@pytest.mark.parametrize(
    ("scaling", "scaler"),
    [("standard", StandardScaler()), ("min-max", MinMaxScaler()), ("robust", RobustScaler())],
)
def test_scaling_equals_that_of_scikit_learn(scaling: str, scaler: StandardScaler) -> None:
    table = load_sample("Wine")
    matrix = prepare(table, Preparation(scaling=scaling))  # type: ignore[arg-type]
    raw = np.column_stack([column.numbers for column in table.columns if column.offered])
    np.testing.assert_allclose(matrix.values, scaler.fit_transform(raw), rtol=1e-12, atol=1e-12)


def test_without_scaling_the_numbers_stay_and_one_column_decides() -> None:
    matrix = prepare(table_of([("x", [0, 0, 10, 10]), ("y", [0, 2, 0, 2])]), Preparation(scaling="none"))
    assert matrix.values.tolist() == matrix.originals.tolist()
    assert matrix.shares == (("x", 25 / 26), ("y", 1 / 26))


def test_a_column_of_weight_2_counts_twice_in_the_distance() -> None:
    plain = prepare(
        table_of([("x", [0, 0, 10, 10]), ("y", [0, 2, 0, 2])]), Preparation(weights=(("x", 2.0),))
    )
    assert plain.values.tolist() == [[-2, -1], [-2, 1], [2, -1], [2, 1]]
    assert plain.shares == (("x", 0.8), ("y", 0.2))
    assert plain.ledger[-1] == "Weighted: x × 2."


@pytest.mark.parametrize(("missing", "filling"), [("median", 3.0), ("mean", 13 / 3)])
def test_gaps_are_filled_and_counted(missing: str, filling: float) -> None:
    table = table_of([("x", [1, None, 3, 9]), ("y", [1, 2, 3, 4])])
    matrix = prepare(table, Preparation(missing=missing))  # type: ignore[arg-type]
    assert matrix.originals[:, 0].tolist() == [1, filling, 3, 9]
    assert f"Filled 1 missing value with the column's {missing}: x (1 with {filling:,.6g})." in matrix.ledger


def test_columns_treated_alike_stand_together_under_their_own_names() -> None:
    table = table_of([("a", [1, 2, 4]), ("b", [1, 5, 6]), ("c", [2, 4, 16])])
    matrix = prepare(table, Preparation(transforms=(("a", "log"), ("c", "log"))))
    assert matrix.original_names == ("a", "c", "b")
    assert matrix.originals.tolist() == [[1, 2, 1], [2, 4, 5], [4, 16, 6]]
    assert [label for label, _ in matrix.shares] == ["a", "b", "c"]


def test_without_gaps_any_way_to_fill_them_gives_the_same() -> None:
    table = load_sample("Iris")
    ways = [prepare(table, Preparation(missing=way)).values for way in ("median", "mean", "nearest", "drop")]
    for values in ways[1:]:
        np.testing.assert_array_equal(values, ways[0])


def test_the_pipeline_is_a_plain_scikit_learn_object() -> None:
    table = load_sample("Customers")
    how = Preparation(
        one_hot=("group",), transforms=(("income", "log"), ("order value", "power")), scaling="robust"
    )
    matrix = prepare(table, how)
    copy = pickle.loads(pickle.dumps(matrix.pipeline))
    np.testing.assert_array_equal(copy.transform(as_raw(table, matrix)), matrix.values)
    refitted = clone(matrix.pipeline).fit(as_raw(table, matrix))
    np.testing.assert_allclose(refitted.transform(as_raw(table, matrix)), matrix.values)


@pytest.mark.parametrize("scaling", ["robust", "min-max", "standard"])
def test_columns_of_mostly_equal_minute_or_enormous_values_are_scaled_all_the_same(scaling: str) -> None:
    mostly_zero = [0.0] * 80 + [float(i) for i in range(1000, 1020)]
    tiny = [1e-19 * i for i in range(100)]
    large = [1e15 + i for i in range(100)]
    table = table_of([("visits", mostly_zero), ("charge", tiny), ("stamp", large)])
    matrix = prepare(table, Preparation(scaling=scaling))  # type: ignore[arg-type]
    assert matrix.values.std(axis=0).max() < 2
    assert matrix.values.std(axis=0).min() > 0.2
    if scaling == "robust":
        assert matrix.ledger[-1] == (
            "Scaled by the standard deviation instead, having too many equal values for robust scaling: "
            "visits."
        )


def test_the_log_of_enormous_values_is_usable() -> None:
    matrix = prepare(table_of([("x", [1, 1e150, 1e300])]), Preparation(transforms=(("x", "log"),)))
    assert matrix.values[:, 0] == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])


def test_more_features_than_rows_are_fine() -> None:
    random = np.random.default_rng(0)
    table = table_of([(f"f{i}", random.normal(size=5).tolist()) for i in range(300)])
    assert prepare(table, Preparation()).values.shape == (5, 300)
    assert prepare(table, Preparation(components=50)).values.shape == (5, 5)
