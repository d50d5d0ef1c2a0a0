"""Small figures beside the scatter: sizes, restarts, and each column's share in the distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, plain, style


def sizes(groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw the rows of each cluster as bars, the first cluster on top."""
    total = sum(group.size for group in groups) or 1
    fig = go.Figure(
        go.Bar(
            x=[group.size for group in groups],
            y=[plain(group.title, 28) for group in groups],
            orientation="h",
            marker_color=[group.fill(theme) for group in groups],
            text=[f"{group.size:,} · {group.size / total:.0%}" for group in groups],
            textposition="auto",
            hovertemplate="%{y}: %{x:,} rows<extra></extra>",
        )
    )
    largest = max(groups, key=lambda group: group.size)
    style(
        fig,
        theme,
        height=110 + 30 * len(groups),
        title=f"{plain(largest.title)} holds {largest.size / total:.0%} of the rows",
    )
    fig.update_yaxes(autorange="reversed", showgrid=False)
    return fig.update_xaxes(title_text="rows", rangemode="tozero")


def restarts(inertias: Sequence[float], kept: float, theme: Theme) -> go.Figure:
    """Draw the inertia of every restart in order, and the one that was kept."""
    values = np.asarray(inertias)
    best = values.min() * (1 + 1e-6)
    reached = int((values <= best).sum())
    fig = go.Figure(
        go.Scatter(
            x=np.arange(1, len(values) + 1),
            y=values,
            mode="markers",
            marker=dict(size=9, color=[theme.accent if v <= best else theme.quiet for v in values]),
            hovertemplate="restart %{x}: inertia %{y:.6g}<extra></extra>",
            showlegend=False,
        )
    )
    fig.add_hline(y=kept, line=dict(color=theme.accent, width=1, dash="dot"))
    what = f"{reached} of {len(values)} restarts reached the lowest inertia"
    style(fig, theme, height=260, title=what if len(values) > 1 else "One start was made")
    around = max(np.ptp(values) / 10, abs(kept) / 200, 1e-300)  # equal values still need a scale
    low, high = min(values.min(), kept) - around, max(values.max(), kept) + around
    fig.update_yaxes(title_text="inertia", range=[low, high])
    return fig.update_xaxes(title_text="restart", dtick=1 if len(values) <= 20 else None)


def distance_shares(shares: Sequence[tuple[str, float]], theme: Theme, most: int = 15) -> go.Figure:
    """Draw each column's share in the squared distance between rows, to show one that decides alone."""
    shown = sorted(shares, key=lambda pair: -pair[1])[:most]
    first, lead = shown[0]
    fig = go.Figure(
        go.Bar(
            x=[share for _, share in shown],
            y=[f"{i}" for i in range(len(shown))],
            orientation="h",
            marker_color=[
                theme.accent if share == lead and lead > 0.5 else theme.quiet for _, share in shown
            ],
            text=[f"{share:.0%}" for _, share in shown],
            customdata=[plain(name) for name, _ in shown],
            hovertemplate="%{customdata}: %{x:.1%}<extra></extra>",
        )
    )
    alone = f"{plain(first)} decides {lead:.0%} of the distance"
    even = "No column decides the distance alone"
    style(fig, theme, height=100 + 26 * len(shown), title=alone if lead > 0.5 and len(shown) > 1 else even)
    ticks = dict(
        tickvals=[f"{i}" for i in range(len(shown))], ticktext=[plain(name, 24) for name, _ in shown]
    )
    fig.update_yaxes(type="category", autorange="reversed", showgrid=False, **ticks)
    return fig.update_xaxes(title_text="share of the squared distance", tickformat=".0%", rangemode="tozero")
