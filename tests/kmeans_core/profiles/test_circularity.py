"""Columns that are features under another name."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.circularity import COMPARED, compared, copied
from tests.kmeans_core.tables_made import table_of

RANDOM = np.random.default_rng(0)
WEIGHT, AGE = RANDOM.normal(70, 10, 50), RANDOM.uniform(18, 80, 50)
BODIES = prepare(table_of([("age", AGE.tolist()), ("weight", WEIGHT.tolist())]), Preparation())


@pytest.mark.parametrize("sign", [1, -1])
def test_a_feature_in_another_unit_is_a_copy_whatever_its_sign(sign: int) -> None:
    assert copied(sign * np.round(WEIGHT * 2.2) + 5, BODIES) == "weight"


def test_a_column_that_only_goes_with_a_feature_is_no_copy() -> None:
    """Noise of a fifth of the spread: r = 1 / √1.04 = .98."""
    assert copied(WEIGHT + RANDOM.normal(0, 2.2, 50), BODIES) is None


def test_missing_cells_and_infinite_ones_are_left_out() -> None:
    pounds = WEIGHT * 2.2
    pounds[:30], pounds[30] = np.nan, np.inf
    assert copied(pounds, BODIES) == "weight"


def test_three_values_are_enough_to_know_a_copy() -> None:
    pounds = np.full(50, np.nan)
    pounds[:3] = WEIGHT[:3] * 2.2
    assert copied(pounds, BODIES) == "weight"


@pytest.mark.parametrize("cells", [[np.nan] * 50, [7.0] * 50, [1.0, 2.0] + [np.nan] * 48])
def test_empty_and_constant_columns_and_two_values_are_no_copies(cells: list[float]) -> None:
    assert copied(np.array(cells), BODIES) is None


def test_a_copy_of_an_encoded_category_is_named_by_its_column() -> None:
    cities = ["Oslo", "Rome", "Bern", "Oslo", "Rome", "Oslo"]
    matrix = prepare(table_of([("city", cities)]), Preparation(one_hot=("city",)))
    assert copied(np.array([city == "Oslo" for city in cities], dtype=float), matrix) == "city"


def test_of_many_rows_evenly_spaced_ones_are_compared() -> None:
    many = RANDOM.normal(size=10 * COMPARED)
    matrix = prepare(table_of([("x", many.tolist())]), Preparation())
    few = compared(matrix)
    assert len(many[few]) == COMPARED
    assert copied(many[few] * 3, matrix) == "x"
    assert copied(np.roll(many, 1)[few], matrix) is None
