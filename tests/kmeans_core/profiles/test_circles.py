"""Columns that go round: midnight is not noon."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles import (
    Profile,
    compare_numbers,
    compare_pairs,
    describe,
    distribution,
    find_rules,
    profile,
)
from kmeans_core.profiles.circles import apart, arrow, folded, near, pointed_at, wrapped
from kmeans_core.profiles.descriptions import suggest_names
from kmeans_core.profiles.number_profiles import Numbers, describe_numbers
from kmeans_core.tables.table import read_table

LABELS = np.array([0, 0, 0, 1, 1, 1], np.int32)


def hours(*cells: float, period: float = 24.0) -> Numbers:
    return describe_numbers({"hour": np.array(cells)}, LABELS, 2, periods={"hour": period})


def test_the_mean_of_an_hour_before_and_after_midnight_is_midnight() -> None:
    numbers = hours(23, 0, 1, 11, 12, 13)
    assert numbers.of("mean")[:2, 0] == pytest.approx([0, 12])
    assert numbers.of("median")[:2, 0].tolist() == [0, 12]
    assert numbers.of("sd")[:2, 0] == pytest.approx([1, 1])
    assert numbers.of("25 %")[:2, 0] == pytest.approx([23.5, 11.5])
    assert numbers.of("minimum")[:, 0].tolist() == [0, 11, 0]
    assert numbers.of("maximum")[:, 0].tolist() == [23, 13, 23]


def test_values_all_around_have_no_mean() -> None:
    numbers = hours(0, 6, 12, 18, 6, 12)
    labels = np.zeros(6, np.int32)
    even = describe_numbers({"hour": np.arange(0, 24, 4.0)}, labels, 1, periods={"hour": 24.0})
    assert np.isnan(even.of("mean")).all()
    assert numbers.of("mean")[0, 0] == pytest.approx(6)


def test_months_count_from_one_to_twelve() -> None:
    """December and January lie around 12.5, not around .5, which no month is."""
    assert hours(12, 1, 12, 6, 7, 6, period=12).of("mean")[0, 0] == pytest.approx(12.33, abs=0.01)


def test_on_a_small_arc_the_difference_is_that_of_a_line_without_its_sign() -> None:
    cells = (0.1, 0.2, 0.3, 0.5, 0.6, 0.7)
    line = describe_numbers({"hour": np.array(cells)}, LABELS, 2)
    assert hours(*cells).difference[:, 0] == pytest.approx(np.abs(line.difference[:, 0]), rel=0.01)
    assert hours(*cells).eta_squared == pytest.approx(line.eta_squared, rel=0.01)


def test_by_hand_a_quarter_of_the_circle_lies_between_two_arrows() -> None:
    """Arrows 1 and i with no spread inside: d has no end, and all of the spread lies between."""
    difference, share = apart(np.array([2.0, 2.0]), np.array([1, 1j]))
    assert np.isinf(difference).all()
    assert share == 1


def test_clusters_that_stand_at_the_same_hour_do_not_differ() -> None:
    numbers = hours(23, 0, 1, 23, 0, 1)
    assert numbers.difference[:, 0].tolist() == [0, 0]
    assert numbers.standing([0])[:, 0] == pytest.approx([0, 0], abs=1e-9)


def test_a_cluster_without_an_hour_has_nothing_to_say_and_takes_nothing_from_the_other() -> None:
    numbers = hours(np.nan, np.nan, np.nan, 23, 0, 1)
    assert np.isnan(numbers.of("mean")[0, 0])
    assert numbers.of("mean")[1, 0] == pytest.approx(0)
    assert np.isnan(numbers.difference[:, 0]).all()


def test_pairs_are_as_far_apart_as_the_shorter_way_round() -> None:
    [pair] = compare_pairs(hours(22, 23, 0, 1, 2, 3), 0)
    assert abs(pair.gap) == pytest.approx(3)


def test_no_test_for_lines_is_made_of_a_circle() -> None:
    numbers = hours(22, 23, 0, 1, 2, 3)
    found = compare_numbers(numbers, 0, np.array([22.0, 23, 0, 1, 2, 3]), LABELS)
    assert np.isnan([found.f, found.p_anova, found.h, found.p_kruskal]).all()


def test_all_hours_are_drawn_where_most_lie_on_both_sides_of_midnight() -> None:
    cells = np.array([22.0, 23, 0, 1, 2, 12])
    assert distribution(hours(*cells), 0, cells, LABELS).beyond == 0


def night_and_noon() -> Profile:
    rows = "".join(f"{(23 + i % 3) % 24},{5 + i % 2}\n{11 + i % 3},{9 + i % 2}\n" for i in range(21))
    table = read_table(f"hour,spend\n{rows}".encode(), "day.csv")
    matrix = prepare(table, Preparation(circles=(("hour", 24.0),)))
    return profile(table, matrix, cluster(matrix, KMeansSettings(k=2)))


def test_a_cluster_around_midnight_is_called_so() -> None:
    told = night_and_noon()
    assert suggest_names(told) == ("hour around 0, low spend", "hour around 12.0, high spend")
    night = next(d for d in told.distinctions[0] if d.column == "hour")
    assert (night.direction, night.took_part) == ("around", True)
    assert (night.inside, night.outside) == (pytest.approx(0), pytest.approx(12))
    assert describe(told, 0) == (
        "Here hour is around 0, and spend is far lower than elsewhere. It holds about half of the rows."
    )


@given(st.lists(st.floats(0, 23.9), min_size=1, max_size=20), st.integers(0, 23))
def test_turning_the_clock_turns_the_mean(cells: list[float], by: int) -> None:
    values = np.array(cells)
    before, after = (np.array(arrow((values + turned) % 24, 24)) for turned in (0, by))
    if abs(before) > 1e-6:
        there, back = pointed_at(before, 24.0), pointed_at(after, 24.0)
        assert float(near(back, there + by, 24.0)) == pytest.approx(float(there) + by, abs=1e-6)


@given(st.floats(-1e6, 1e6), st.floats(1, 400), st.floats(-10, 10))
def test_a_place_stays_the_same_however_it_is_written(value: float, period: float, least: float) -> None:
    turned = float(wrapped(np.array(value), period, least))
    assert least <= turned < least + period
    assert float(near(np.array(turned), value, period)) == pytest.approx(value, abs=1e-6)


def test_rules_speak_of_the_hour_and_not_of_its_sine() -> None:
    rows = "".join(f"{8 + i % 3},{i % 7}\n{17 + i % 3},{i % 7}\n" for i in range(42))
    table = read_table(f"hour,noise\n{rows}".encode(), "day.csv")
    matrix = prepare(table, Preparation(circles=(("hour", 24.0),)))
    folds = folded(matrix)
    assert set(folds.original_names) == {"hour", "noise"}
    hours = folds.originals[:, folds.original_names.index("hour")]
    assert sorted({*hours.tolist()}) == [8, 9, 10, 17, 18, 19]
    labels = np.array([0 if hour < 12 else 1 for hour in hours], np.int32)
    told = [rule.words() for rule in find_rules(matrix, labels, 2) if rule]
    assert [words.split(" at most")[0].split(" above")[0] for words in told] == ["hour", "hour"]
