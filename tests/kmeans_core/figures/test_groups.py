"""A cluster is named and coloured in the same way wherever it is drawn."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from kmeans_core.figures.groups import LISTED, SYMBOLS, Group, listed_below, unlike
from kmeans_core.figures.theme import DARK, LIGHT


def test_a_group_is_called_by_its_number_and_name_or_by_its_number_alone() -> None:
    assert Group(1, "high income", 128, 0).title == "1 · high income"
    assert Group(2, "", 1_280, 0).title == "Cluster 2"


def test_a_legend_entry_gives_the_size_and_shows_what_was_typed() -> None:
    assert Group(1, "<b>a&b</b>", 1_280, 0).legend() == "1 · &lt;b&gt;a&amp;b&lt;/b&gt; (1,280)"
    assert Group(2, "x" * 40, 1, 0).legend() == "2 · " + "x" * 27 + "… (1)"


def test_a_group_keeps_its_colour_in_both_themes() -> None:
    assert (Group(1, "", 1, 3).fill(LIGHT), Group(7, "", 1, 3).fill(DARK)) == (
        LIGHT.clusters[3],
        DARK.clusters[3],
    )


def test_eighty_clusters_differ_in_colour_or_symbol() -> None:
    shown = [Group(i + 1, "", 1, i) for i in range(80)]
    assert len({(group.fill(LIGHT), group.symbol()) for group in shown}) == 80


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_symbol_exists_in_flat_fast_and_solid_charts(symbol: str) -> None:
    for trace in (go.Scatter, go.Scattergl, go.Scatter3d):
        assert trace(marker_symbol=symbol).marker.symbol == symbol


def test_a_legend_below_gets_room_for_each_entry_and_a_long_one_is_left_out() -> None:
    fig = go.Figure()
    few = [Group(i, "", 1, i) for i in range(LISTED)]
    assert (listed_below(fig, few, 300), fig.layout.showlegend) == (300 + 22 * LISTED, True)
    assert (listed_below(fig, [*few, few[0]], 300), fig.layout.showlegend) == (300, False)


def test_equal_names_are_told_apart_by_what_nobody_sees() -> None:
    names = unlike(["a", "b", "a", "a"])
    assert len(set(names)) == 4
    assert [name.replace("\u200b", "") for name in names] == ["a", "b", "a", "a"]
