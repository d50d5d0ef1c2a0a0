"""A figure says everything about its look, and its title fits a phone."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import DARK, LIGHT, Theme, plain

both = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda t: t.name)


@both
def test_a_styled_figure_leaves_nothing_to_other_templates(theme: Theme) -> None:
    fig = style(go.Figure(go.Scatter(x=[1], y=[2])), theme, height=300)
    template = fig.layout.template.layout
    assert fig.layout.height == 300
    assert template.colorway == theme.clusters
    assert template.paper_bgcolor == template.plot_bgcolor == theme.paper
    assert template.font.color == template.hoverlabel.font.color == template.legend.font.color == theme.text
    for axis in (template.xaxis, template.yaxis, template.scene.xaxis, template.scene.zaxis):
        assert axis.gridcolor == theme.line
        assert axis.tickfont.color == theme.quiet


def test_what_a_figure_says_itself_stays() -> None:
    fig = go.Figure(layout={"xaxis": {"title": {"text": "income"}}, "showlegend": False})
    style(fig, DARK)
    assert fig.layout.xaxis.title.text == "income"
    assert fig.layout.showlegend is False


def test_a_long_title_is_wrapped_to_fit_a_phone() -> None:
    fig = style(go.Figure(), LIGHT, title="Inertia falls fast until 3, and then hardly at all from there on")
    assert fig.layout.title.text == "Inertia falls fast until 3, and then hardly<br>at all from there on"
    assert fig.layout.margin.t == 66


def test_a_tool_bar_has_its_own_line_above_the_title() -> None:
    fig = style(go.Figure(), LIGHT, title="Three clusters", tools=True)
    assert (fig.layout.title.pad.t, fig.layout.margin.t) == (38, 75)


def test_a_title_is_wrapped_by_what_is_seen_and_never_inside_a_word() -> None:
    assert style(go.Figure(), LIGHT, title=plain("<" * 40)).layout.title.text == "&lt;" * 40
    assert style(go.Figure(), LIGHT, title="x" * 50).layout.title.text == "x" * 50


def test_an_axis_title_in_3_d_shows_what_was_typed() -> None:
    fig = go.Figure(go.Scatter3d(x=[1], y=[1], z=[1]))
    fig.update_layout(scene_xaxis_title_text=plain("R&D <b>costs</b>"))
    assert style(fig, LIGHT).layout.scene.xaxis.title.text == "R&D ‹b›costs‹/b›"


def test_what_is_changed_in_one_figure_does_not_change_the_next() -> None:
    style(go.Figure(), LIGHT).layout.template.layout.xaxis.gridcolor = "#FF0000"
    assert style(go.Figure(), LIGHT).layout.template.layout.xaxis.gridcolor == LIGHT.line
