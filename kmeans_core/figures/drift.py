"""Rows then and now: shares of clusters or of a column's values, side by side."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from kmeans_core.common import Floats, share
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import unlike
from kmeans_core.figures.theme import Theme, plain

MOST = 24  # bars that can still be read


def then_and_now(bins: Sequence[str], then: Floats, now: Floats, theme: Theme, *, title: str) -> go.Figure:
    """Draw each bin's share then and now as two bars; `title` is a person's text, too."""
    names, places = unlike([plain(name, 24) for name in bins[:MOST]]), list(range(len(bins[:MOST])))
    fig = go.Figure()
    for called, shares, colour in (("then", then, theme.quiet), ("now", now, theme.accent)):
        fig.add_bar(
            x=100 * shares[:MOST],
            y=places,
            orientation="h",
            name=called,
            marker_color=colour,
            hovertext=[f"{name}, {called}: {share(part)}" for name, part in zip(names, shares, strict=False)],
            hoverinfo="text",
        )
    height = 150 + 34 * len(names)
    fig.update_layout(barmode="group", legend_y=-60 / (height - 110))  # below what the axis is called
    fig.update_yaxes(autorange="reversed", showgrid=False, tickvals=places, ticktext=names)
    fig.update_xaxes(title_text="share of the rows", ticksuffix=" %", rangemode="tozero")
    return style(fig, theme, height=height, title=plain(title, 120))
