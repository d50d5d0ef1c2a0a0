"""The columns in which a cluster differs from the others, how far, and which way."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.profiles.number_profiles import describe_numbers
from kmeans_core.profiles.profile import distinguish
from kmeans_core.profiles.word_profiles import Shares


def test_three_differences_are_told_and_up_to_five_where_all_are_large() -> None:
    """Each column is 0 and 1 in one cluster, and so many deviations higher in the other."""
    labels = np.array([0, 0, 1, 1], np.int32)

    def found(*gaps: float) -> list[float]:
        cells = [np.array([0, 1, gap, gap + 1]) for gap in np.array(gaps) * np.sqrt(0.5)]
        numbers = describe_numbers({str(j): column for j, column in enumerate(cells)}, labels, 2)
        return [round(d.strength, 6) for d in distinguish(numbers, (), 0)]

    assert found(1, 2, 3, 4, 5, 6) == [6, 5, 4, 3, 2]
    assert found(0.81, 0.79, 0.9, 0.85, 0.7) == [0.9, 0.85, 0.81]
    assert found(0.81, 0.82, 0.83, 0.84, 0.7) == [0.84, 0.83, 0.82, 0.81]
    assert found(0.3, 0.21, 0.19) == [0.3, 0.21]


def test_a_mean_somewhat_higher_is_high_and_all_other_rows_count_even_those_alone_in_their_cluster() -> None:
    cells = np.array([3.0, 5, 7, 1, 5, 3])
    numbers = describe_numbers({"x": cells}, np.array([0, 0, 0, 1, 1, 2], np.int32), 3)
    first = distinguish(numbers, (), 0)[0]
    assert (first.direction, first.inside, first.outside) == ("high", 5, 3)
    assert first.strength == pytest.approx(2 / np.sqrt((8 + 8) / 4))


def test_a_value_somewhat_more_frequent_is_high_and_one_somewhat_rarer_is_low() -> None:
    """Two thirds against a third: h = 2 asin √⅔ - 2 asin √⅓ = .68."""
    shares = Shares("c", None, ("a",), np.array([[4], [2]]), np.array([2, 4]), 1, np.zeros(2, int))
    numbers = describe_numbers({}, np.repeat([0, 1], 6).astype(np.int32), 2)
    found = [distinguish(numbers, (shares,), c)[0] for c in (0, 1)]
    assert [(d.direction, d.inside, d.outside) for d in found] == [
        ("high", pytest.approx(2 / 3), pytest.approx(1 / 3)),
        ("low", pytest.approx(1 / 3), pytest.approx(2 / 3)),
    ]
    assert found[0].strength == pytest.approx(2 * np.arcsin(np.sqrt(2 / 3)) - 2 * np.arcsin(np.sqrt(1 / 3)))


def test_a_mean_between_its_neighbours_is_medium_unless_it_lies_farther_from_the_rest() -> None:
    cells = np.array([0, 1, 5, 6, 10, 11, 10, 11.0])
    numbers = describe_numbers({"x": cells}, np.array([0, 0, 1, 1, 2, 2, 2, 2], np.int32), 3)
    middle = distinguish(numbers, (), 1)[0]
    assert (middle.direction, middle.inside, middle.outside) == ("medium", 5.5, pytest.approx(43 / 6))
    assert [distinguish(numbers, (), c)[0].direction for c in (0, 2)] == ["low", "high"]


def test_a_mean_four_fifths_of_a_deviation_from_the_nearer_neighbour_is_medium() -> None:
    """Means 0, 4 and 9, all with deviation 5: .8 from the nearer one; and 3.99 is not far enough."""
    cells, labels = np.array([-5.0, 0, 5, -1, 4, 9, 4, 9, 14]), np.repeat([0, 1, 2], 3).astype(np.int32)
    middle = distinguish(describe_numbers({"x": cells}, labels, 3), (), 1)
    assert [(d.direction, d.strength) for d in middle] == [("medium", 0.8)]
    cells[3:6] -= 0.01
    assert distinguish(describe_numbers({"x": cells}, labels, 3), (), 1) == ()
