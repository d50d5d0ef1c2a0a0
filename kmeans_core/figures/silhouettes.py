"""The silhouette plot: every row's value, sorted within its cluster, as outlines that paint at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kmeans_core.evaluation import RowSilhouettes, SilhouetteEstimate
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, plain, style

POINTS = 400  # of a cluster's outline
GAP = 0.02  # between clusters, as a share of the rows


def outlines(
    rows: RowSilhouettes,
    mean: SilhouetteEstimate,
    labels: NDArray[np.int32],
    groups: Sequence[Group],
    theme: Theme,
) -> go.Figure:
    """Draw each cluster's silhouettes from the largest down as a filled outline, the mean as a line."""
    fig, bottom, ticks = go.Figure(), 0.0, []
    gap = GAP * len(labels)
    for i, group in enumerate(groups):
        own = np.sort(rows.values[labels == i])[::-1]
        at = np.unique(np.linspace(0, len(own) - 1, min(POINTS, len(own))).astype(int))
        x = np.concatenate([[0], own[at], [own[-1], 0]]).astype(np.float32)
        y = (bottom + np.concatenate([[0], at, [len(own), len(own)]])).astype(np.float32)
        average = f"{own.mean():.2f}"
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines",
            fill="toself",
            line=dict(color=group.fill(theme), width=1),
            fillcolor=group.fill(theme),
            name=f"{plain(group.title, 32)}: {average}",
            text=f"{plain(group.title)}: mean {average}",
            hoverinfo="text",
        )
        ticks.append(bottom + len(own) / 2)
        bottom += len(own) + gap
    if not mean.exact:
        fig.add_vrect(x0=mean.low, x1=mean.high, fillcolor=theme.quiet, opacity=0.3, line_width=0)
    fig.add_vline(x=mean.mean, line=dict(color=theme.text, width=1, dash="dash"))
    style(fig, theme, height=max(360, min(900, 120 + 36 * len(groups))), title=_finding(rows, mean))
    fig.update_yaxes(
        autorange="reversed",
        showgrid=False,
        tickvals=ticks,
        ticktext=[str(group.number) for group in groups],
        title_text="cluster, rows sorted within",
    )
    return fig.update_xaxes(
        title_text="silhouette of each row" if rows.exact else "estimated silhouette of each row"
    )


def _finding(rows: RowSilhouettes, mean: SilhouetteEstimate) -> str:
    below = int((rows.values < 0).sum())
    share = f"{below:,} row{'' if below == 1 else 's'} below 0"
    if mean.exact:
        return f"Mean silhouette {mean.mean:.2f}, {share}"
    return f"Mean silhouette about {mean.mean:.2f} ({mean.low:.2f} to {mean.high:.2f}), {share}"
