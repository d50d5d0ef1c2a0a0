"""Chosen columns become comparable numbers, and everything done to them is told."""

from __future__ import annotations

import math
import pickle
import warnings

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from kmeans_core.common.errors import BadSettings, DataProblem, UnusableFeatures
from kmeans_core.features import (
    FeatureMatrix,
    Preparation,
    prepare,
    skewed,
    to_matrix_units,
    to_original_units,
)
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import Table
from tests.kmeans_core.tables_made import described, table_of

WOMEN_AND_MEN = table_of([("age", [20, 30, 40, 70]), ("sex", ["f", "m", "f", "f"])])


def problem(table: Table, preparation: Preparation) -> str:
    """Return the whole message of what is wrong."""
    with pytest.raises(DataProblem) as caught:
        prepare(table, preparation)
    return str(caught.value)


def as_raw(table: Table, matrix: FeatureMatrix) -> pd.DataFrame:
    """Give the rows that take part as a scikit-learn user would: numbers and words with gaps."""
    places = {column.label: i for i, column in enumerate(table.columns)}
    raw = {}
    for label in matrix.pipeline.feature_names_in_:
        numbers = table.column(label).numbers
        words = [cell or None for cell in table.text.column(places[label]).to_pylist()]
        raw[label] = pd.Series(words, dtype=object) if numbers is None else pd.Series(numbers)
    return pd.DataFrame(raw).iloc[matrix.rows]


def test_standard_scaling_gives_hand_checked_numbers() -> None:
    matrix = prepare(table_of([("x", [0, 0, 10, 10]), ("y", [0, 2, 0, 2])]), Preparation())
    assert matrix.values.tolist() == [[-1, -1], [-1, 1], [1, -1], [1, 1]]
    assert matrix.originals.tolist() == [[0, 0], [0, 2], [10, 0], [10, 2]]
    assert matrix.names == matrix.original_names == ("x", "y")
    assert matrix.shares == (("x", 0.5), ("y", 0.5))
    assert matrix.n_distinct == 4
    assert matrix.ledger == (
        "All 4 rows take part.",
        "Scaled to mean 0 and standard deviation 1: 2 columns.",
    )


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


def test_a_column_of_weight_0_is_dropped_and_told() -> None:
    table = table_of([("x", [0, 1]), ("y", [5, 7])])
    matrix = prepare(table, Preparation(weights=(("y", 0.0),)))
    assert matrix.names == ("x",)
    assert "Dropped 1 column of weight 0: y." in matrix.ledger


@pytest.mark.parametrize(("missing", "filling"), [("median", 3.0), ("mean", 13 / 3)])
def test_gaps_are_filled_and_counted(missing: str, filling: float) -> None:
    table = table_of([("x", [1, None, 3, 9]), ("y", [1, 2, 3, 4])])
    matrix = prepare(table, Preparation(missing=missing))  # type: ignore[arg-type]
    assert matrix.originals[:, 0].tolist() == [1, filling, 3, 9]
    assert f"Filled 1 missing value with the column's {missing}: x (1 with {filling:,.6g})." in matrix.ledger


def test_gaps_are_filled_from_the_nearest_rows() -> None:
    near = [(float(i), 100.0 + i) for i in range(6)] + [(1000.0 + i, 900.0 + i) for i in range(6)]
    table = table_of([("x", [x for x, _ in near] + [2]), ("y", [y for _, y in near] + [None])])
    matrix = prepare(table, Preparation(missing="nearest"))
    assert matrix.originals[-1].tolist() == pytest.approx([2, np.mean([100, 101, 102, 103, 104])])
    assert matrix.ledger[1] == "Filled 1 missing value with the mean of the 5 nearest of 13 rows: y (1)."


def test_rows_with_gaps_are_dropped_with_their_reason() -> None:
    table = table_of([("x", [1, None, 3, None]), ("y", [1, 2, None, 4]), ("z", [0, 1, 2, 3])])
    with pytest.raises(UnusableFeatures):
        prepare(table, Preparation(missing="drop"))
    longer = table_of([("x", [1, None, 3, 4, None]), ("y", [1, 2, None, 4, None])])
    matrix = prepare(longer, Preparation(missing="drop"))
    assert matrix.rows.tolist() == [0, 3]
    assert {why: rows.tolist() for why, rows in matrix.left_out} == {
        "missing value in x": [1, 4],
        "missing value in y": [2],
    }
    assert matrix.ledger[:2] == (
        "2 of 5 rows take part.",
        "Left out: 2 (missing value in x), 1 (missing value in y).",
    )


def test_rows_set_aside_infinite_or_with_nothing_left_take_no_part() -> None:
    table = table_of(
        [("x", [1, None, math.inf, 4, 10]), ("y", [1, None, 2, 3, 10])], set_aside=((4, "total row"),)
    )
    matrix = prepare(table, Preparation())
    assert matrix.rows.tolist() == [0, 3]
    assert {why: rows.tolist() for why, rows in matrix.left_out} == {
        "total row": [4],
        "infinite value in x": [2],
        "no value in any feature": [1],
    }


def test_columns_without_differences_are_dropped_and_drop_no_rows() -> None:
    table = table_of([("x", [1, 2, 3]), ("same", [7, 7, 7]), ("empty", [None, None, None])])
    matrix = prepare(table, Preparation(missing="drop"))
    assert matrix.names == ("x",)
    assert len(matrix.rows) == 3
    assert "Dropped 2 columns without differences: same, empty." in matrix.ledger


def test_cells_that_hold_no_number_are_told() -> None:
    table = described(table_of([("x", [1, None, 3])]), "x", not_numbers=1)
    assert "Cells that hold no number count as missing: 1 in x." in prepare(table, Preparation()).ledger


def test_logs_and_power_transforms_come_back_in_original_units() -> None:
    table = table_of([("x", [1, 10, 100, 1000]), ("y", [0, 1, 2, 50]), ("z", [-4, 0, 1, 90])])
    how = Preparation(transforms=(("x", "log"), ("y", "log"), ("z", "power")), weights=(("y", 3.0),))
    matrix = prepare(table, how)
    assert np.diff(matrix.values[:, 0]) == pytest.approx([np.sqrt(0.8)] * 3)
    np.testing.assert_allclose(to_original_units(matrix, matrix.values), matrix.originals, atol=1e-9)
    np.testing.assert_allclose(to_matrix_units(matrix, matrix.originals), matrix.values, atol=1e-12)
    assert matrix.ledger[1:3] == (
        "Took logs of: x, y.",
        "Made even by a power transform (Yeo-Johnson): z.",
    )


def test_gaps_in_a_logged_column_are_filled_from_the_nearest_rows() -> None:
    table = table_of([("x", [None, 1, 10, 100]), ("y", [1, 1, 2, 3])])
    matrix = prepare(table, Preparation(transforms=(("x", "log"),), missing="nearest"))
    assert matrix.originals[0].tolist() == pytest.approx([10, 1])


def test_a_category_counts_like_one_standard_column() -> None:
    matrix = prepare(WOMEN_AND_MEN, Preparation(one_hot=("sex",)))
    assert matrix.names == matrix.original_names == ("age", "sex = f", "sex = m")
    assert matrix.originals[:, 1:].tolist() == [[1, 0], [0, 1], [1, 0], [1, 0]]
    assert dict(matrix.shares) == pytest.approx({"age": 0.5, "sex": 0.5})
    assert matrix.values[:, 1:].var(axis=0).sum() == pytest.approx(1)
    assert "Encoded sex as 2 columns that together count like one feature." in matrix.ledger


def test_two_levels_are_as_far_apart_as_the_ends_of_a_min_max_column() -> None:
    matrix = prepare(WOMEN_AND_MEN, Preparation(one_hot=("sex",), scaling="min-max"))
    assert np.linalg.norm(matrix.values[0, 1:] - matrix.values[1, 1:]) == pytest.approx(1)


def test_centres_tell_the_share_of_each_level() -> None:
    matrix = prepare(WOMEN_AND_MEN, Preparation(features=("sex", "age"), one_hot=("sex",)))
    centre = to_original_units(matrix, matrix.values.mean(axis=0, keepdims=True))
    assert centre[0].tolist() == pytest.approx([0.75, 0.25, 40])


def test_rare_levels_share_a_column_and_are_counted() -> None:
    levels = [f"c{i:02}" for i in range(30)] + [f"c{i:02}" for i in range(19)]
    matrix = prepare(table_of([("city", levels)]), Preparation(one_hot=("city",)))
    assert len(matrix.names) == 20
    assert matrix.names[0] == "city = c00"
    assert matrix.names[-1] == "city = one of 11 others"
    assert matrix.originals[:, -1].sum() == 11
    assert matrix.ledger[1] == (
        "Encoded city as 20 columns that together count like one feature; its rarest levels share one, "
        "one of 11 others."
    )


def test_rows_without_a_category_form_a_level_of_their_own() -> None:
    table = table_of([("x", [1, 2, 3]), ("sex", ["f", "", "m"])])
    matrix = prepare(table, Preparation(one_hot=("sex",)))
    assert matrix.names == ("x", "sex = f", "sex = m", "sex missing")
    assert "1 row without sex forms a level of its own." in matrix.ledger
    assert prepare(table, Preparation(one_hot=("sex",), missing="drop")).rows.tolist() == [0, 2]


def test_a_level_never_takes_the_name_of_a_column() -> None:
    table = table_of(
        [("city = Oslo", [1, 2, 3]), ("city", ["Oslo", "Rome", ""]), ("city missing", [4.0, 5, 7])]
    )
    matrix = prepare(table, Preparation(one_hot=("city",)))
    assert matrix.original_names == (
        *("city = Oslo", "city missing"),
        *("city = Oslo (2)", "city = Rome", "city missing (2)"),
    )
    assert [level and level.value for level in matrix.original_levels] == [None, None, "Oslo", "Rome", None]


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


def test_equal_rows_are_counted_once_after_principal_components() -> None:
    rows = np.repeat(np.random.default_rng(0).normal(size=(7, 5)), 143, axis=0)
    table = table_of([(f"f{i}", rows[:, i].tolist()) for i in range(5)])
    assert prepare(table, Preparation(components=3)).n_distinct == 7


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


def test_principal_components_keep_the_variance_they_say() -> None:
    x = np.arange(20.0)
    table = table_of([("x", x.tolist()), ("twice", (2 * x).tolist())])
    matrix = prepare(table, Preparation(components=1))
    assert matrix.names == ("PC 1",)
    assert matrix.original_names == ("x", "twice")
    assert matrix.variance_kept == pytest.approx(1)
    assert matrix.ledger[-1] == "Reduced 2 columns to 1 principal component that keeps 100 % of the variance."
    np.testing.assert_allclose(to_original_units(matrix, matrix.values), matrix.originals, atol=1e-9)
    more = prepare(table, Preparation(components=5))
    assert more.ledger[-1] == "5 components were asked for; there are 2."


def test_centres_beyond_the_reach_of_a_power_transform_stay_within_the_column() -> None:
    random = np.random.default_rng(1)
    skew = np.exp(random.normal(size=200) * 3)
    table = table_of([("x", skew.tolist()), ("y", np.log(skew).tolist())])
    matrix = prepare(table, Preparation(components=1, transforms=(("x", "power"),)))
    ends = np.array([matrix.values.min(axis=0), matrix.values.max(axis=0)]) * 3
    originals = to_original_units(matrix, ends)
    assert np.isfinite(originals).all()
    assert originals[:, 0].max() <= skew.max()


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


def test_only_features_in_use_are_dealt_with() -> None:
    table = table_of([("x", [1, 2, 3]), ("y", [1, None, 3])])
    how = Preparation(features=("x", "x"), weights=(("y", 3.0),), transforms=(("y", "log"),), missing="drop")
    matrix = prepare(table, how)
    assert matrix.names == ("x",)
    assert len(matrix.ledger) == 2


def test_problems_say_what_to_do() -> None:
    table = table_of([("x", [1, 2, -3]), ("same", [4, 4, 4]), ("city", ["a", "b", "b"])])
    assert problem(table, Preparation(features=())) == (
        "No column is chosen as a feature. Choose at least one column of numbers."
    )
    assert problem(table, Preparation(features=("age",))) == (
        "There is no column called age. There are x, same, city."
    )
    assert problem(table, Preparation(features=("x", "city"))) == (
        "city holds words, not numbers. Encode it as categories, or leave it out."
    )
    assert problem(table, Preparation(features=("same",))) == (
        "In all 3 rows the chosen columns are equal, so there is nothing to group. "
        "Choose columns in which the rows differ."
    )
    assert problem(table, Preparation(features=("x",), transforms=(("x", "log"),))) == (
        "x holds negative values (the smallest is -3), which have no logarithm. "
        "Choose the power transform, or none."
    )
    assert problem(table, Preparation(weights=(("x", -1.0),))) == (
        "The weight of x is -1. Give a weight from 0 to 1,000,000."
    )
    assert problem(table, Preparation(components=0)) == (
        "There is no such thing as 0 principal components. Choose 1 or more, or none."
    )
    assert problem(table_of([("x", [1, 1e308])]), Preparation()) == (
        "x holds values as large as 1e+308, too large to compute with. Change its unit, or leave it out."
    )
    assert problem(table_of([("x", [1, 1e200])]), Preparation()) == (
        "x holds values as large as 1e+200, too large to compute with. "
        "Take its log, change its unit, or leave it out."
    )
    assert problem(table_of([("x", [0, 1e-300])]), Preparation()) == (
        "The values of x differ by less than numbers can square. Change its unit, or leave it out."
    )
    gaps = table_of([("x", [1, None, 3, None]), ("y", [None, 2, None, 3])])
    assert problem(gaps, Preparation(missing="drop")) == (
        "No row has a usable value in every chosen column. "
        "Fill missing values instead of dropping rows, or choose other columns."
    )
    assert problem(table_of([("x", [7])]), Preparation()) == (
        "Only one row takes part, so there is nothing to group. Load more rows."
    )


def test_the_log_of_enormous_values_is_usable() -> None:
    matrix = prepare(table_of([("x", [1, 1e150, 1e300])]), Preparation(transforms=(("x", "log"),)))
    assert matrix.values[:, 0] == pytest.approx([-np.sqrt(1.5), 0, np.sqrt(1.5)])


def test_more_features_than_rows_are_fine() -> None:
    random = np.random.default_rng(0)
    table = table_of([(f"f{i}", random.normal(size=5).tolist()) for i in range(300)])
    assert prepare(table, Preparation()).values.shape == (5, 300)
    assert prepare(table, Preparation(components=50)).values.shape == (5, 5)


def test_own_rows_that_do_not_fit_are_refused() -> None:
    matrix = prepare(table_of([("x", [1, 2, 3])]), Preparation(transforms=(("x", "log"),)))
    with pytest.raises(BadSettings) as caught:
        to_matrix_units(matrix, np.array([[-1.0]]))
    assert str(caught.value) == (
        "x holds a value that cannot be used. Give finite numbers, above 0 where a log is taken."
    )
    with pytest.raises(BadSettings) as caught:
        to_matrix_units(matrix, np.zeros((2, 3)))
    assert str(caught.value) == "Rows of 3 values were given for 1 columns. Give one value for each column."


def test_negative_zero_is_zero_when_distinct_rows_are_counted() -> None:
    matrix = prepare(table_of([("x", [0.0, -0.0, 1, 1])]), Preparation(scaling="none"))
    assert matrix.n_distinct == 2


def test_skewed_columns_are_offered_the_transform_that_evens_them_out() -> None:
    random = np.random.default_rng(0)
    normal = random.normal(size=500)
    table = table_of(
        [
            ("even", normal.tolist()),
            ("right", np.exp(normal).tolist()),
            ("small unit with zero", [0.0, *(np.exp(normal[1:]) * 1e-6).tolist()]),
            ("left", (-np.exp(normal)).tolist()),
            ("two values", [0.0] * 490 + [1.0] * 10),
        ]
    )
    assert skewed(table) == {"right": "log", "small unit with zero": "power", "left": "power"}


def test_values_are_ready_for_scikit_learn_and_cannot_be_edited() -> None:
    matrix = prepare(load_sample("Customers"), Preparation())
    assert matrix.values.flags.c_contiguous
    for array in (matrix.values, matrix.originals, matrix.rows):
        assert not array.flags.writeable


def test_digests_tell_tables_and_preparations_apart() -> None:
    iris, wine = load_sample("Iris"), load_sample("Wine")
    digests = {
        prepare(table, how).digest
        for table in (iris, wine)
        for how in (Preparation(), Preparation(scaling="none"))
    }
    assert len(digests) == 4
    assert prepare(iris, Preparation()).digest in digests


numbers = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9).map(lambda n: n / 1000),
    st.integers(0, 9).map(float),
    st.integers(-3, 3).map(float),
)
extremes = st.sampled_from([math.inf, -math.inf, 1e200, 1e-300, 1e308])


@st.composite
def tables(draw: st.DrawFn) -> Table:
    n_rows = draw(st.integers(1, 12))
    numeric = draw(st.lists(st.lists(numbers, min_size=n_rows, max_size=n_rows), max_size=4))
    if numeric and draw(st.integers(0, 3)) == 0:
        numeric[0][0] = draw(extremes)
    words = draw(
        st.lists(st.lists(st.sampled_from(["", "a", "b", "c"]), min_size=n_rows, max_size=n_rows), max_size=2)
    )
    columns = [(f"n{i}", cells) for i, cells in enumerate(numeric)] + [
        (f"w{i}", ["a", *cells[1:]]) for i, cells in enumerate(words)
    ]
    aside = tuple((row, "total row") for row in draw(st.sets(st.integers(0, n_rows - 1), max_size=2)))
    return table_of(columns or [("n", [1.0] * n_rows)], set_aside=aside)


@given(
    tables(),
    st.sampled_from(["median", "mean", "nearest", "drop"]),
    st.sampled_from(["standard", "min-max", "robust", "none"]),
    st.sampled_from([None, "log", "power"]),
    st.sampled_from([None, 1, 2]),
    st.floats(0.1, 10),
)
def test_any_table_gives_sound_numbers_or_a_typed_problem(
    table: Table, missing: str, scaling: str, transform: str | None, components: int | None, weight: float
) -> None:
    how = Preparation(
        missing=missing,  # type: ignore[arg-type]
        scaling=scaling,  # type: ignore[arg-type]
        transforms=((table.columns[0].label, transform),) if transform else (),  # type: ignore[arg-type]
        weights=((table.columns[0].label, weight),),
        one_hot=tuple(c.label for c in table.columns if c.numbers is None),
        components=components,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            matrix = prepare(table, how)
        except DataProblem:
            return
    every = np.concatenate([matrix.rows, *(rows for _, rows in matrix.left_out)])
    assert sorted(every.tolist()) == list(range(table.n_rows))
    assert np.isfinite(matrix.values).all()
    assert np.isfinite(matrix.originals).all()
    exact = len(np.unique(matrix.values + 0.0, axis=0))
    assert 2 <= matrix.n_distinct <= exact if components else matrix.n_distinct == exact >= 2
    assert sum(share for _, share in matrix.shares) == pytest.approx(1)
    scale = np.abs(matrix.values).max()
    again = matrix.pipeline.transform(as_raw(table, matrix))
    np.testing.assert_allclose(again, matrix.values, rtol=1e-9, atol=1e-9 * scale)
    for place, name in enumerate(matrix.original_names):
        if name.startswith("n"):
            raw = table.column(name).numbers
            assert raw is not None
            there = ~np.isnan(raw[matrix.rows])
            assert (matrix.originals[there, place] == raw[matrix.rows][there]).all()
    np.testing.assert_allclose(
        to_matrix_units(matrix, matrix.originals), matrix.values, atol=1e-6 * scale, rtol=1e-6
    )
