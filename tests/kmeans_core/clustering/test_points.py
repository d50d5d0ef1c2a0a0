"""Rows are put around their mean, and what cannot be grouped is said."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering.points import Points, centred
from kmeans_core.common import TooFewRows, UnusableFeatures


def test_rows_lie_around_their_mean_and_keep_their_sum_of_squares():
    rows = centred(np.array([[9.0, 1.0], [11.0, 3.0]]))
    assert rows.values.tolist() == [[-1, -1], [1, 1]]
    assert rows.middle.tolist() == [10, 2]
    assert rows.total == 4


def test_rows_around_zero_are_taken_as_they_are():
    values = np.array([[-1.0], [0.0], [1.5]])
    rows = centred(values)
    assert rows.values is values
    assert rows.middle.tolist() == [0]
    assert rows.total == pytest.approx(((values - 0.5 / 3) ** 2).sum())


def test_the_tolerance_is_a_share_of_a_columns_variance():
    values = np.random.default_rng(0).normal(40, 3, (500, 4))
    points = centred(values).points(7, 1e-2)
    assert points.tolerance == pytest.approx(1e-2 * values.var(axis=0).mean())
    assert points.max_iter == 7


def test_rows_stand_for_one_each_unless_weighted():
    assert Points(np.zeros((3, 1))).mass.tolist() == [1, 1, 1]
    assert Points(np.zeros((2, 1)), np.array([2.0, 5.0])).mass.tolist() == [2, 5]


def test_progress_is_told_as_a_stretch_of_the_whole():
    told = []
    points = Points(np.zeros((2, 1)), progress=lambda done, words: told.append((done, words)))
    points.between(0.5, 1).between(0, 0.5).progress(0.5, "Moving")
    assert told == [(0.625, "Moving")]


@pytest.mark.parametrize("n", [2, 5_000])
def test_equal_rows_are_nothing_to_group(n):
    with pytest.raises(TooFewRows) as problem:
        centred(np.full((n, 2), 0.1))
    assert str(problem.value) == (
        "All rows are equal, so there is nothing to group. Choose columns in which the rows differ."
    )


def test_one_different_row_at_the_end_is_something_to_group():
    assert centred(np.array([[0.1]] * 5_000 + [[0.2]])).total == pytest.approx(0.01, rel=1e-3)


@pytest.mark.parametrize(
    ("scale", "largest"), [(1e-200, "3e-200"), (1e-100, "3e-100"), (1e100, "3e+100"), (1e307, "3e+307")]
)
@pytest.mark.parametrize("offset", [0, -3])
def test_numbers_whose_squares_cannot_be_held_are_a_problem(scale, largest, offset):
    with pytest.raises(UnusableFeatures) as problem:
        centred((np.array([[0.0], [1.0], [3.0]]) + offset) * scale)
    assert str(problem.value) == (
        f"These numbers (up to {largest}) are too large or too small to compute with their squares. "
        "Choose a scaling, such as standard."
    )
