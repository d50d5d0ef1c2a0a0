"""Sizes, restarts and each column's share in the distance."""

from __future__ import annotations

from kmeans_core.figures.groups import Group
from kmeans_core.figures.overview import MOST_COLUMNS, distance_shares, restarts, sizes
from kmeans_core.figures.theme import LIGHT
from tests.kmeans_core.drawings import axes, title

GROUPS = (Group(1, "high <b>income</b>", 3, 4), Group(2, "", 1, 0))


def test_sizes_are_bars_that_say_rows_and_share():
    fig = sizes(GROUPS, LIGHT)
    assert list(fig.data[0].x) == [3, 1]
    assert list(fig.data[0].text) == ["3 · 75 %", "1 · 25 %"]
    assert title(fig) == "1 · high &lt;b&gt;income&lt;/b&gt; holds 75 % of the rows"


def test_the_restarts_title_counts_those_that_reached_the_lowest_inertia():
    fig = restarts([5.0, 4.0, 4.0, 6.0], 4.0, LIGHT)
    assert list(fig.data[0].y) == [5, 4, 4, 6]
    assert title(fig) == "2 of 4 restarts reached the lowest inertia"


def test_a_column_that_decides_alone_is_named_in_the_title():
    alone = distance_shares([("age", 0.1), ("income", 0.9)], LIGHT)
    even = distance_shares([("age", 0.5), ("income", 0.5)], LIGHT)
    assert title(alone) == "income decides 90 % of the distance"
    assert (list(alone.data[0].x), alone.layout.xaxis.ticksuffix) == ([90, 10], " %")
    assert title(even) == "No column decides the distance alone"


def test_restarts_that_are_equal_but_for_rounding_get_a_scale_that_can_be_drawn():
    low, high = restarts([4.0, 4.0 + 1e-15], 4.0, LIGHT).layout.yaxis.range
    assert low < 3.99 < 4.01 < high


def test_axes_say_what_is_counted():
    assert axes(sizes(GROUPS, LIGHT))[0] == "rows"
    assert axes(restarts([5.0, 4.0], 4.0, LIGHT)) == ("restart", "inertia")
    assert axes(distance_shares([("age", 1.0)], LIGHT))[0] == "share of the squared distance"


def test_bars_wear_the_colours_of_their_clusters_and_the_best_restarts_the_accent():
    assert list(sizes(GROUPS, LIGHT).data[0].marker.color) == [LIGHT.clusters[4], LIGHT.clusters[0]]
    quiet, accent = LIGHT.quiet, LIGHT.accent
    assert list(restarts([5.0, 4.0, 4.0], 4.0, LIGHT).data[0].marker.color) == [quiet, accent, accent]


def test_one_start_alone_is_called_one():
    assert title(restarts([4.0], 4.0, LIGHT)) == "One start was made"


def test_of_many_columns_those_with_the_largest_shares_are_drawn():
    fig = distance_shares([(f"c{i}", i / 190) for i in range(20)], LIGHT)
    assert list(fig.layout.yaxis.ticktext) == [f"c{i}" for i in range(19, 19 - MOST_COLUMNS, -1)]


def test_starts_that_were_not_needed_are_told_beside_the_number_that_was_allowed() -> None:
    def title(*inertias: float) -> str:
        return str(restarts(inertias, min(inertias), LIGHT, allowed=10).layout.title.text)

    assert title(3.0) == "The first of up to 10 starts was enough"
    assert title(3.0, 3.0) == "2 of 2 restarts reached the lowest inertia;<br>no more of the 10 were needed"
