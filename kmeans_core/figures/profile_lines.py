"""Clusters over a few columns, as lines or around a circle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Floats, number
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group, listed_below, unlike
from kmeans_core.figures.theme import Theme, plain
from kmeans_core.profiles import Numbers


def lines(numbers: Numbers, columns: Sequence[int], groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw each cluster as a line over the columns, in standard deviations from the mean of all rows."""
    fig = go.Figure()
    names = unlike([plain(numbers.labels[j], 24) for j in columns])
    for group, heights, look in _each(numbers, columns, groups, theme):
        mark = dict(symbol=group.symbol(), size=9)
        fig.add_scatter(x=names, y=heights, mode="lines+markers", marker=mark, **look)
    fig.add_hline(y=0, line_color=theme.quiet, line_width=1)
    fig.update_xaxes(type="category")
    fig.update_yaxes(title_text="mean, in standard deviations from all rows")
    title = "Lines that lie apart are columns that tell clusters apart"
    return style(fig, theme, height=listed_below(fig, groups, 400), title=title)


def radar(numbers: Numbers, columns: Sequence[int], groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw each cluster as a closed line over the columns around a circle."""
    fig = go.Figure()
    names = unlike([plain(numbers.labels[j], 18) for j in columns])
    for _, heights, look in _each(numbers, [*columns, columns[0]], groups, theme):
        fig.add_scatterpolar(r=heights, theta=[*names, names[0]], **look)
    heights = numbers.standing(columns)
    low, high = float(np.nanmin(heights)), float(np.nanmax(heights))
    axis = dict(gridcolor=theme.line, linecolor=theme.line, tickfont=dict(color=theme.quiet, size=11))
    reach = dict(range=[low - 0.2 * (high - low), high], angle=90, tickangle=90, nticks=5)
    fig.update_layout(polar=dict(bgcolor=theme.paper, angularaxis=axis, radialaxis=axis | reach))
    title = "Each cluster's means, in standard deviations from all rows"
    style(fig, theme, height=listed_below(fig, groups, 480), title=title)
    return fig.update_layout(margin=dict(l=60, r=60, t=100))


def _each(
    numbers: Numbers, columns: Sequence[int], groups: Sequence[Group], theme: Theme
) -> Iterator[tuple[Group, Floats, dict[str, Any]]]:
    """Yield each cluster with its heights over the columns, its colour, and its means as words."""
    where = "%{customdata[0]}: mean %{customdata[1]}<extra></extra>"
    means = numbers.of("mean")[:-1, columns]
    for group, heights, mean in zip(groups, numbers.standing(columns), means, strict=True):
        look = dict(
            name=group.legend(),
            line=dict(color=group.fill(theme), width=2.5),
            customdata=[(plain(numbers.labels[j]), number(m)) for j, m in zip(columns, mean, strict=True)],
            hovertemplate=f"{plain(group.title)}<br>{where}",
        )
        yield group, heights, look
