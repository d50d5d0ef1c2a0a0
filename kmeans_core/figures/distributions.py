"""One column's values in each cluster: histogram, boxes, violins; nothing but counts reaches the browser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import count, number, share
from kmeans_core.figures.groups import Group
from kmeans_core.figures.profile import LISTED, legend_room
from kmeans_core.figures.theme import Theme, plain, style
from kmeans_core.profiles import Distribution, Numbers


def histogram(found: Distribution, groups: Sequence[Group], theme: Theme, title: str = "") -> go.Figure:
    """Draw the share of each cluster's rows in each bin as an outline, filled where clusters are few."""
    fig = go.Figure()
    width = found.edges[1] - found.edges[0]
    edges = np.r_[found.edges[0] - width, found.edges, found.edges[-1] + width]  # outlines end on the axis
    middles = (edges[1:] + edges[:-1]) / 2
    spans = [f"{low} to {high}" for low, high in pairwise(number(edge, 4) for edge in edges)]
    for group, counts in zip(groups, np.pad(found.counts, ((0, 0), (1, 1))), strict=True):
        part = counts / max(int(counts.sum()), 1)
        fig.add_trace(
            go.Scatter(
                x=middles,
                y=part,
                mode="lines",
                name=group.legend(),
                line={"color": group.fill(theme), "shape": "hvh", "width": 2},
                fill="tozeroy" if len(groups) <= 5 else "none",
                fillcolor=_pale(group.fill(theme)),
                customdata=[
                    [span, f"{n:,}", share(p)] for span, n, p in zip(spans, counts, part, strict=True)
                ],
                hovertemplate=f"{plain(group.title)}<br>%{{customdata[0]}}: %{{customdata[1]}} rows, "
                "%{customdata[2]} of the cluster<extra></extra>",
            )
        )
    fig.update_layout(xaxis_title_text=_axis(found), yaxis_title_text="share of the cluster's rows")
    fig.update_layout(yaxis_tickformat=".0%", yaxis_rangemode="tozero", showlegend=len(groups) <= LISTED)
    return style(fig, theme, height=legend_room(groups, 360), title=title)


def violins(found: Distribution, groups: Sequence[Group], theme: Theme, title: str = "") -> go.Figure:
    """Draw each cluster's values as a smooth shape, one below the other, each equally wide at its widest."""
    fig = go.Figure()
    for i, (group, curve) in enumerate(zip(groups, found.curves, strict=True)):
        seen = np.flatnonzero(curve > 0.005)
        x, half = found.places[seen], 0.42 * curve[seen]
        fig.add_trace(
            go.Scatter(
                x=np.r_[x, x[::-1]],
                y=np.r_[i - half, (i + half)[::-1]],
                mode="lines",
                fill="toself",
                name=group.legend(),
                line={"color": group.fill(theme), "width": 1.5},
                fillcolor=_pale(group.fill(theme), 0.45),
                hoverinfo="name",
                showlegend=False,
            )
        )
    _clusters_down(fig, groups, list(range(len(groups))))
    fig.update_layout(xaxis_title_text=_axis(found))
    return style(fig, theme, height=_height(groups), title=title)


def boxes(numbers: Numbers, j: int, groups: Sequence[Group], theme: Theme, title: str = "") -> go.Figure:
    """Draw each cluster's quartiles as a box with its median, and whiskers over the middle nine tenths."""
    fig = go.Figure()
    low, q1, median, q3, high = (numbers.of(s)[:-1, j] for s in ("5 %", "25 %", "median", "75 %", "95 %"))
    for i, group in enumerate(groups):
        if np.isnan(median[i]):
            continue
        fig.add_trace(
            go.Box(
                y=[i],
                lowerfence=[low[i]],
                q1=[q1[i]],
                median=[median[i]],
                q3=[q3[i]],
                upperfence=[high[i]],
                orientation="h",
                name=group.legend(),
                line={"color": group.fill(theme)},
                fillcolor=_pale(group.fill(theme), 0.35),
                hoverinfo="x",
                showlegend=False,
            )
        )
    _clusters_down(fig, groups, list(range(len(groups))))
    fig.update_layout(xaxis_title_text=f"{plain(numbers.labels[j])} (whiskers: middle 90 % of the rows)")
    return style(fig, theme, height=_height(groups), title=title)


def _clusters_down(fig: go.Figure, groups: Sequence[Group], places: list[int]) -> None:
    fig.update_yaxes(
        tickvals=places,
        ticktext=[plain(group.title, 24) for group in groups],
        range=[len(groups) - 0.4, -0.6],
        showgrid=False,
    )


def _height(groups: Sequence[Group]) -> int:
    return 150 + max(270, 44 * len(groups))


def _axis(found: Distribution) -> str:
    beyond = f" (not drawn: {count(found.beyond, 'row')} beyond)" if found.beyond else ""
    return f"{plain(found.label)}{beyond}"


def _pale(colour: str, strength: float = 0.22) -> str:
    """Return a #RRGGBB colour as one that lets others show through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{strength})"
