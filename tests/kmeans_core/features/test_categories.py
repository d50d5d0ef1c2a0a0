"""Categories among numbers: each counts like one column, under names of its own."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.features import (
    Preparation,
    prepare,
)
from tests.kmeans_core.tables_made import table_of

WOMEN_AND_MEN = table_of([("age", [20, 30, 40, 70]), ("sex", ["f", "m", "f", "f"])])


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
