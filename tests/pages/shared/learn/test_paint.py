"""Painted points in an address, and what a browser may send in their place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.shared.learn import paint
from pages.shared.learn.film import centres_told

PAIRS = st.lists(st.tuples(st.integers(0, paint.WIDTH), st.integers(0, paint.HEIGHT)), max_size=paint.MOST)


@given(PAIRS)
def test_points_come_back_from_an_address(pairs: list[tuple[int, int]]):
    points = paint.whole(pairs)
    assert np.array_equal(paint.read(paint.written(points)), points)
    assert {tuple(row) for row in points.tolist()} == {(float(x), float(y)) for x, y in pairs}


@pytest.mark.parametrize("told", [None, "x", [[1]], [[1, 2, 3]], {"a": 1}, [["1", "x"]], [[float("nan"), 1]]])
def test_what_is_no_list_of_points_is_none(told: Any):
    assert paint.whole(told).shape == (0, 2)


def test_points_outside_the_canvas_are_left_out_and_no_more_than_300_are_taken():
    assert paint.whole([[-1, 5], [5, 5], [5, 600], [1000, 1]]).tolist() == [[5, 5]]
    assert len(paint.whole([[x, y] for x in range(100) for y in range(10)])) == 300


@pytest.mark.parametrize("told", [None, "x", [[1]], [[1, 2, 3]], [[1, float("inf")]], [[1, 2]] * 11, 5])
def test_what_is_no_list_of_centres_is_none(told: Any):
    assert centres_told(told) == []


def test_centres_are_taken_as_they_are():
    assert centres_told([[1, 2.5], [-3, 4]]) == [[1.0, 2.5], [-3.0, 4.0]]
