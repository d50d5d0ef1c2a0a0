"""Heat maps of differences, shares and counts: what is drawn, and that no one's text is markup."""

from __future__ import annotations

import numpy as np

from kmeans_core.figures import heat_maps
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import LIGHT
from kmeans_core.profiles.word_profiles import Shares
from tests.kmeans_core.drawings import GROUPS, INCOME, axes, numbers, title

SHARES = Shares(
    "city",
    None,
    ("<i>Oslo</i>", "Rome"),
    np.array([[3, 0], [1, 1], [0, 0]]),
    np.array([0, 0, 1]),
    7,
    np.zeros(3),
)


def test_the_heat_map_holds_means_shaded_by_difference_and_names_the_largest() -> None:
    fig = heat_maps.differences(numbers(INCOME, names=("%{x} <b>",)), GROUPS, LIGHT)
    heat, written = fig.data
    assert list(heat.x) == ["1", "2", "3"]
    assert list(written.text) == ["2.00", "11.5", "20.0"]
    assert list(written.textfont.color) == ["#FFFFFF", "#000000", "#FFFFFF"]
    assert heat.z[0][0] < 0 < heat.z[0][2]
    assert title(fig) == "The largest difference: %&#123;x&#125; &lt;b&gt; is lower in cluster 1"


def test_differences_without_end_are_drawn_as_the_strongest() -> None:
    fig = heat_maps.differences(numbers(np.array([1.0, 1, 1, 2, 2, 3])), GROUPS, LIGHT)
    assert np.abs(np.array(fig.data[0].z, float)).max() <= heat_maps.STRONGEST


def test_of_two_hundred_columns_the_forty_that_differ_most_are_drawn() -> None:
    random = np.random.default_rng(0)
    columns = [random.normal(size=6) for _ in range(199)] + [INCOME]
    fig = heat_maps.differences(numbers(*columns), GROUPS, LIGHT)
    assert len(fig.data[0].y) == 40
    assert "c199" in fig.data[0].y
    assert len(set(fig.data[0].y)) == 40
    assert fig.layout.height < 1300


def test_columns_whose_names_are_alike_when_shortened_keep_their_own_row() -> None:
    long = "x" * 50
    fig = heat_maps.differences(numbers(INCOME, -INCOME, names=(f"{long} a", f"{long} b")), GROUPS, LIGHT)
    assert len(set(fig.data[0].y)) == 2


def test_shares_are_shown_with_the_rarer_values_together() -> None:
    fig = heat_maps.shares(SHARES, GROUPS, LIGHT)
    assert list(fig.data[0].y) == ["&lt;i&gt;Oslo&lt;/i&gt;", "Rome", "7 rarer values"]
    assert list(fig.data[1].text)[:3] == ["100 %", "50 %", "0 %"]
    assert title(fig) == "100 % of cluster 1: city &lt;i&gt;Oslo&lt;/i&gt;"


def test_a_crosstab_is_shaded_by_the_share_of_the_cluster() -> None:
    fig = heat_maps.crosstab(np.array([[3, 0], [1, 1], [0, 1]]), ["a", "b"], GROUPS, LIGHT, title="finding")
    assert [list(row) for row in fig.data[0].z] == [[1, 0.5, 0], [0, 0.5, 1]]
    assert list(fig.data[1].text) == ["3", "1", "", "", "1", "1"]


def test_where_nothing_differs_the_title_says_so() -> None:
    fig = heat_maps.differences(numbers(np.ones(6)), GROUPS, LIGHT)
    assert title(fig) == "No number column differs between the clusters"
    assert axes(fig)[0] == "cluster"


def test_words_are_left_out_where_clusters_are_too_many_to_read_them() -> None:
    many = [Group(i + 1, "", 1, i) for i in range(heat_maps.MOST_WRITTEN + 1)]
    fig = heat_maps.crosstab(np.eye(len(many), 2), ["a", "b"], many, LIGHT, title="", across="cluster of A")
    assert len(fig.data) == 1
    assert axes(fig)[0] == "cluster of A"
