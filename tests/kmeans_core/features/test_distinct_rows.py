"""Distinct rows are counted once."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_core.features import (
    Preparation,
    prepare,
)
from kmeans_core.features.distinct_rows import count_distinct
from tests.kmeans_core.tables_made import table_of

NUMBERS = [0.0, -0.0, 1.0, -1.0, 2.0, 1e-300, 1e300, 0.1, 0.30000000000000004]


@given(arrays(float, st.tuples(st.integers(1, 30), st.integers(1, 3)), elements=st.sampled_from(NUMBERS)))
def test_distinct_rows_are_those_that_numpy_finds(rows: np.ndarray) -> None:
    assert count_distinct(rows) == len(np.unique(rows + 0.0, axis=0))


def test_rows_that_hold_the_same_numbers_in_another_order_are_different() -> None:
    assert count_distinct(np.array([[1.0, 2], [2, 1], [1, 2]])) == 2


def test_a_lattice_of_a_million_places_has_a_million_distinct_rows() -> None:
    x, y = np.meshgrid(np.arange(1000.0), np.arange(1000) / 8)
    rows = np.column_stack([x.ravel(), y.ravel()])
    assert count_distinct(np.vstack([rows, rows[::7]])) == 1_000_000


def test_equal_rows_are_counted_once_after_principal_components() -> None:
    rows = np.repeat(np.random.default_rng(0).normal(size=(7, 5)), 143, axis=0)
    table = table_of([(f"f{i}", rows[:, i].tolist()) for i in range(5)])
    assert prepare(table, Preparation(components=3)).n_distinct == 7


def test_negative_zero_is_zero_when_distinct_rows_are_counted() -> None:
    matrix = prepare(table_of([("x", [0.0, -0.0, 1, 1])]), Preparation(scaling="none"))
    assert matrix.n_distinct == 2
