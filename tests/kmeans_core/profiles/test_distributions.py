"""Binned distributions and profiles to take away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.ndimage import gaussian_filter1d

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


@pytest.mark.parametrize("far", [[-30.0, 30], [0.0] * 900 + [-9, 9]], ids=["by quartiles", "by deviation"])
def test_a_curve_is_the_fine_count_smoothed_as_silverman_says(far: list[float]) -> None:
    column = np.r_[np.tile([-1.0, 0, 1], 100), far]
    found = spread(column, np.zeros(len(column)), 1)
    cell = found.places[1] - found.places[0]
    assert (len(found.places), cell * 256) == (256, pytest.approx(found.edges[-1] - found.edges[0]))
    assert found.places[0] - cell / 2 == pytest.approx(found.edges[0])
    borders = found.edges[0] + np.arange(257) * cell
    counted = np.histogram(column, borders)[0].astype(float)
    quartiles = np.subtract(*np.percentile(column, [75, 25])) / 1.34
    deviation = column.std(ddof=1)
    width = 0.9 * (min(deviation, quartiles) if quartiles else deviation) * len(column) ** -0.2
    smooth = gaussian_filter1d(counted, width / cell, mode="constant")
    assert found.curves[0] == pytest.approx(smooth / smooth.max(), abs=1e-6)


def test_a_curve_is_at_least_as_wide_as_its_cells() -> None:
    found = spread([5.0] * 9 + [0.0, 10.0], [0] * 9 + [1, 1])
    peak = int(found.curves[0].argmax())
    assert found.curves[0][peak + 1] == pytest.approx(np.exp(-0.5), abs=1e-3)


def test_values_far_outside_small_numbers_do_not_stretch_the_picture_either() -> None:
    found = spread(np.r_[np.linspace(0, 1e-3, 500), 1e3], np.arange(501) % 2)
    assert (found.beyond, found.counts.sum()) == (1, 500)
    assert found.edges[-1] == pytest.approx(0.95e-3 + 1.5 * 0.9e-3, rel=0.02)


@pytest.mark.parametrize(("n", "bins"), [(8, 10), (100, 14), (1_000, 30), (8_000, 40)])
def test_more_rows_get_more_bins(n: int, bins: int) -> None:
    found = spread(np.random.default_rng(0).uniform(size=n), np.zeros(n), 1)
    assert len(found.edges) == bins + 1
    assert np.diff(found.edges) == pytest.approx(np.diff(found.edges)[0])


def test_values_in_no_steps_get_ten_bins_of_equal_width() -> None:
    assert spread([0, 1, 2.5], [0, 0, 1]).edges == pytest.approx(np.linspace(0, 2.5, 11))


@pytest.mark.parametrize(("value", "room"), [(3, 0.5), (-3, 0.5), (1e9, 1e3)])
def test_a_constant_column_has_one_bin_around_its_value(value: float, room: float) -> None:
    assert spread([value] * 3, [0, 1, 1]).edges.tolist() == [value - room, value + room]


def test_rows_in_no_cluster_are_not_counted() -> None:
    found = spread([1, 1, 2, 4], [0, -1, 1, 1])
    assert found.counts.sum() == 3
    assert found.beyond == 0


@pytest.mark.parametrize("cells", [[3, 3, 3], [np.nan] * 3, [0.1, 0.1, np.nan], [-1e308, 0, 1e308]])
def test_columns_without_spread_or_values_are_no_trouble(cells: list[float]) -> None:
    found = spread(cells, [0, 1, 1])
    assert found.counts.sum() + found.beyond == np.isfinite(cells).sum()
