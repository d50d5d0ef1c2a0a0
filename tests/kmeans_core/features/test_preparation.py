"""Chosen columns become comparable numbers, and everything done to them is told."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.common.errors import DataProblem
from kmeans_core.features import (
    Preparation,
    prepare,
    to_matrix_units,
    to_original_units,
)
from kmeans_core.tables.samples import load_sample
from kmeans_core.tables.table import Table, read_table
from tests.kmeans_core.features.raw import as_raw
from tests.kmeans_core.tables_made import described, table_of


def problem(table: Table, preparation: Preparation) -> str:
    """Return the whole message of what is wrong."""
    with pytest.raises(DataProblem) as caught:
        prepare(table, preparation)
    return str(caught.value)


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


def test_cells_that_hold_no_number_are_told() -> None:
    table = described(table_of([("x", [1, None, 3])]), "x", not_numbers=1)
    assert "Cells that hold no number count as missing: 1 in x." in prepare(table, Preparation()).ledger


def test_principal_components_keep_the_variance_they_say() -> None:
    x = np.arange(20.0)
    table = table_of([("x", x.tolist()), ("twice", (2 * x).tolist())])
    matrix = prepare(table, Preparation(components=1))
    assert matrix.names == ("PC 1",)
    assert matrix.original_names == ("x", "twice")
    assert matrix.ledger[-1] == "Reduced 2 columns to 1 principal component that keeps 100 % of the variance."
    np.testing.assert_allclose(to_original_units(matrix, matrix.values), matrix.originals, atol=1e-9)
    more = prepare(table, Preparation(components=5))
    assert more.ledger[-1] == "5 components were asked for; there are 2."


def test_problems_say_what_to_do() -> None:
    table = table_of([("x", [1, 2, -3]), ("same", [4, 4, 4]), ("city", ["a", "b", "b"])])
    assert problem(table, Preparation(features=())) == (
        "No column is chosen as a feature. Choose at least one column of numbers."
    )
    assert problem(table, Preparation(features=("age",))) == (
        "There is no column called age. There are x, same, city."
    )
    assert problem(table, Preparation(features=("x", "city"))) == (
        "Words, not numbers, are in city. Encode as categories, or leave out."
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


def test_hours_on_a_circle_put_midnight_beside_eleven_at_night_and_count_like_one_column() -> None:
    hours = "\n".join(f"{hour},{hour % 5}" for hour in (23, 0, 1, 11, 12, 13))
    table = read_table(f"hour,other\n{hours}\n".encode(), "day.csv")
    matrix = prepare(table, Preparation(circles=(("hour", 24.0),)))
    assert matrix.names == ("hour (sine)", "hour (cosine)", "other")
    late = np.linalg.norm(np.diff(matrix.values[:, :2], axis=0), axis=1)
    assert late[0] == pytest.approx(late[1]) == pytest.approx(late[3])
    assert dict(matrix.shares) == pytest.approx({"hour": 0.5, "other": 0.5})
    assert "Placed on a circle, as two columns that count like one: hour of 24." in matrix.ledger
