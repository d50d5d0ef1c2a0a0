"""Pictures of profiles and distributions: what is drawn, and that no one's text is markup."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go
import pytest

from kmeans_core.figures import distributions as spreads
from kmeans_core.figures import profile as pictures
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.profiles.distributions import distribution
from kmeans_core.profiles.number_profiles import Numbers, describe_numbers
from kmeans_core.profiles.word_profiles import Shares

GROUPS = (Group(1, "<b>low</b>", 3, 4), Group(2, "high", 2, 0), Group(3, "", 1, 1))
LABELS = np.array([0, 0, 0, 1, 1, 2], np.int32)
INCOME = np.array([1.0, 2, 3, 11, 12, 20])
SHARES = Shares(
    "city",
    None,
    ("<i>Oslo</i>", "Rome"),
    np.array([[3, 0], [1, 1], [0, 0]]),
    np.array([0, 0, 1]),
    7,
    np.zeros(3),
)


def numbers(*columns: np.ndarray, names: tuple[str, ...] = ()) -> Numbers:
    names = names or tuple(f"c{j}" for j in range(len(columns)))
    return describe_numbers(dict(zip(names, columns, strict=True)), LABELS, 3)


def title(fig: go.Figure) -> str:
    return fig.layout.title.text.replace("<br>", " ")


def test_the_heat_map_holds_means_shaded_by_difference_and_names_the_largest() -> None:
    fig = pictures.differences(numbers(INCOME, names=("%{x} <b>",)), GROUPS, LIGHT)
    heat, written = fig.data
    assert list(heat.x) == ["1", "2", "3"]
    assert list(written.text) == ["2.00", "11.5", "20.0"]
    assert list(written.textfont.color) == ["#FFFFFF", "#000000", "#FFFFFF"]
    assert heat.z[0][0] < 0 < heat.z[0][2]
    assert title(fig) == "The largest difference: %&#123;x&#125; &lt;b&gt; is lower in cluster 1"


def test_differences_without_end_are_drawn_as_the_strongest() -> None:
    fig = pictures.differences(numbers(np.array([1.0, 1, 1, 2, 2, 3])), GROUPS, LIGHT)
    assert np.abs(np.array(fig.data[0].z, float)).max() <= pictures.STRONGEST


def test_of_two_hundred_columns_the_forty_that_differ_most_are_drawn() -> None:
    random = np.random.default_rng(0)
    columns = [random.normal(size=6) for _ in range(199)] + [INCOME]
    fig = pictures.differences(numbers(*columns), GROUPS, LIGHT)
    assert len(fig.data[0].y) == 40
    assert "c199" in fig.data[0].y
    assert len(set(fig.data[0].y)) == 40
    assert fig.layout.height < 1300


def test_columns_whose_names_are_alike_when_shortened_keep_their_own_row() -> None:
    long = "x" * 50
    fig = pictures.differences(numbers(INCOME, -INCOME, names=(f"{long} a", f"{long} b")), GROUPS, LIGHT)
    assert len(set(fig.data[0].y)) == 2


@pytest.mark.parametrize("draw", [pictures.lines, pictures.radar])
def test_each_cluster_is_a_line_in_its_colour(draw: object) -> None:
    fig = draw(numbers(INCOME, -INCOME, np.ones(6)), [0, 1, 2], GROUPS, DARK)
    assert [trace.line.color for trace in fig.data] == [DARK.clusters[4], DARK.clusters[0], DARK.clusters[1]]
    assert fig.data[0].name == "1 · &lt;b&gt;low&lt;/b&gt; (3)"


def test_shares_are_shown_with_the_rarer_values_together() -> None:
    fig = pictures.shares(SHARES, GROUPS, LIGHT)
    assert list(fig.data[0].y) == ["&lt;i&gt;Oslo&lt;/i&gt;", "Rome", "7 rarer values"]
    assert list(fig.data[1].text)[:3] == ["100 %", "50 %", "0 %"]
    assert title(fig) == "100 % of cluster 1: city &lt;i&gt;Oslo&lt;/i&gt;"


def test_a_crosstab_is_shaded_by_the_share_of_the_cluster() -> None:
    fig = pictures.crosstab(np.array([[3, 0], [1, 1], [0, 1]]), ["a", "b"], GROUPS, LIGHT, "finding")
    assert [list(row) for row in fig.data[0].z] == [[1, 0.5, 0], [0, 0.5, 1]]
    assert list(fig.data[1].text) == ["3", "1", "", "", "1", "1"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_histograms_hold_shares_of_each_cluster_and_only_counts_reach_the_browser(theme: Theme) -> None:
    labels = np.repeat([0, 1, 2], 40_000).astype(np.int32)
    cells = np.random.default_rng(0).normal(size=120_000)
    told = describe_numbers({"income": cells}, labels, 3)
    fig = spreads.histogram(distribution(told, 0, cells, labels), GROUPS, theme, "finding")
    assert [sum(trace.y) for trace in fig.data] == pytest.approx([1, 1, 1])
    assert len(fig.to_json()) < 60_000
    assert fig.layout.xaxis.title.text.startswith("income")
    assert [trace.line.color for trace in fig.data] == [group.fill(theme) for group in GROUPS]


def test_boxes_hold_the_quartiles_and_skip_clusters_without_values() -> None:
    cells = np.array([1.0, 2, 3, 11, 13, np.nan])
    fig = spreads.boxes(numbers(cells), 0, GROUPS, LIGHT)
    assert [(box.q1[0], box.median[0], box.q3[0]) for box in fig.data] == [(1.5, 2, 2.5), (11.5, 12, 12.5)]
    assert list(fig.layout.yaxis.ticktext) == ["1 · &lt;b&gt;low&lt;/b&gt;", "2 · high", "Cluster 3"]


def test_violins_stay_in_their_lane() -> None:
    told = numbers(INCOME)
    fig = spreads.violins(distribution(told, 0, INCOME, LABELS), GROUPS, LIGHT)
    for lane, shape in enumerate(fig.data):
        assert np.abs(np.array(shape.y) - lane).max() <= 0.5


def test_values_that_are_not_drawn_are_counted_at_the_axis() -> None:
    cells = np.r_[np.linspace(0, 1, 299), 1e9]
    labels = (np.arange(300) % 3).astype(np.int32)
    told = describe_numbers({"c": cells}, labels, 3)
    fig = spreads.histogram(distribution(told, 0, cells, labels), GROUPS, LIGHT)
    assert fig.layout.xaxis.title.text == "c (not drawn: 1 row beyond)"
