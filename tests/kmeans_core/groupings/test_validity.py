"""DBCV: how dense clusters of any shape are inside, and how thin it is between them."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.groupings import density_validity
from tests.kmeans_core.groupings.test_grouping import rings
from tests.kmeans_core.matrices import groups


def test_two_short_rows_of_points_far_apart_are_nearly_perfect() -> None:
    # By hand: on each line 0, 1, 2 the middle's core distance is 1, an end's 2 / (1 + 1/2) = 4/3, so the
    # widest step is 4/3 from end to middle (no step lies between two inner rows); the middles, the only inner
    # rows, are 100 apart: (100 - 4/3) / 100 for both.
    values = np.array([[0.0], [1], [2], [100], [101], [102]])
    assert density_validity(values, np.array([0, 0, 0, 1, 1, 1])) == pytest.approx(1 - 4 / 300)


def test_a_row_in_no_cluster_counts_against_it() -> None:
    values = np.array([[0.0], [1], [2], [100], [101], [102], [50]])
    found = density_validity(values, np.array([0, 0, 0, 1, 1, 1, -1]))
    assert found == pytest.approx((1 - 4 / 300) * 6 / 7)


def test_rings_are_better_apart_than_cut_in_halves() -> None:
    values, truth = rings()
    apart, halves = (density_validity(values, labels) for labels in (truth, (values[:, 0] > 0).astype(int)))
    assert apart is not None
    assert halves is not None
    assert apart > 0.5 > 0 > halves


def test_one_cluster_or_only_scattered_rows_have_no_validity() -> None:
    values = groups(2)
    assert density_validity(values, np.zeros(120, int)) is None
    assert density_validity(values, np.full(120, -1)) is None


def test_equal_rows_and_many_columns_are_no_trouble() -> None:
    equal = np.repeat([[0.0, 0], [9, 9]], 30, axis=0)
    assert density_validity(equal, np.repeat([0, 1], 30)) is None
    wide = groups(2, d=200, apart=20)
    found = density_validity(wide, np.repeat([0, 1], 60))
    assert found is not None
    assert 0 < found <= 1
