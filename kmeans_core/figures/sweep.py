"""What the sweep over k shows: criteria, how groups split, where starts end, and what stays."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from kmeans_core.choosing_k import Criterion, Sweep
from kmeans_core.clustering import Clustering, contingency, flows
from kmeans_core.evaluation import LocalMinima, Robustness
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, cluster_colour, plain, style

MOST_NODES = 90  # of the splits that can still be followed
WEAK = 0.005  # share of the rows below which a flow is not drawn
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
    fig = go.Figure(
        go.Scatter(
            x=list(ks),
            y=measured.values,
            error_y=errors,
            mode="lines+markers",
            line=dict(color=theme.quiet, width=2),
            marker=dict(size=7, color=theme.quiet),
            hovertemplate="k = %{x}: %{y:.4g}<extra></extra>",
            showlegend=False,
        )
    )
    if measured.pick is not None:
        fig.add_scatter(
            x=[measured.pick],
            y=[measured.values[list(ks).index(measured.pick)]],
            mode="markers",
            marker=dict(size=14, color=theme.accent, symbol="diamond"),
            hovertemplate="pick: k = %{x}<extra></extra>",
            showlegend=False,
        )
    if ks[0] <= chosen <= ks[-1]:
        fig.add_vline(x=chosen, line=dict(color=theme.accent, width=1, dash="dot"))
    found, none = FINDINGS[measured.name]
    title = none if measured.pick is None else found.format(k=measured.pick)
    style(fig, theme, height=250, title=title)
    fig.update_yaxes(
        title_text=measured.name.lower() if measured.name in ("Inertia", "Gap") else measured.name
    )
    return fig.update_xaxes(title_text="clusters (k)", dtick=1 if len(ks) <= 15 else None, showgrid=False)


def splits(sweep: Sweep, groups: Sequence[Group], labels: NDArray[np.int32], theme: Theme) -> go.Figure:
    """Draw how the rows of each cluster flow from k to k + 1, as bands; small flows are left out.

    Every cluster takes the colour of the present group (`groups`, by `labels`) that most of its rows are in.
    """
    shown = _first_levels(sweep)
    colours, names, places, start = [], [], [], [0]
    for level, each in enumerate(shown):
        parts = contingency(each.labels, labels, len(each.sizes), len(groups))
        colours += [cluster_colour(theme, groups[int(i)].colour) for i in parts.argmax(axis=1)]
        names += [
            f"k = {len(each.sizes)}, cluster {i + 1}: {size:,} rows" for i, size in enumerate(each.sizes)
        ]
        places += [level / max(1, len(shown) - 1)] * len(each.sizes)
        start.append(start[-1] + len(each.sizes))
    source, target, width = [], [], []
    for level, (before, after) in enumerate(pairwise(shown)):
        moved = flows(before, after)
        for i, j in np.argwhere(moved >= max(1, WEAK * len(labels))):
            source.append(start[level] + int(i))
            target.append(start[level + 1] + int(j))
            width.append(int(moved[i, j]))
    fig = go.Figure(
        go.Sankey(
            arrangement="snap",
            node=dict(
                color=colours,
                x=[min(max(place, 0.001), 0.999) for place in places],
                y=_heights([each.sizes for each in shown]),
                customdata=names,
                hovertemplate="%{customdata}<extra></extra>",
                pad=10,
                thickness=12,
                line_width=0,
            ),
            link=dict(
                source=source,
                target=target,
                value=width,
                color=[_faint(colours[i]) for i in source],
                hovertemplate="%{value:,} rows<extra></extra>",
            ),
        )
    )
    for level, each in enumerate(shown):
        fig.add_annotation(
            x=level / max(1, len(shown) - 1),
            y=-0.08,
            yref="paper",
            xref="paper",
            text=f"{len(each.sizes)}",
            showarrow=False,
        )
    style(
        fig, theme, height=420, title=f"How groups split from {len(shown[0].sizes)} to {len(shown[-1].sizes)}"
    )
    return fig.update_layout(margin_b=40)


def _first_levels(sweep: Sweep) -> list[Clustering]:
    """Return the clusterings that fit into one picture, from the smallest k up."""
    nodes = np.cumsum(sweep.ks)
    return [each for each, total in zip(sweep.clusterings, nodes, strict=True) if total <= MOST_NODES] or [
        sweep.clusterings[0]
    ]


def _heights(levels: Sequence[NDArray[np.int64]]) -> list[float]:
    """Place each level's clusters from the top down, in proportion to their sizes."""
    return [
        float(np.clip((np.cumsum(sizes)[i] - sizes[i] / 2) / sizes.sum(), 0.001, 0.999))
        for sizes in levels
        for i in range(len(sizes))
    ]


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def minima(found: LocalMinima, shown: int, theme: Theme) -> go.Figure:
    """Draw the inertia of every start above the best one, in per cent; the one that is shown is marked."""
    best = found.minima[0].inertia
    excess = np.array([found.minima[i].inertia / best - 1 if best > 0 else 0.0 for i in found.ends])
    picked = [end == shown for end in found.ends]
    fig = go.Figure(
        go.Scatter(
            x=100 * excess,
            y=np.arange(len(excess)) % 5,
            mode="markers",
            marker=dict(
                size=[13 if mine else 9 for mine in picked],
                color=[theme.accent if mine else theme.quiet for mine in picked],
            ),
            customdata=[[end + 1, found.minima[end].ari] for end in found.ends],
            hovertemplate="solution %{customdata[0]}: %{x:.2f} % above the best, "
            "ARI to it %{customdata[1]:.2f}<extra></extra>",
            showlegend=False,
        )
    )
    reached = found.minima[0].starts
    style(fig, theme, height=190, title=f"{reached} of {len(excess)} starts reach the lowest inertia")
    fig.update_yaxes(visible=False, range=[-1, 5])
    edge = max(1.0, 100 * float(excess.max())) / 30  # so that the best starts are seen whole
    fig.update_xaxes(range=[-edge, max(1.0, 100 * float(excess.max())) + edge])
    return fig.update_xaxes(title_text="inertia above the best (%)")


def agreement(found: Robustness, theme: Theme) -> go.Figure:
    """Draw the adjusted Rand index with the present clusters for every scaling, k and seed as a heat map."""
    ari = found.ari.reshape(len(found.scalings), -1)
    columns = [f"k = {k}, seed {seed}" for k in found.ks for seed in found.seeds]
    fig = go.Figure(
        go.Heatmap(
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
    )
    least = "–" if np.isnan(ari).all() else f"{np.nanmin(ari):.2f}"
    style(fig, theme, height=160 + 40 * len(found.scalings), title=f"The least agreement (ARI) is {least}")
    fig.update_yaxes(title_text="scaling", showgrid=False)
    return fig.update_xaxes(showgrid=False, tickangle=-40)
