"""A column of words as numbers, most frequent first."""

from __future__ import annotations

import numpy as np

from kmeans_core.tables.column_values import coded
from kmeans_core.tables.table import read_table

TABLE = read_table(b"city,x\nRome,1\n Oslo ,2\nNA,3\nOslo,4\nBern,5\n", "t.csv")


def test_values_are_numbered_by_frequency_and_gaps_are_minus_one() -> None:
    codes, values = coded(TABLE, "city", np.arange(5))
    assert codes.tolist() == [2, 0, -1, 0, 1]
    assert values == ("Oslo", "Bern", "Rome")


def test_only_the_rows_asked_for_count() -> None:
    codes, values = coded(TABLE, "city", np.array([4, 0]))
    assert codes.tolist() == [0, 1]
    assert values == ("Bern", "Rome")


def test_a_column_without_values_has_no_numbers() -> None:
    codes, values = coded(TABLE, "city", np.array([2]))
    assert (codes.tolist(), values) == ([-1], ())
