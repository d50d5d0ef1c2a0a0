"""From original units to comparable ones and back."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.common.errors import BadSettings
from kmeans_core.features import (
    Preparation,
    prepare,
    to_matrix_units,
    to_original_units,
)
from tests.kmeans_core.tables_made import table_of

WOMEN_AND_MEN = table_of([("age", [20, 30, 40, 70]), ("sex", ["f", "m", "f", "f"])])


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


def test_centres_tell_the_share_of_each_level() -> None:
    matrix = prepare(WOMEN_AND_MEN, Preparation(features=("sex", "age"), one_hot=("sex",)))
    centre = to_original_units(matrix, matrix.values.mean(axis=0, keepdims=True))
    assert centre[0].tolist() == pytest.approx([0.75, 0.25, 40])


def test_centres_beyond_the_reach_of_a_power_transform_stay_within_the_column() -> None:
    random = np.random.default_rng(1)
    skew = np.exp(random.normal(size=200) * 3)
    table = table_of([("x", skew.tolist()), ("y", np.log(skew).tolist())])
    matrix = prepare(table, Preparation(components=1, transforms=(("x", "power"),)))
    ends = np.array([matrix.values.min(axis=0), matrix.values.max(axis=0)]) * 3
    originals = to_original_units(matrix, ends)
    assert np.isfinite(originals).all()
    assert originals[:, 0].max() <= skew.max()


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
