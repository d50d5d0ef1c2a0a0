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
    names = unlike([plain(name, 24) for name in bins[:MOST]])
    fig = go.Figure()
    for called, shares, colour in (("then", then, theme.quiet), ("now", now, theme.accent)):
        fig.add_bar(
            x=names,
            y=100 * shares[:MOST],
            name=called,
            marker_color=colour,
            hovertext=[f"{name}, {called}: {share(part)}" for name, part in zip(names, shares, strict=False)],
            hoverinfo="text",
        )
    fig.update_layout(barmode="group")
    fig.update_xaxes(type="category", showgrid=False)
    fig.update_yaxes(title_text="share of the rows", ticksuffix=" %", rangemode="tozero")
    return style(fig, theme, height=340, title=plain(title, 120))
