"""Clustered rows as points, in two and three dimensions, or as a density where there are too many to draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Floats, Floats32, Ints, Labels, count
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, ink, plain
from kmeans_core.views import Density

SELECTABLE = 20_000  # points that a browser can select among at ease
SHARP = 2_000  # points up to which SVG, which is sharp and prints, is fast enough


@dataclass(frozen=True, eq=False)
class Points:
    """Rows to draw: their places on two or three axes, their clusters, and what to say of them.

    `places` is (n, 2) or (n, 3); `labels` (n,) from 0, or -1 in no cluster; `rows` (n,) the rows' numbers in
    the table from 0; `hover` n texts already safe for Plotly, or none; `centres` (k, 2) or (k, 3).
    """

    places: Floats
    labels: Labels
    rows: Ints
    axes: tuple[str, ...]
    centres: Floats | None  # none where clusters have none
    hover: tuple[str, ...] = ()
    others: Floats | None = None  # (m, 2) or (m, 3) rows that took no part
    strength: Floats | None = None  # (n,) how strongly each is drawn on a plane, 0 to 1


def scatter(points: Points, groups: Sequence[Group], theme: Theme, *, title: str = "") -> go.Figure:
    """Draw one trace for each cluster, so that the browser paints fast, and the numbered centres on top."""
    flat = points.places.shape[1] == 2
    fig = go.Figure()
    if points.others is not None and len(points.others):
        ring = dict(symbol="circle-open", color=theme.quiet, size=6)
        name = f"{count(len(points.others), 'row')} that took no part"
        fig.add_trace(_marks(points.others, name=name, marker=ring, hoverinfo="name"))
    scattered = np.flatnonzero(points.labels < 0)
    if len(scattered):
        fig.add_trace(
            _marks(
                points.places[scattered].astype(np.float32),
                many=len(points.places) > SHARP,
                name=f"in no cluster ({len(scattered):,})",
                customdata=points.rows[scattered],
                hovertemplate="row %{customdata} · in no cluster<extra></extra>",
                marker=dict(symbol="x-thin-open", color=theme.quiet, size=5),
            )
        )
    total = len(points.places)
    size = 8.0 if total <= 1_000 else 6.0 if total <= 5_000 else 4.0 if total <= 20_000 else 3.0
    more = "<br>%{text}" if points.hover else ""
    for cluster, group in enumerate(groups):
        inside = np.flatnonzero(points.labels == cluster)
        trace = _marks(
            points.places[inside].astype(np.float32),
            many=total > SHARP,
            name=group.legend(),
            legendgroup=str(group.number),
            customdata=points.rows[inside] + 1,  # as rows are counted wherever they are listed
            text=[points.hover[i] for i in inside] if points.hover else None,
            hovertemplate=f"row %{{customdata}} · {plain(group.title)}{more}<extra></extra>",
            marker=dict(color=group.fill(theme), symbol=group.symbol(), opacity=_strength(points, inside)),
            marker_size=size if flat else max(2, size / 2),
        )
        fig.add_trace(trace)
    _add_centres(fig, points.centres, groups, theme, many=total > SHARP)
    _name_axes(fig, points.axes)
    fig.update_layout(dragmode="pan" if flat else "orbit")  # a click then selects the point it is made at
    return style(fig, theme, height=590 if flat else 670, title=title, tools=True)


def _strength(points: Points, inside: Ints) -> float | Floats:
    """Return how strongly rows are drawn: alike, or the paler the less sure; in space only alike."""
    if points.strength is None or points.places.shape[1] == 3:
        return 0.8
    return np.asarray(np.round(0.12 + 0.78 * points.strength[inside], 2))


def _marks(
    places: Floats | Floats32, *, many: bool = False, mode: str = "markers", **how: Any
) -> go.Scatter | go.Scattergl | go.Scatter3d:
    """Draw in space where there are three axes; on a plane as SVG, or as WebGL for many points."""
    kind = go.Scatter3d if places.shape[1] == 3 else go.Scattergl if many else go.Scatter
    return kind(**dict(zip("xyz", places.T, strict=False)), mode=mode, **how)


def _add_centres(
    fig: go.Figure, centres: Floats | None, groups: Sequence[Group], theme: Theme, *, many: bool = False
) -> None:
    """Mark the centres by numbered discs with a rim in the paper's colour.

    Beside many points they are WebGL, too: it lies above all SVG.
    """
    if centres is None:
        return
    small = len(groups) > 30
    fills = [group.fill(theme) for group in groups]
    discs = _marks(
        centres,
        many=many,
        mode="markers+text",
        text=[str(group.number) for group in groups],
        name="centres",
        showlegend=False,
        hovertext=[f"centre of {plain(group.title)}" for group in groups],
        hoverinfo="text",
        marker=dict(color=fills, line=dict(color=theme.paper, width=2)),
    )
    if centres.shape[1] == 2:
        inside = dict(size=9 if small else 12, color=[ink(fill) for fill in fills], weight="bold")
        discs.update(marker=dict(size=14 if small else 22, opacity=1), textfont=inside)
    else:
        beside = dict(size=12, color=theme.text)
        discs.update(marker_size=9, textfont=beside, textposition="top center")
    fig.add_trace(discs)


def _name_axes(fig: go.Figure, axes: tuple[str, ...]) -> None:
    named = {f"{letter}axis": dict(title_text=plain(axis)) for letter, axis in zip("xyz", axes, strict=False)}
    fig.update_layout(named if len(axes) == 2 else dict(scene=named))


def density(
    binned: Density, points: Points, groups: Sequence[Group], theme: Theme, *, title: str = ""
) -> go.Figure:
    """Draw all rows as a density: each cell in the colour of its largest cluster, the stronger the more rows.

    Only the axes and the centres of `points` are drawn.
    """
    x, y = ((edges[:-1] + edges[1:]) / 2 for edges in (binned.x_edges, binned.y_edges))
    total, largest = binned.counts.sum(0), binned.counts.argmax(0)
    strength = (0.25 + 0.75 * np.log1p(total) / (np.log1p(total.max()) or 1.0)).astype(np.float32)
    fig = go.Figure()
    for cluster, group in enumerate(groups):
        fig.add_heatmap(
            x=x,
            y=y,
            z=np.where((largest == cluster) & (total > 0), strength, np.nan),
            zmin=0,
            zmax=1,
            colorscale=[[0, theme.paper], [1, group.fill(theme)]],
            showscale=False,
            customdata=total,
            hovertemplate=f"mostly {plain(group.title)}<br>%{{customdata:,}} rows here<extra></extra>",
            hoverongaps=False,
            name=group.legend(),
        )
        square = dict(color=group.fill(theme), symbol="square", size=10)  # heat maps have no legend
        fig.add_scatter(x=[None], y=[None], mode="markers", name=group.legend(), marker=square)
    _add_centres(fig, points.centres, groups, theme)
    _name_axes(fig, points.axes)
    return style(fig, theme, height=560, title=title)
