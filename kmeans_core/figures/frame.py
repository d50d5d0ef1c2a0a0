"""The frame around the data of every figure: fonts, axes, legend, and a title that fits a phone."""

from __future__ import annotations

import html
import textwrap
from functools import cache

import plotly.graph_objects as go

from kmeans_core.figures.theme import MARKUP, Theme

SANS = '"Source Sans", "Source Sans Pro", system-ui, sans-serif'
SERIF = '"Source Serif", "Source Serif Pro", Georgia, serif'
TITLE_WIDTH = 44  # characters of a title that fit beside each other on a 390 pixel screen
TITLE_LINE = 21  # pixels
TOOL_BAR = 30  # pixels


def style(
    fig: go.Figure, theme: Theme, *, height: int = 420, title: str = "", tools: bool = False
) -> go.Figure:
    """Give the figure the theme's frame in place and return it; what the figure set itself stays.

    `height` is in pixels and fixed, so that nothing jumps; `title` says the finding, in text already safe for
    Plotly (see `plain`), and is wrapped to fit a phone; `tools` leaves a line above it for a tool bar that is
    always there.
    """
    fig.update_layout(template=_template(theme), height=height, autosize=True)
    for scene in fig.select_scenes():
        for axis in (scene.xaxis, scene.yaxis, scene.zaxis):
            _show_solid(axis)
    bar = TOOL_BAR if tools else 0
    if title:
        seen = textwrap.wrap(
            html.unescape(title), TITLE_WIDTH, break_long_words=False, break_on_hyphens=False
        )
        lines = [line.translate(MARKUP) for line in seen]
        above = bar + (8 if len(lines) == 1 else 19)  # Plotly sets several lines 11 pixels higher than one
        fig.update_layout(title_text="<br>".join(lines), title_pad_t=above)
        fig.update_layout(margin_t=bar + TITLE_LINE * len(lines) + 24)
    return fig


def _show_solid(axis: go.layout.scene.XAxis) -> None:
    """Undo `plain` in a 3-D axis title, where entities are not read; angle brackets would still make tags."""
    if axis.title.text:
        axis.title.text = html.unescape(axis.title.text).translate(str.maketrans("<>", "‹›"))


@cache
def _template(theme: Theme) -> go.layout.Template:
    """Return everything a figure needs said, so that no other template shows through."""
    words = dict(family=SANS, size=13, color=theme.text)
    headline = dict(family=SERIF, size=16, color=theme.text, weight=600)
    top_left = dict(x=0, xanchor="left", y=1, yanchor="top")
    see_through = "rgba(0,0,0,0)"
    layout = go.Layout(
        **_axes(theme),
        font=words,
        title=dict(**top_left, font=headline, pad=dict(t=8, l=4)),
        paper_bgcolor=theme.paper,
        plot_bgcolor=theme.paper,
        colorway=theme.clusters,
        hoverlabel=dict(bgcolor=theme.panel, bordercolor=theme.line, font=words, align="left", namelength=-1),
        hovermode="closest",
        legend=dict(top_left | dict(y=-0.18), font=words, itemsizing="constant", orientation="h"),
        legend_bgcolor=see_through,
        modebar=dict(bgcolor=see_through, color=theme.quiet, activecolor=theme.accent),
        margin=dict(l=8, r=12, t=24, b=8),
        dragmode="pan",
        bargap=0.15,
    )
    bar = dict(outlinewidth=0, ticks="", thickness=12, tickfont=dict(color=theme.quiet, size=12))
    heat = go.Heatmap(colorscale=[[0, theme.panel], [1, theme.accent]], colorbar=bar)
    marks = dict(heatmap=[heat], scatter=[go.Scatter(marker_line_width=0)])
    return go.layout.Template(layout=layout, data=marks)


def _axes(theme: Theme) -> dict[str, object]:
    """Return how axes look, flat and in space."""
    words = dict(tickfont=dict(color=theme.quiet, size=12), title_font=dict(color=theme.quiet, size=13))
    axis = dict(**words, gridcolor=theme.line, linecolor=theme.line, zeroline=False, ticks="")
    flat = axis | dict(title_standoff=8, automargin=True)
    solid = axis | dict(backgroundcolor=theme.paper, showbackground=True)
    scene = dict(xaxis=solid, yaxis=solid, zaxis=solid, bgcolor=theme.paper)
    return dict(xaxis=flat, yaxis=flat, scene=scene)
