"""Clustered rows as points, in two and three dimensions, or as a density where there are too many to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, ink, plain, style

SELECTABLE = 20_000  # points that a browser can select among at ease


@dataclass(frozen=True, eq=False)
class Points:
    """Rows to draw: their places on two or three axes, their clusters, and what to say of them.

    `places` is (n, 2) or (n, 3); `labels` (n,) from 0; `rows` (n,) the rows' numbers in the table from 0;
    `hover` n texts already safe for Plotly, or none; `centres` (k, 2) or (k, 3).
    """

    places: NDArray[np.float64]
    labels: NDArray[np.int32]
    rows: NDArray[np.int64]
    axes: tuple[str, ...]
    centres: NDArray[np.float64]
    hover: tuple[str, ...] = ()
    others: NDArray[np.float64] | None = None  # (m, 2) or (m, 3) rows that took no part


def scatter(points: Points, groups: Sequence[Group], theme: Theme, title: str = "") -> go.Figure:
    """Draw one trace for each cluster, so that the browser paints fast, and the numbered centres on top."""
    flat = points.places.shape[1] == 2
    fig = go.Figure()
    if points.others is not None and len(points.others):
        fig.add_trace(_others(points.others, theme))
    size = _point_size(len(points.places))
    for cluster, group in enumerate(groups):
        inside = np.flatnonzero(points.labels == cluster)
        hover = [points.hover[i] for i in inside] if points.hover else None
        common = dict(
            name=group.legend(),
            mode="markers",
            customdata=points.rows[inside],
            text=hover,
            hovertemplate=_hover(group, bool(points.hover)),
            legendgroup=str(group.number),
        )
        marker = dict(color=group.fill(theme), symbol=group.symbol(), size=size, opacity=0.8)
        axes = points.places[inside].astype(np.float32).T
        fig.add_trace(_trace(flat, len(points.places), axes, marker, common))
    _add_centres(fig, points.centres, groups, theme)
    _name_axes(fig, points.axes)
    style(fig, theme, height=590 if flat else 670, title=title, tools=True)
    return fig.update_layout(dragmode="select" if flat else "orbit")


def _trace(
    flat: bool, total: int, axes: NDArray[np.float32], marker: dict[str, Any], common: dict[str, Any]
) -> go.Scatter | go.Scattergl | go.Scatter3d:
    """Pick SVG for few points, because it is sharp and prints, and WebGL for many."""
    if not flat:
        return go.Scatter3d(
            x=axes[0],
            y=axes[1],
            z=axes[2],
            marker={**marker, "size": max(2, marker["size"] / 2)},
            **common,
        )
    kind = go.Scatter if total <= 2_000 else go.Scattergl
    return kind(x=axes[0], y=axes[1], marker=marker, **common)


def _point_size(n: int) -> float:
    return 8.0 if n <= 1_000 else 6.0 if n <= 5_000 else 4.0 if n <= 20_000 else 3.0


def _hover(group: Group, fields: bool) -> str:
    more = "<br>%{text}" if fields else ""
    return f"row %{{customdata}} · {plain(group.title)}{more}<extra></extra>"


def _others(places: NDArray[np.float64], theme: Theme) -> go.Scatter | go.Scatter3d:
    """Rows that took no part, as grey rings."""
    ring = dict(symbol="circle-open", color=theme.quiet, size=6)
    name = f"took no part ({len(places):,})"
    if places.shape[1] == 2:
        return go.Scatter(
            x=places[:, 0], y=places[:, 1], mode="markers", marker=ring, name=name, hoverinfo="name"
        )
    return go.Scatter3d(
        x=places[:, 0],
        y=places[:, 1],
        z=places[:, 2],
        mode="markers",
        marker=ring,
        name=name,
        hoverinfo="name",
    )


def _add_centres(fig: go.Figure, centres: NDArray[np.float64], groups: Sequence[Group], theme: Theme) -> None:
    """Mark the centres by numbered discs with a rim in the paper's colour."""
    small = len(groups) > 30
    disc = dict(
        color=[g.fill(theme) for g in groups], size=14 if small else 22, line=dict(color=theme.paper, width=2)
    )
    common = dict(
        mode="markers+text",
        text=[str(g.number) for g in groups],
        name="centres",
        showlegend=False,
        hovertext=[f"centre of {plain(g.title)}" for g in groups],
        hoverinfo="text",
    )
    font = dict(size=9 if small else 12, color=[ink(g.fill(theme)) for g in groups], weight=700)
    if centres.shape[1] == 2:
        fig.add_trace(
            go.Scatter(
                x=centres[:, 0], y=centres[:, 1], marker={**disc, "opacity": 1}, textfont=font, **common
            )
        )
    else:
        at = dict(x=centres[:, 0], y=centres[:, 1], z=centres[:, 2])
        plain_font = dict(size=12, color=theme.text)
        fig.add_trace(
            go.Scatter3d(
                **at, marker={**disc, "size": 9}, textfont=plain_font, textposition="top center", **common
            )
        )


def _name_axes(fig: go.Figure, axes: tuple[str, ...]) -> None:
    names = [plain(axis, 60) for axis in axes]
    if len(names) == 2:
        fig.update_layout(xaxis_title_text=names[0], yaxis_title_text=names[1])
    else:
        fig.update_layout(
            scene={f"{a}axis": {"title": {"text": n}} for a, n in zip("xyz", names, strict=True)}
        )


def density(
    counts: NDArray[np.float64],
    edges: tuple[NDArray[np.float64], NDArray[np.float64]],
    points: Points,
    groups: Sequence[Group],
    theme: Theme,
    title: str = "",
) -> go.Figure:
    """Draw all rows as a density: each cell in the colour of its largest cluster, the stronger the more rows.

    `counts` is (k, ny, nx) rows of each cluster in each cell; `edges` are the nx + 1 and ny + 1 cell borders.
    """
    x, y = ((e[:-1] + e[1:]) / 2 for e in edges)
    total, largest = counts.sum(0), counts.argmax(0)
    top = np.log1p(total.max()) or 1.0
    fig = go.Figure()
    for cluster, group in enumerate(groups):
        strength = np.where((largest == cluster) & (total > 0), 0.25 + 0.75 * np.log1p(total) / top, np.nan)
        fig.add_trace(
            go.Heatmap(
                x=x,
                y=y,
                z=strength.astype(np.float32),
                zmin=0,
                zmax=1,
                colorscale=[[0, theme.paper], [1, group.fill(theme)]],
                showscale=False,
                customdata=total.astype(np.int64),
                hovertemplate=f"mostly {plain(group.title)}<br>%{{customdata:,}} rows here<extra></extra>",
                hoverongaps=False,
                name=group.legend(),
            )
        )
        fig.add_trace(_legend_entry(group, theme))
    _add_centres(fig, points.centres, groups, theme)
    _name_axes(fig, points.axes)
    return style(fig, theme, height=560, title=title)


def _legend_entry(group: Group, theme: Theme) -> go.Scatter:
    """A trace that draws nothing, because heat maps have no legend."""
    return go.Scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=group.legend(),
        marker=dict(color=group.fill(theme), symbol="square", size=10),
    )
