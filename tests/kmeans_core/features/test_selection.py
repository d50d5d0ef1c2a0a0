"""Which columns and rows take part, and why the others do not."""

from __future__ import annotations

import math

import pytest

from kmeans_core.common.errors import UnusableFeatures
from kmeans_core.features import (
    Preparation,
    prepare,
)
from tests.kmeans_core.tables_made import table_of


def test_a_column_of_weight_0_is_dropped_and_told() -> None:
    table = table_of([("x", [0, 1]), ("y", [5, 7])])
    matrix = prepare(table, Preparation(weights=(("y", 0.0),)))
    assert matrix.names == ("x",)
    assert "Dropped 1 column of weight 0: y." in matrix.ledger


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


def test_only_features_in_use_are_dealt_with() -> None:
    table = table_of([("x", [1, 2, 3]), ("y", [1, None, 3])])
    how = Preparation(features=("x", "x"), weights=(("y", 3.0),), transforms=(("y", "log"),), missing="drop")
    matrix = prepare(table, how)
    assert matrix.names == ("x",)
    assert len(matrix.ledger) == 2


def test_a_table_of_words_alone_is_told_what_can_be_done_with_words() -> None:
    table = table_of([("city", ["Oslo", "Lima"]), ("sky", ["blue", "grey"])])
    with pytest.raises(UnusableFeatures) as caught:
        prepare(table)
    assert str(caught.value) == (
        "No column of this table measures anything in numbers. "
        "Let columns of words take part: each of their words becomes a column of 0 and 1."
    )
