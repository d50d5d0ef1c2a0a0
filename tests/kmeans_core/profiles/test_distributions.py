"""Binned distributions and profiles to take away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from kmeans_core.profiles.distributions import BINS, Distribution, distribution
from kmeans_core.profiles.number_profiles import describe_numbers


def spread(cells: list[float] | np.ndarray, labels: list[int] | np.ndarray, k: int = 2) -> Distribution:
    column, groups = np.array(cells, float), np.array(labels, np.int32)
    return distribution(describe_numbers({"c": column}, groups, k), 0, column, groups)


def test_whole_numbers_get_a_bin_each() -> None:
    found = spread([1, 1, 2, 4], [0, 0, 1, 1])
    assert found.edges.tolist() == [0.5, 1.5, 2.5, 3.5, 4.5]
    assert found.counts.tolist() == [[2, 0, 0, 0], [0, 1, 0, 1]]


def test_bins_of_values_in_steps_all_hold_as_many_steps() -> None:
    """Whole years from 18 to 80: 63 steps in bins of two; tenths likewise."""
    years = np.tile(np.arange(18.0, 81), 20)
    for column in (years, years / 10):
        found = spread(column, np.zeros(len(years)), 1)
        steps = np.diff(found.edges) / (column[1] - column[0])
        assert steps == pytest.approx(np.full(len(steps), 2))
        assert set(found.counts[0, :-1].tolist()) == {40}


def test_values_far_outside_are_counted_but_do_not_stretch_the_picture() -> None:
    cells = np.r_[np.linspace(0, 1, 500), 1e6]
    found = spread(cells, np.arange(501) % 2)
    assert found.beyond == 1
    assert found.edges[-1] <= 3
    assert found.counts.sum() == 500


cells = st.one_of(st.floats(-1e6, 1e6, width=32), st.just(np.nan), st.just(np.inf))


@given(arrays(float, 30, elements=cells), arrays(np.int32, 30, elements=st.integers(0, 2)))
def test_every_value_is_counted_once(column: np.ndarray, labels: np.ndarray) -> None:
    found = spread(column, labels, 3)
    assert found.counts.sum() + found.beyond == np.isfinite(column).sum()
    assert (np.diff(found.edges) > 0).all()
    assert found.counts.shape[1] <= BINS + 1
    assert (found.curves >= 0).all()
    assert found.curves.max() <= 1


def test_numpy_counts_the_same() -> None:
    random = np.random.default_rng(0)
    column, labels = random.normal(size=2000), random.integers(2, size=2000)
    found = spread(column, labels)
    for c in range(2):
        assert found.counts[c].tolist() == np.histogram(column[labels == c], found.edges)[0].tolist()


def test_curves_peak_where_the_values_lie() -> None:
    random = np.random.default_rng(0)
    found = spread(np.r_[random.normal(0, 1, 300), random.normal(10, 1, 300)], [0] * 300 + [1] * 300)
    peaks = found.places[found.curves.argmax(axis=1)]
    assert peaks == pytest.approx([0, 10], abs=1)


def test_a_curve_is_as_wide_as_silverman_says() -> None:
    """.9 times the smaller of deviation and quartiles / 1.34, times the fifth root of the count, downwards.

    All values but two stand at -1, 0 and 1, so that the quartiles tell the spread and not the far ones.
    """
    column = np.r_[np.tile([-1.0, 0, 1], 100), -30, 30]
    found = spread(column, np.zeros(302), 1)
    width = 0.9 * (2 / 1.34) * 302**-0.2
    beyond = (found.places > 1) & (found.curves[0] > 0)
    at = np.interp(1 + 2 * width, found.places, found.curves[0])
    assert found.places[beyond].max() < 1 + 5 * width
    assert 0.02 < at < 0.2


def test_rows_in_no_cluster_are_not_counted() -> None:
    found = spread([1, 1, 2, 4], [0, -1, 1, 1])
    assert found.counts.sum() == 3
    assert found.beyond == 0


@pytest.mark.parametrize("cells", [[3, 3, 3], [np.nan] * 3, [0.1, 0.1, np.nan], [-1e308, 0, 1e308]])
def test_columns_without_spread_or_values_are_no_trouble(cells: list[float]) -> None:
    found = spread(cells, [0, 1, 1])
    assert found.counts.sum() + found.beyond == np.isfinite(cells).sum()
