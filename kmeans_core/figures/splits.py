"""How groups split as k rises, as bands of rows from each k to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kmeans_core.clustering import contingency
from kmeans_core.common import Floats, Ints, Labels
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, pale

MOST_NODES = 90  # that can still be followed
WEAK = 0.005  # share of the rows below which a flow is not drawn


def splits(levels: Sequence[Labels], labels: Labels, groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw how the rows of each cluster flow from each level to the next one, with more clusters, as bands.

    `levels` are groupings of the same n rows with rising k, each (n,) from 0, or -1 in no cluster. Clusters
    take the colours of the present `groups`, by `labels`, that most of their rows are in. Small flows are
    left out, and levels with which there would be too many clusters to follow.
    """
    sizes = [np.bincount(level + 1)[1:] for level in levels]
    totals = accumulate(len(each) for each in sizes)
    sizes = [each for each, total in zip(sizes, totals, strict=True) if total <= MOST_NODES] or sizes[:1]
    levels = levels[: len(sizes)]
    colours = [
        groups[i].fill(theme)
        for level, each in zip(levels, sizes, strict=True)
        for i in _shared(level, labels, len(each), len(groups)).argmax(axis=1)
    ]
    places = np.linspace(0, 1, len(sizes)) if len(sizes) > 1 else np.zeros(1)
    nodes, links = _nodes(sizes, places), _links(levels, sizes)
    links["color"] = [pale(colours[i], 0.35) for i in links["source"]]
    fig = go.Figure(go.Sankey(arrangement="snap", node=nodes | dict(color=colours), link=links))
    for place, each in zip(places, sizes, strict=True):
        below = dict(x=place, y=-0.08, xref="paper", yref="paper", showarrow=False)
        fig.add_annotation(**below, text=str(len(each)))
    title = f"How groups split from {len(sizes[0])} to {len(sizes[-1])}"
    return style(fig, theme, height=420, title=title).update_layout(margin_b=40)


def _nodes(sizes: Sequence[Ints], places: Floats) -> dict[str, Any]:
    """Place each level's clusters from the top down, in proportion to their sizes."""
    middles = np.concatenate([(np.cumsum(each) - each / 2) / each.sum() for each in sizes])
    names = [f"k = {len(each)}, cluster {i}: {n:,} rows" for each in sizes for i, n in enumerate(each, 1)]
    return dict(
        x=np.clip(np.repeat(places, [len(each) for each in sizes]), 0.001, 0.999),
        y=np.clip(middles, 0.001, 0.999),
        customdata=names,
        hovertemplate="%{customdata}<extra></extra>",
        pad=10,
        thickness=12,
        line_width=0,
    )


def _links(levels: Sequence[Labels], sizes: Sequence[Ints]) -> dict[str, Any]:
    """Return the flows of at least so many rows, from one node to another by their numbers."""
    flows, start = [], 0
    for (before, after), (old, new) in zip(pairwise(levels), pairwise(map(len, sizes)), strict=True):
        moved = _shared(before, after, old, new)
        i, j = np.nonzero(moved >= max(1, WEAK * len(before)))
        flows.append((start + i, start + old + j, moved[i, j]))
        start += old
    source, target, value = np.concatenate(flows, axis=1) if flows else np.zeros((3, 0), int)
    return dict(source=source, target=target, value=value, hovertemplate="%{value:,} rows<extra></extra>")


def _shared(one: Labels, other: Labels, k_one: int, k_other: int) -> Ints:
    """Count the rows that two groupings share, without those in no cluster: (k one, k other)."""
    return contingency(one + 1, other + 1, k_one + 1, k_other + 1)[1:, 1:]
