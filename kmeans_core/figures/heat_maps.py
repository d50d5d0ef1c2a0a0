"""Clusters across, columns or values down: what differs, how often values occur, what two groupings share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go
from plotly.colors import find_intermediate_color, hex_to_rgb

from kmeans_core.common import Floats, Ints, number, share
from kmeans_core.figures.frame import style
from kmeans_core.figures.groups import Group, unlike
from kmeans_core.figures.theme import Theme, ink, plain
from kmeans_core.profiles import Numbers, Shares

MOST_COLUMNS = 40  # rows of a heat map that can still be read
MOST_WRITTEN = 10  # clusters between which words still fit
STRONGEST = 2.5  # standardised differences are told apart up to here
COLD = {"light": "#B4541A", "dark": "#E08A4A"}  # below the others; above them is the accent


def differences(numbers: Numbers, groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw the standardised difference of every column and cluster, the means in the cells.

    Columns are ordered by their largest difference; at most the first 40 are drawn.
    """
    size = np.nan_to_num(np.abs(numbers.difference), nan=0.0, posinf=1e9).max(axis=0, initial=0)
    drawn = np.argsort(-size, kind="stable")[:MOST_COLUMNS]
    shown = numbers.difference[:, drawn].T
    words = [[number(value) for value in row] for row in numbers.of("mean")[:-1, drawn].T]
    titles = [plain(group.title) for group in groups]
    ticks = [-2, -1, 0, 1, 2]
    fig = _cells(
        np.clip(shown, -STRONGEST, STRONGEST),
        words,
        [plain(numbers.labels[j], 28) for j in drawn],
        groups=groups,
        theme=theme,
        zmin=-STRONGEST,
        colorscale=[[0.0, COLD[theme.name]], [0.5, theme.paper], [1.0, theme.accent]],
        colorbar=dict(tickvals=ticks, ticktext=[number(tick, 1) for tick in ticks], title_text="d", len=0.9),
        customdata=[
            [f"{title}: mean {word}, d {number(d)}" for title, word, d in zip(titles, row, ds, strict=True)]
            for row, ds in zip(words, shown, strict=True)
        ],
        hovertemplate="%{y}<br>%{customdata}<extra></extra>",
        hoverongaps=False,
    )
    return style(fig, theme, height=_height(len(drawn)), title=_finding(numbers, groups))


def _finding(numbers: Numbers, groups: Sequence[Group]) -> str:
    d = np.nan_to_num(numbers.difference, nan=0.0, posinf=1e9, neginf=-1e9)
    if not d.any():
        return "No number column differs between the clusters"
    c, j = divmod(int(np.abs(d).argmax()), d.shape[1])
    word = "higher" if d[c, j] > 0 else "lower"
    if numbers.goes_round(j):
        word = f"around {number(numbers.of('mean')[c, j])}"
    return f"The largest difference: {plain(numbers.labels[j], 28)} is {word} in cluster {groups[c].number}"


def shares(counted: Shares, groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw how often each value of a column of words occurs in each cluster."""
    names, part = [plain(value, 28) for value in counted.categories], counted.shares()
    c, most = divmod(int(part.argmax()), len(names))
    title = f"{share(part[c, most])} of cluster {groups[c].number}: {plain(counted.label, 24)} {names[most]}"
    if counted.rarer:
        names.append(f"{counted.rarer:,} rarer values")
        part = np.c_[part, counted.others / np.maximum(counted.present, 1)]
    fig = _shaded(part.T, [[share(v) for v in row] for row in part.T], names, groups=groups, theme=theme)
    fig.update_yaxes(title_text=plain(counted.label, 40))
    return style(fig, theme, height=_height(len(names)), title=title)


def crosstab(
    counts: Ints,
    names: Sequence[str],
    groups: Sequence[Group],
    theme: Theme,
    *,
    title: str,
    across: str = "cluster",
) -> go.Figure:
    """Draw how many rows of each cluster (k) fall into each of m other groups, shaded by their share."""
    part = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    words = [[f"{count:,}" if count else "" for count in row] for row in counts.T]
    fig = _shaded(part.T, words, [plain(name, 28) for name in names], groups=groups, theme=theme)
    fig.update_xaxes(title_text=across)
    return style(fig, theme, height=_height(len(names)), title=title)


def _shaded(
    part: Floats, words: list[list[str]], names: Sequence[str], *, groups: Sequence[Group], theme: Theme
) -> go.Figure:
    """Shade cells by their share of the cluster."""
    return _cells(
        part,
        words,
        names,
        groups=groups,
        theme=theme,
        zmin=0,
        colorscale=[[0, theme.paper], [1, theme.accent]],
        showscale=False,
        customdata=[[share(v) for v in row] for row in part],
        hovertemplate="cluster %{x}, %{y}: %{customdata} of the cluster<extra></extra>",
    )


def _cells(
    z: Floats,
    words: list[list[str]],
    names: Sequence[str],
    *,
    groups: Sequence[Group],
    theme: Theme,
    **heat: Any,
) -> go.Figure:
    """Draw a heat map of values from `zmin` to 1 or as far above 0, with words in its cells."""
    across, down = [str(group.number) for group in groups], unlike(names)
    zmax = -heat["zmin"] or 1
    fig = go.Figure().add_heatmap(z=z, x=across, y=down, zmax=zmax, xgap=1, ygap=1, **heat)
    # Without a range of their own, axes would make room for the words around the cells.
    fig.update_xaxes(type="category", showgrid=False, range=[-0.5, len(across) - 0.5], title_text="cluster")
    fig.update_yaxes(type="category", showgrid=False, range=[len(names) - 0.5, -0.5])
    if len(across) > MOST_WRITTEN:
        return fig
    inks = [ink(_blend(value / zmax, theme)) for value in z.ravel()]
    return fig.add_scatter(
        x=across * len(down),
        y=np.repeat(down, len(across)),
        mode="text",
        text=[word for row in words for word in row],
        textfont=dict(color=inks, size=12 if len(across) <= 6 else 9),
        hoverinfo="skip",
        showlegend=False,
    )


def _blend(part: float, theme: Theme) -> str:
    """Return the colour between the paper (0) and the accent (1) or its opposite (-1), as #RRGGBB."""
    end = theme.accent if part >= 0 else COLD[theme.name]
    strength = min(abs(np.nan_to_num(part)), 1)
    mixed = find_intermediate_color(hex_to_rgb(theme.paper), hex_to_rgb(end), strength)
    return "#" + "".join(f"{round(each):02X}" for each in mixed)


def _height(rows: int) -> int:
    return 140 + max(26 * rows, 130)
