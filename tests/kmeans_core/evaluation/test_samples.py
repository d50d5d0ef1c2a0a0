"""Fewer rows: drawn evenly, in the table's order, and none too rare to be seen."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.evaluation.quick_sweep import drawn_rows, principal, standard_moment


def test_a_small_table_is_taken_whole() -> None:
    assert drawn_rows(np.zeros((4, 1)), 4, np.random.default_rng(0)).tolist() == [0, 1, 2, 3]


def test_rows_are_drawn_once_each_and_in_order() -> None:
    rows = drawn_rows(np.arange(1000.0)[:, None], 100, np.random.default_rng(0))
    assert len(rows) == 100
    assert rows.tolist() == sorted(set(rows.tolist()))
    assert 400 < rows.mean() < 600


def test_rows_too_rare_for_a_draw_join_it() -> None:
    values = np.zeros((9_000, 2))
    values[[5, 8_000, 8_001]] = [[1, 0], [0, 1], [0, 1]]
    rows = drawn_rows(values, 100, np.random.default_rng(0))
    assert {0, 5, 8_000} <= set(rows.tolist())
    assert 100 < len(rows) <= 103


def test_no_row_joins_where_enough_different_ones_were_drawn() -> None:
    values = np.append(np.arange(9_000) % 3, 99.0)[:, None]
    assert len(drawn_rows(values, 100, np.random.default_rng(0), 3)) == 100
    assert 9_000 in drawn_rows(values, 100, np.random.default_rng(0), 4)


def test_principal_axes_are_ordered_by_spread_and_keep_distances() -> None:
    values = np.random.default_rng(0).normal(size=(50, 3)) * [1, 9, 3] + 7
    turned = principal(values)
    assert turned.var(axis=0).tolist() == sorted(turned.var(axis=0).tolist(), reverse=True)
    assert turned.mean(axis=0) == pytest.approx(0)
    assert np.linalg.norm(turned[0] - turned[1]) == pytest.approx(np.linalg.norm(values[0] - values[1]))


def test_axes_without_spread_are_left_out_and_no_more_than_asked_for_are_kept() -> None:
    values = np.random.default_rng(0).normal(size=(50, 2))
    assert principal(np.column_stack([values, values.sum(axis=1)])).shape == (50, 2)
    assert principal(np.random.default_rng(0).normal(size=(90, 40))).shape == (90, 30)
    assert principal(values, 1).shape == (50, 1)


def test_standard_moments_by_hand() -> None:
    values = np.array([[0.0, 3], [0, 3], [0, 3], [4, 3]])  # mean 1, deviation sqrt(3)
    assert standard_moment(values, 3).tolist() == pytest.approx([(27 - 3) / 4 / 27**0.5, 0])
    assert standard_moment(values, 4).tolist() == pytest.approx([(81 + 3) / 4 / 9, 0])
