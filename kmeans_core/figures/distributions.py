"""One column's values in each cluster: histogram, boxes, violins; nothing but counts reaches the browser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import count, number, share
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group, listed_below
from kmeans_core.figures.theme import Theme, pale, plain
from kmeans_core.profiles import Distribution, Numbers, near, wrapped


def histogram(found: Distribution, groups: Sequence[Group], theme: Theme, *, title: str = "") -> go.Figure:
    """Draw the share of each cluster's rows in each bin as an outline, filled where clusters are few."""
    fig = go.Figure()
    width = found.edges[1] - found.edges[0]
    edges = np.r_[found.edges[0] - width, found.edges, found.edges[-1] + width]  # outlines end on the axis
    spans = [f"{low} to {high}" for low, high in pairwise(number(edge, 4) for edge in edges)]
    for group, counts in zip(groups, np.pad(found.counts, ((0, 0), (1, 1))), strict=True):
        part = counts / max(int(counts.sum()), 1)
        fig.add_scatter(
            x=(edges[1:] + edges[:-1]) / 2,
            y=100 * part,
            mode="lines",
            name=group.legend(),
            line=dict(color=group.fill(theme), shape="hvh", width=2),
            fill="tozeroy" if len(groups) <= 5 else "none",
            fillcolor=pale(group.fill(theme), 0.22),
            customdata=[[span, f"{n:,}", share(p)] for span, n, p in zip(spans, counts, part, strict=True)],
            hovertemplate=f"{plain(group.title)}<br>%{{customdata[0]}}: %{{customdata[1]}} rows, "
            "%{customdata[2]} of the cluster<extra></extra>",
        )
    fig.update_xaxes(title_text=_axis(found))
    fig.update_yaxes(title_text="share of the cluster's rows", ticksuffix=" %", rangemode="tozero")
    return style(fig, theme, height=listed_below(fig, groups, 360), title=title)


def violins(found: Distribution, groups: Sequence[Group], theme: Theme, *, title: str = "") -> go.Figure:
    """Draw each cluster's values as a smooth shape, one below the other, each equally wide at its widest."""
    fig = go.Figure()
    for i, (group, curve) in enumerate(zip(groups, found.curves, strict=True)):
        seen = np.flatnonzero(curve > 0.005)
        x, half = found.places[seen], 0.42 * curve[seen]
        fig.add_scatter(
            x=np.r_[x, x[::-1]],
            y=np.r_[i - half, (i + half)[::-1]],
            mode="lines",
            fill="toself",
            name=group.legend(),
            line=dict(color=group.fill(theme), width=1.5),
            fillcolor=pale(group.fill(theme), 0.45),
            hoverinfo="name",
            showlegend=False,
        )
    return _lanes(fig, _axis(found), groups, theme, title=title)


def boxes(numbers: Numbers, j: int, groups: Sequence[Group], theme: Theme, *, title: str = "") -> go.Figure:
    """Draw each cluster's quartiles as a box with its median, and whiskers over the middle nine tenths."""
    fig = go.Figure()
    low, q1, median, q3, high = (
        near(numbers.of(s)[:-1, j], numbers.of("median")[:-1, j], numbers.periods[j])
        for s in ("5 %", "25 %", "median", "75 %", "95 %")
    )
    for i, group in enumerate(groups):
        if np.isnan(median[i]):
            continue
        fig.add_box(
            y=[i],
            lowerfence=[low[i]],
            q1=[q1[i]],
            median=[median[i]],
            q3=[q3[i]],
            upperfence=[high[i]],
            orientation="h",
            name=group.legend(),
            line_color=group.fill(theme),
            fillcolor=pale(group.fill(theme), 0.35),
            hoverinfo="x",
            showlegend=False,
        )
    if numbers.goes_round(j):
        _name_around(fig, float(numbers.periods[j]), float(numbers.of("minimum")[-1, j]))
    axis = f"{plain(numbers.labels[j])} (whiskers: middle 90 % of the rows)"
    return _lanes(fig, axis, groups, theme, title=title)


def _name_around(fig: go.Figure, period: float, least: float) -> None:
    """Name the places of a column that goes round: what lies before 0 o'clock is 23."""
    places = np.arange(-8, 17) * period / 8
    fig.update_xaxes(tickvals=places, ticktext=[number(p) for p in wrapped(places, period, least)])


def _lanes(fig: go.Figure, axis: str, groups: Sequence[Group], theme: Theme, *, title: str) -> go.Figure:
    """Give every cluster a lane of its own, one below the other."""
    names = [plain(group.title, 24) for group in groups]
    lanes = dict(tickvals=list(range(len(names))), ticktext=names, range=[len(names) - 0.4, -0.6])
    fig.update_yaxes(**lanes, showgrid=False)
    fig.update_xaxes(title_text=axis)
    return style(fig, theme, height=150 + max(270, 44 * len(groups)), title=title)


def _axis(found: Distribution) -> str:
    beyond = f" (not drawn: {count(found.beyond, 'row')} beyond)" if found.beyond else ""
    return f"{plain(found.label)}{beyond}"
