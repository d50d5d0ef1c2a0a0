"""Everything done to a table's rows and columns is told, in order and with counts."""

from __future__ import annotations

from kmeans_core.features import Preparation, prepare
from tests.kmeans_core.tables_made import described, table_of


def test_the_whole_ledger_of_a_table_with_everything() -> None:
    table = table_of(
        [
            ("age", [20, None, 40, 70, 30, 99]),
            ("income", [1, 10, 100, None, None, 99]),
            ("debt", [-1, 0, 1, 2, 30, 99]),
            ("same", [7, 7, 7, 7, 7, 99]),
            ("light", [1, 2, 3, 4, 5, 99]),
            ("sex", ["f", "m", "", "f", "m", "f"]),
        ],
        set_aside=((5, "total row"),),
    )
    how = Preparation(
        weights=(("light", 0.0), ("age", 2.5)),
        transforms=(("income", "log"), ("debt", "power")),
        one_hot=("sex",),
        components=2,
    )
    assert prepare(described(table, "age", not_numbers=1), how).ledger[:-1] == (
        "5 of 6 rows take part.",
        "Left out: 1 (total row).",
        "Dropped 1 column without differences: same.",
        "Dropped 1 column of weight 0: light.",
        "Cells that hold no number count as missing: 1 in age.",
        "Filled 3 missing values with the column's median: age (1 with 35), income (2 with 10).",
        "1 row without sex forms a level of its own.",
        "Took logs of: income.",
        "Made even by a power transform (Yeo-Johnson): debt.",
        "Encoded sex as 3 columns that together count like one feature.",
        "Scaled to mean 0 and standard deviation 1: 3 columns.",
        "Weighted: age × 2.5.",
    )


def test_several_rows_without_a_category_are_told_as_many() -> None:
    table = table_of([("x", [1, 2, 3, 4]), ("sex", ["f", "", "", "m"])])
    ledger = prepare(table, Preparation(one_hot=("sex",))).ledger
    assert "2 rows without sex form a level of their own." in ledger


def test_of_many_columns_the_first_eight_are_named() -> None:
    table = table_of([("x", [1, 2]), *((f"c{i}", [3, 3]) for i in range(10))])
    assert prepare(table, Preparation()).ledger[1] == (
        "Dropped 10 columns without differences: c0, c1, c2, c3, c4, c5, c6, c7 and 2 more."
    )


def test_each_scaling_is_told_in_its_own_words() -> None:
    table = table_of([("x", [1, 2, 4, 5])])
    told = [prepare(table, Preparation(scaling=how)).ledger[1] for how in ("min-max", "robust", "none")]
    assert told == [
        "Scaled to the range from 0 to 1: 1 column.",
        "Scaled to median 0 and an interquartile range of 1: 1 column.",
        "Not scaled: 1 column.",
    ]


def test_what_components_keep_is_rounded_down() -> None:
    """99.96 % is not 100 %."""
    x = [0.0, 1, 2, 3, 4, 5, 6, 7]
    table = table_of([("x", x), ("y", [2 * v + 0.1 * (i % 2) for i, v in enumerate(x)])])
    matrix = prepare(table, Preparation(components=1))
    assert matrix.ledger[-1] == (
        "Reduced 2 columns to 1 principal component that keeps 99.9 % of the variance."
    )
    both = prepare(table, Preparation(components=2)).ledger[-1]
    assert both == "Reduced 2 columns to 2 principal components that keep 100 % of the variance."
