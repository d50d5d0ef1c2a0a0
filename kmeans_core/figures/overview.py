"""Small figures beside the scatter: sizes, restarts, and each column's share in the distance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import share
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, plain

MOST_COLUMNS = 15


def sizes(groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw the rows of each cluster as bars, the first cluster on top."""
    parts = [group.size / max(sum(group.size for group in groups), 1) for group in groups]
    fig = _bars(
        [group.size for group in groups],
        [group.title for group in groups],
        [group.fill(theme) for group in groups],
        [f"{group.size:,} · {share(part)}" for group, part in zip(groups, parts, strict=True)],
    )
    fig.update_xaxes(title_text="rows")
    largest = max(groups, key=lambda group: group.size)
    title = f"{plain(largest.title)} holds {share(max(parts))} of the rows"
    return style(fig, theme, height=110 + 30 * len(groups), title=title)


def distance_shares(shares: Sequence[tuple[str, float]], theme: Theme) -> go.Figure:
    """Draw each column's share in the squared distance between rows, to show one that decides alone."""
    names, parts = zip(*sorted(shares, key=lambda pair: -pair[1])[:MOST_COLUMNS], strict=True)
    decides = parts[0] > 0.505  # more than half, seen in whole per cents
    colours = [theme.accent if decides and not i else theme.quiet for i in range(len(parts))]
    fig = _bars([100 * part for part in parts], names, colours, [share(part) for part in parts])
    fig.update_xaxes(title_text="share of the squared distance", ticksuffix=" %")
    alone = f"{plain(names[0])} decides {share(parts[0])} of the distance"
    title = alone if decides and len(parts) > 1 else "No column decides the distance alone"
    return style(fig, theme, height=100 + 26 * len(parts), title=title)


def _bars(
    values: Sequence[float], names: Sequence[str], colours: Sequence[str], words: Sequence[str]
) -> go.Figure:
    """Draw bars from the top down, the words at their ends; equal names have a bar each."""
    places = list(range(len(names)))
    hover = [f"{plain(name)}: {word}" for name, word in zip(names, words, strict=True)]
    fig = go.Figure().add_bar(x=values, y=places, orientation="h", marker_color=colours, text=words)
    fig.update_traces(hovertext=hover, hoverinfo="text")
    ticks = dict(tickvals=places, ticktext=[plain(name, 28) for name in names])
    fig.update_yaxes(autorange="reversed", showgrid=False, **ticks)
    return fig.update_xaxes(rangemode="tozero")


def restarts(inertias: Sequence[float], kept: float, theme: Theme, *, allowed: int = 1) -> go.Figure:
    """Draw the inertia of every restart in order, and the one kept; up to `allowed` might have been made."""
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
    title = f"{best.sum()} of {len(values)} restarts reached the lowest inertia"
    if len(values) == 1:
        title = f"The first of up to {allowed:,} starts was enough" if allowed > 1 else "One start was made"
    elif len(values) < allowed:
        title += f"; no more of the {allowed:,} were needed"
    return style(fig, theme, height=260, title=title)
