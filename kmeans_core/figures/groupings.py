"""Pictures for choosing settings of other algorithms, and how far these agree."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go
from scipy.cluster.hierarchy import dendrogram

from kmeans_core.common import Floats, number
from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import Theme, ink, plain
from kmeans_core.groupings import Bend, Informed, Tree

BRANCHES = 30  # drawn of a tree, from the top
DRAWN = 400  # points of a curve
HEIGHT = 300


def neighbour_distances(bend: Bend, eps: float, theme: Theme) -> go.Figure:
    """Draw every row's distance to its nth neighbour in ascending order, with eps as a line across."""
    some = np.unique(np.linspace(0, len(bend.distances) - 1, DRAWN).astype(int))
    fig = go.Figure().add_scatter(
        x=some + 1,
        y=bend.distances[some],
        mode="lines",
        line=dict(color=theme.accent, width=2),
        hovertemplate="%{x:,} rows are nearer than %{y:.4g}<extra></extra>",
    )
    fig.add_hline(y=eps, line=dict(color=theme.text, width=1, dash="dot"))
    fig.update_xaxes(title_text="rows, the densest first")
    fig.update_yaxes(title_text=f"distance to neighbour {bend.neighbours}", rangemode="tozero")
    within = int(np.searchsorted(bend.distances, eps, side="right"))
    title = f"{within:,} of {len(bend.distances):,} rows lie in dense places with eps {number(eps)}"
    return style(fig, theme, height=HEIGHT, title=title)


def information(found: Informed, k: int, theme: Theme) -> go.Figure:
    """Draw the BIC of mixtures over k; the lowest is marked, the chosen k a dotted line."""
    fig = go.Figure().add_scatter(
        x=list(found.ks),
        y=list(found.bics),
        mode="lines+markers",
        line=dict(color=theme.quiet, width=2),
        hovertemplate="k = %{x}: %{y:.4g}<extra></extra>",
    )
    fig.add_scatter(
        x=[found.best],
        y=[min(found.bics)],
        mode="markers",
        marker=dict(size=14, color=theme.accent, symbol="diamond"),
        hovertemplate="lowest: k = %{x}<extra></extra>",
    )
    fig.add_vline(x=k, line=dict(color=theme.accent, width=1, dash="dot"))
    fig.update_layout(showlegend=False)
    fig.update_xaxes(title_text="clouds (k)", dtick=1, showgrid=False)
    fig.update_yaxes(title_text="BIC a row, lower is better")
    return style(fig, theme, height=HEIGHT, title=f"BIC is lowest with {found.best} clouds")


def joins(tree: Tree, k: int, theme: Theme) -> go.Figure:
    """Draw the last joins of a tree as a dendrogram, with the cut that leaves k branches as a line across."""
    drawn = dendrogram(tree.joins, truncate_mode="lastp", p=max(BRANCHES, k), no_plot=True)
    cut, fig = tree.cut_between(k), go.Figure()
    x: list[float | None] = []
    y: list[float | None] = []
    for across, heights in zip(drawn["icoord"], drawn["dcoord"], strict=True):
        x += [*across, None]
        y += [*heights, None]
    fig.add_scatter(x=x, y=y, mode="lines", line=dict(color=theme.quiet, width=1.5), hoverinfo="y")
    fig.add_hline(y=cut, line=dict(color=theme.accent, width=2, dash="dot"))
    fig.update_layout(showlegend=False)
    ticks = [label.strip("()") if "(" in label else "1" for label in drawn["ivl"]]
    places = [5 + 10 * i for i in range(len(ticks))]
    fig.update_xaxes(title_text="rows in each branch", tickvals=places, ticktext=ticks, showgrid=False)
    fig.update_yaxes(title_text="height of the join", rangemode="tozero")
    return style(fig, theme, height=HEIGHT, title=f"The cut at {number(cut)} leaves {k} branches")


def agreement(ari: Floats, names: Sequence[str], theme: Theme) -> go.Figure:
    """Draw how far each two groupings agree, as adjusted Rand indices."""
    titles = [plain(name, 26) for name in names]
    fig = go.Figure().add_heatmap(
        z=ari,
        x=titles,
        y=titles,
        zmin=0,
        zmax=1,
        colorscale=[[0, theme.panel], [1, theme.accent]],
        showscale=False,
        xgap=1,
        ygap=1,
        hovertemplate="%{x} and %{y}: %{z:.2f}<extra></extra>",
    )
    dark = [ink(theme.accent) if value > 0.6 else theme.text for value in ari.ravel()]
    fig.add_scatter(
        x=titles * len(titles),
        y=np.repeat(titles, len(titles)),
        mode="text",
        text=[number(float(value), 2) for value in ari.ravel()],
        textfont=dict(color=dark, size=12),
        hoverinfo="skip",
        showlegend=False,
    )
    fig.update_xaxes(showgrid=False, range=[-0.5, len(titles) - 0.5])
    fig.update_yaxes(showgrid=False, range=[len(titles) - 0.5, -0.5])
    return style(fig, theme, height=150 + 34 * len(titles), title=_agreeing(ari, titles))


def _agreeing(ari: Floats, titles: Sequence[str]) -> str:
    """Say which two agree most."""
    others = np.where(np.eye(len(ari), dtype=bool), -np.inf, ari)
    i, j = divmod(int(others.argmax()), len(ari))
    return f"{titles[i]} and {titles[j]} agree most (ARI {number(float(ari[i, j]), 2)})"
