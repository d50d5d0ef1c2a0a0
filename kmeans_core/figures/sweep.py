"""What speaks for a k: criteria over k, where starts end, and what stays with other settings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.choosing_k import Criterion
from kmeans_core.evaluation import LocalMinima, Robustness
from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import Theme, plain

FINDINGS = {
    "Inertia": ("Inertia has its knee at {k}", "Inertia has no clear knee"),
    "Silhouette": ("Silhouette is highest at {k}", "No silhouette is defined"),
    "Davies-Bouldin": ("Davies-Bouldin is lowest at {k}", "No Davies-Bouldin index is defined"),
    "Calinski-Harabasz": ("Calinski-Harabasz is highest at {k}", "No Calinski-Harabasz index is defined"),
    "Gap": ("The gap is largest at {k}", "No gap is defined"),
    "Prediction strength": ("Groups are predictable up to {k}", "No k is predictable"),
}


def criterion(measured: Criterion, ks: Sequence[int], chosen: int, theme: Theme) -> go.Figure:
    """Draw one criterion over k with its standard errors; its pick is marked, the chosen k a dotted line."""
    errors = dict(array=measured.errors, color=theme.quiet, thickness=1) if measured.errors.any() else None
    fig = go.Figure().add_scatter(
        x=list(ks),
        y=measured.values,
        error_y=errors,
        mode="lines+markers",
        line=dict(color=theme.quiet, width=2),
        marker=dict(size=7, color=theme.quiet),
        hovertemplate="k = %{x}: %{y:.4g}<extra></extra>",
    )
    if measured.pick is not None:
        fig.add_scatter(
            x=[measured.pick],
            y=[measured.values[list(ks).index(measured.pick)]],
            mode="markers",
            marker=dict(size=14, color=theme.accent, symbol="diamond"),
            hovertemplate="pick: k = %{x}<extra></extra>",
        )
    if ks[0] <= chosen <= ks[-1]:
        fig.add_vline(x=chosen, line=dict(color=theme.accent, width=1, dash="dot"))
    fig.update_layout(showlegend=False)
    fig.update_xaxes(title_text="clusters (k)", dtick=1 if len(ks) <= 15 else None, showgrid=False)
    name = measured.name.lower() if measured.name in ("Inertia", "Gap") else measured.name
    fig.update_yaxes(title_text=name)
    found, none = FINDINGS[measured.name]
    return style(fig, theme, height=250, title=found.format(k=measured.pick) if measured.pick else none)


def minima(found: LocalMinima, shown: int, theme: Theme) -> go.Figure:
    """Draw the inertia of every start above the best one, in per cent; the one that is shown is marked."""
    inertias = np.array([found.minima[end].inertia for end in found.ends])
    best = found.minima[0].inertia
    excess = 100 * (inertias / best - 1) if best > 0 else np.zeros(len(inertias))
    picked = np.array(found.ends) == shown
    fig = go.Figure().add_scatter(
        x=excess,
        y=np.arange(len(excess)) % 5,
        mode="markers",
        marker=dict(size=np.where(picked, 13, 9), color=np.where(picked, theme.accent, theme.quiet)),
        customdata=[[end + 1, found.minima[end].ari] for end in found.ends],
        hovertemplate="solution %{customdata[0]}: %{x:.2f} % above the best, "
        "ARI to it %{customdata[1]:.2f}<extra></extra>",
        showlegend=False,
    )
    widest = max(1.0, excess.max())
    edge = widest / 30  # so that the best starts are seen whole
    fig.update_xaxes(title_text="inertia above the best (%)", range=[-edge, widest + edge])
    fig.update_yaxes(visible=False, range=[-1, 5])
    reached = f"{found.minima[0].starts} of {len(excess)} starts reach the lowest inertia"
    return style(fig, theme, height=190, title=reached)


def agreement(found: Robustness, theme: Theme) -> go.Figure:
    """Draw the adjusted Rand index with the present clusters for every scaling, k and seed as a heat map."""
    ari = found.ari.reshape(len(found.scalings), -1)
    columns = [f"k = {k}, seed {seed}" for k in found.ks for seed in found.seeds]
    fig = go.Figure().add_heatmap(
        z=ari,
        x=columns,
        y=[plain(name) for name in found.scalings],
        zmin=0,
        zmax=1,
        text=[["" if np.isnan(value) else f"{value:.2f}" for value in row] for row in ari],
        texttemplate="%{text}",
        hovertemplate="%{y}, %{x}: ARI %{z:.2f}<extra></extra>",
        xgap=1,
        ygap=1,
    )
    fig.update_xaxes(showgrid=False, tickangle=-40)
    fig.update_yaxes(title_text="scaling", showgrid=False)
    least = "–" if np.isnan(ari).all() else f"{np.nanmin(ari):.2f}"
    height = 160 + 40 * len(found.scalings)
    return style(fig, theme, height=height, title=f"The least agreement (ARI) is {least}")
