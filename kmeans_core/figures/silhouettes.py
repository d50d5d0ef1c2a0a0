"""The silhouette plot: every row's value, sorted within its cluster, as outlines that paint at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Floats, Floats32, Labels, count
from kmeans_core.evaluation import RowSilhouettes, SilhouetteEstimate
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, plain

POINTS = 400  # of a cluster's outline
GAP = 0.02  # between clusters, as a share of the rows


def outlines(
    rows: RowSilhouettes, mean: SilhouetteEstimate, *, labels: Labels, groups: Sequence[Group], theme: Theme
) -> go.Figure:
    """Draw each cluster's silhouettes from the largest down as a filled outline, the mean as a line."""
    fig, bottom, middles = go.Figure(), 0.0, []
    for i, group in enumerate(groups):
        own = rows.values[labels == i]
        x, y = _outline(own)
        fig.add_scatter(
            x=x,
            y=y + np.float32(bottom),
            mode="lines",
            fill="toself",
            line=dict(color=group.fill(theme), width=1),
            fillcolor=group.fill(theme),
            name=f"{plain(group.title, 32)}: {own.mean():.2f}",
            text=f"{plain(group.title)}: mean {own.mean():.2f}",
            hoverinfo="text",
        )
        middles.append(bottom + len(own) / 2)
        bottom += len(own) + GAP * len(labels)
    if not mean.exact:
        fig.add_vrect(x0=mean.low, x1=mean.high, fillcolor=theme.quiet, opacity=0.3, line_width=0)
    fig.add_vline(x=mean.mean, line=dict(color=theme.text, width=1, dash="dash"))
    fig.update_xaxes(title_text=f"{'' if rows.exact else 'estimated '}silhouette of each row")
    ticks = dict(tickvals=middles, ticktext=[str(group.number) for group in groups])
    fig.update_yaxes(**ticks, autorange="reversed", showgrid=False, title_text="cluster, rows sorted within")
    return style(fig, theme, height=max(360, min(900, 120 + 36 * len(groups))), title=_finding(rows, mean))


def _outline(values: Floats) -> tuple[Floats32, Floats32]:
    """Return the corners of a filled shape that is as wide at each row as its value, largest first."""
    own = np.sort(values)[::-1]
    at = np.unique(np.linspace(0, len(own) - 1, min(POINTS, len(own))).astype(int))
    x = np.r_[0, own[at], own[-1], 0]
    y = np.r_[0, at, len(own), len(own)]
    return x.astype(np.float32), y.astype(np.float32)


def _finding(rows: RowSilhouettes, mean: SilhouetteEstimate) -> str:
    below = f"{count(int((rows.values < 0).sum()), 'row')} below 0"
    if mean.exact:
        return f"Mean silhouette {mean.mean:.2f}, {below}"
    return f"Mean silhouette about {mean.mean:.2f} ({mean.low:.2f} to {mean.high:.2f}), {below}"
