"""Gaps are filled from the nearest rows."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.features import (
    Preparation,
    prepare,
)
from tests.kmeans_core.tables_made import table_of


def test_gaps_are_filled_from_the_nearest_rows() -> None:
    near = [(float(i), 100.0 + i) for i in range(6)] + [(1000.0 + i, 900.0 + i) for i in range(6)]
    table = table_of([("x", [x for x, _ in near] + [2]), ("y", [y for _, y in near] + [None])])
    matrix = prepare(table, Preparation(missing="nearest"))
    assert matrix.originals[-1].tolist() == pytest.approx([2, np.mean([100, 101, 102, 103, 104])])
    assert matrix.ledger[1] == "Filled 1 missing value with the mean of the 5 nearest of 13 rows: y (1)."


def test_gaps_in_a_logged_column_are_filled_from_the_nearest_rows() -> None:
    table = table_of([("x", [None, 1, 10, 100]), ("y", [1, 1, 2, 3])])
    matrix = prepare(table, Preparation(transforms=(("x", "log"),), missing="nearest"))
    assert matrix.originals[0].tolist() == pytest.approx([10, 1])
