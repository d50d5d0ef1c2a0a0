"""Middles and spreads in few passes are those of NumPy."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.features.averages import average, centre_and_spread


def test_gaps_are_filled_with_what_was_asked_for() -> None:
    cells = np.array([1.0, 2, 9])
    assert (average(cells, "median"), average(cells, "mean")) == (2, 4)
    assert np.isnan([average(cells, "nearest"), average(cells, "drop")]).all()


FIVE = np.array([2.0, np.nan, 4, 4, 10])


@pytest.mark.parametrize(
    ("scaling", "told"),
    [
        ("standard", (5, 3, True)),
        ("min-max", (2, 8, True)),
        ("robust", (4, 2, True)),
        ("none", (0, 1, True)),
    ],
)
def test_each_scaling_has_its_centre_and_spread(scaling: str, told: tuple[float, float, bool]) -> None:
    """Of 2, 4, 4 and 10: mean 5, squares 9 + 1 + 1 + 25; quartiles 3.5, 4 and 5.5."""
    assert centre_and_spread(FIVE, scaling) == told  # type: ignore[arg-type]


def test_a_column_whose_middle_half_is_equal_is_standardised() -> None:
    assert centre_and_spread(np.array([0.0, 0, 0, 0, 10]), "robust") == (2, 4, False)
    assert centre_and_spread(np.array([0.0, 0, 0, 1e-9, 1e9]), "robust")[2] is False


def test_a_column_without_spread_is_divided_by_one() -> None:
    """A transform can make numbers equal that were not."""
    for scaling in ("standard", "min-max", "robust"):
        assert centre_and_spread(np.full(4, 3.0), scaling)[:2] == (3, 1)  # type: ignore[arg-type]
