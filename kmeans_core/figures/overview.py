"""Small figures beside the scatter: sizes, restarts, and each column's share in the distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, plain

MOST_COLUMNS = 15


def sizes(groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw the rows of each cluster as bars, the first cluster on top."""
    total = sum(group.size for group in groups) or 1
    fig = go.Figure().add_bar(
        x=[group.size for group in groups],
        y=[plain(group.title, 28) for group in groups],
        orientation="h",
        marker_color=[group.fill(theme) for group in groups],
        text=[f"{group.size:,} · {group.size / total:.0%}" for group in groups],
        textposition="auto",
        hovertemplate="%{y}: %{x:,} rows<extra></extra>",
    )
    fig.update_yaxes(autorange="reversed", showgrid=False)
    fig.update_xaxes(title_text="rows", rangemode="tozero")
    largest = max(groups, key=lambda group: group.size)
    title = f"{plain(largest.title)} holds {largest.size / total:.0%} of the rows"
    return style(fig, theme, height=110 + 30 * len(groups), title=title)


def restarts(inertias: Sequence[float], kept: float, theme: Theme) -> go.Figure:
    """Draw the inertia of every restart in order, and the one that was kept."""
    values = np.asarray(inertias)
    best = values <= values.min() * (1 + 1e-6)
    fig = go.Figure().add_scatter(
        x=np.arange(1, len(values) + 1),
        y=values,
        mode="markers",
        marker=dict(size=9, color=np.where(best, theme.accent, theme.quiet)),
        hovertemplate="restart %{x}: inertia %{y:.6g}<extra></extra>",
        showlegend=False,
    )
    fig.add_hline(y=kept, line=dict(color=theme.accent, width=1, dash="dot"))
    around = max(np.ptp(values) / 10, abs(kept) / 200, 1e-300)  # equal values still need a scale
    low, high = min(values.min(), kept) - around, max(values.max(), kept) + around
    fig.update_yaxes(title_text="inertia", range=[low, high])
    fig.update_xaxes(title_text="restart", dtick=1 if len(values) <= 20 else None)
    several = f"{best.sum()} of {len(values)} restarts reached the lowest inertia"
    return style(fig, theme, height=260, title=several if len(values) > 1 else "One start was made")


def distance_shares(shares: Sequence[tuple[str, float]], theme: Theme) -> go.Figure:
    """Draw each column's share in the squared distance between rows, to show one that decides alone."""
    names, parts = zip(*sorted(shares, key=lambda pair: -pair[1])[:MOST_COLUMNS], strict=True)
    decides = parts[0] > 0.5
    fig = go.Figure().add_bar(
        x=parts,
        y=[str(i) for i in range(len(parts))],
        orientation="h",
        marker_color=[theme.accent if decides and part == parts[0] else theme.quiet for part in parts],
        text=[f"{part:.0%}" for part in parts],
        customdata=[plain(name) for name in names],
        hovertemplate="%{customdata}: %{x:.1%}<extra></extra>",
    )
    ticks = dict(tickvals=fig.data[0].y, ticktext=[plain(name, 24) for name in names])
    fig.update_yaxes(type="category", autorange="reversed", showgrid=False, **ticks)
    fig.update_xaxes(title_text="share of the squared distance", tickformat=".0%", rangemode="tozero")
    alone = f"{plain(names[0])} decides {parts[0]:.0%} of the distance"
    title = alone if decides and len(parts) > 1 else "No column decides the distance alone"
    return style(fig, theme, height=100 + 26 * len(parts), title=title)
