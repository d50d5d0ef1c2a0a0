"""What sets clusters apart: heat maps, profiles as lines or as a radar, and tables of counts as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Floats, Ints, number, share
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import Theme, ink, plain, style
from kmeans_core.profiles import Numbers, Shares

MOST_COLUMNS = 40  # rows of a heat map that can still be read
LISTED = 12  # a longer legend would push the picture out
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
    means = numbers.of("mean")[:-1, drawn].T
    words = [[number(value) for value in row] for row in means]
    fig = go.Figure(
        go.Heatmap(
            z=np.clip(shown, -STRONGEST, STRONGEST),
            x=_numbers_of(groups),
            y=_unique([plain(numbers.labels[j], 28) for j in drawn]),
            customdata=[
                [
                    f"{plain(g.title)}: mean {word}, d {number(d)}"
                    for g, word, d in zip(groups, w, ds, strict=True)
                ]
                for w, ds in zip(words, shown, strict=True)
            ],
            hovertemplate="%{y}<br>%{customdata}<extra></extra>",
            zmin=-STRONGEST,
            zmax=STRONGEST,
            colorscale=diverging(theme),
            colorbar=_bar(),
            xgap=1,
            ygap=1,
            hoverongaps=False,
        )
    )
    _write_in(fig, words, theme)
    fig.update_layout(xaxis_title_text="cluster", xaxis_type="category", yaxis_type="category")
    fig.update_xaxes(showgrid=False).update_yaxes(showgrid=False)
    return style(fig, theme, height=_height(len(drawn)), title=_finding(numbers, groups))


def diverging(theme: Theme) -> list[list[Any]]:
    """Return the colours from far below the others to far above them."""
    return [[0.0, COLD[theme.name]], [0.5, theme.paper], [1.0, theme.accent]]


def _bar() -> dict[str, Any]:
    ticks = [-2, -1, 0, 1, 2]
    return {"tickvals": ticks, "ticktext": [number(t, 1) for t in ticks], "title": {"text": "d"}, "len": 0.9}


def _write_in(fig: go.Figure, words: list[list[str]], theme: Theme) -> None:
    """Write in a heat map's cells, where they are few enough to read, in black or white as the cell asks."""
    heat = fig.data[0]
    fig.update_xaxes(range=[-0.5, len(heat.x) - 0.5])  # else words make room around the cells
    fig.update_yaxes(range=[len(heat.y) - 0.5, -0.5])
    if len(heat.x) > MOST_WRITTEN:
        return
    spread = max(heat.zmax, -heat.zmin)
    fills = [[_blend(z / spread, theme) for z in row] for row in heat.z]
    cells = [(x, y, i, j) for i, y in enumerate(heat.y) for j, x in enumerate(heat.x)]
    fig.add_trace(
        go.Scatter(
            x=[x for x, *_ in cells],
            y=[y for _, y, *_ in cells],
            mode="text",
            text=[words[i][j] for *_, i, j in cells],
            textfont={
                "color": [ink(fills[i][j]) for *_, i, j in cells],
                "size": 12 if len(heat.x) <= 6 else 9,
            },
            hoverinfo="skip",
            showlegend=False,
        )
    )


def _blend(part: float, theme: Theme) -> str:
    """Return the colour between the paper (0) and the accent (1) or its opposite (-1), as #RRGGBB."""
    part = 0.0 if np.isnan(part) else float(np.clip(part, -1, 1))
    end = theme.accent if part >= 0 else COLD[theme.name]
    pairs = [(int(theme.paper[i : i + 2], 16), int(end[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * abs(part)):02X}" for a, b in pairs)


def _numbers_of(groups: Sequence[Group]) -> list[str]:
    return [str(group.number) for group in groups]


def _unique(names: list[str]) -> list[str]:
    """Tell names apart that became equal when they were shortened."""
    return [name + "\u200b" * names[:i].count(name) for i, name in enumerate(names)]


def _height(rows: int) -> int:
    return 140 + max(26 * rows, 130)


def _finding(numbers: Numbers, groups: Sequence[Group]) -> str:
    d = np.nan_to_num(numbers.difference, nan=0.0, posinf=1e9, neginf=-1e9)
    if not d.size or not d.any():
        return "No number column differs between the clusters"
    c, j = divmod(int(np.abs(d).argmax()), d.shape[1])
    word = "higher" if d[c, j] > 0 else "lower"
    return f"The largest difference: {plain(numbers.labels[j], 28)} is {word} in cluster {groups[c].number}"


def _standing(numbers: Numbers, columns: Sequence[int]) -> Floats:
    """Return each cluster's mean in standard deviations from the mean of all rows, (k, columns)."""
    mean, sd = numbers.of("mean")[:, columns], numbers.of("sd")[-1, columns]
    return np.asarray((mean[:-1] - mean[-1]) / np.where(sd > 0, sd, np.nan))


def lines(numbers: Numbers, columns: Sequence[int], groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw each cluster as a line over the columns, in standard deviations from the mean of all rows."""
    fig = go.Figure()
    names = _unique([plain(numbers.labels[j], 24) for j in columns])
    for group, heights, words in _each(numbers, columns, groups):
        fig.add_trace(
            go.Scatter(
                x=names,
                y=heights,
                mode="lines+markers",
                name=group.legend(),
                line={"color": group.fill(theme), "width": 2.5},
                marker={"symbol": group.symbol(), "size": 9},
                customdata=words,
                hovertemplate=f"{plain(group.title)}<br>%{{x}}: mean %{{customdata}}<extra></extra>",
            )
        )
    fig.add_hline(y=0, line_color=theme.quiet, line_width=1)
    fig.update_layout(yaxis_title_text="mean, in standard deviations from all rows", xaxis_type="category")
    fig.update_layout(showlegend=len(groups) <= LISTED)
    return style(
        fig,
        theme,
        height=legend_room(groups, 400),
        title="Lines that lie apart are columns that tell clusters apart",
    )


def radar(numbers: Numbers, columns: Sequence[int], groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw each cluster as a closed line over the columns around a circle."""
    fig = go.Figure()
    names = _unique([plain(numbers.labels[j], 18) for j in columns])
    for group, heights, words in _each(numbers, columns, groups):
        fig.add_trace(
            go.Scatterpolar(
                r=[*heights, heights[0]],
                theta=[*names, names[0]],
                name=group.legend(),
                line={"color": group.fill(theme), "width": 2.5},
                customdata=[*words, words[0]],
                hovertemplate=f"{plain(group.title)}<br>%{{theta}}: mean %{{customdata}}<extra></extra>",
            )
        )
    axis = {"gridcolor": theme.line, "linecolor": theme.line, "tickfont": {"color": theme.quiet, "size": 11}}
    low, high = (float(f(_standing(numbers, columns))) for f in (np.nanmin, np.nanmax))
    reach = {"range": [low - 0.2 * (high - low), high], "angle": 90, "tickangle": 90, "nticks": 5}
    fig.update_layout(
        polar={"bgcolor": theme.paper, "radialaxis": {**axis, **reach}, "angularaxis": axis},
        showlegend=len(groups) <= LISTED,
    )
    title = "Each cluster's means, in standard deviations from all rows"
    return style(fig, theme, height=legend_room(groups, 480), title=title).update_layout(
        margin={"l": 60, "r": 60, "t": 100}
    )


def legend_room(groups: Sequence[Group], height: int) -> int:
    """Return a height with room for one legend entry a line below the picture."""
    return height + (22 * len(groups) if len(groups) <= LISTED else 0)


def _each(
    numbers: Numbers, columns: Sequence[int], groups: Sequence[Group]
) -> list[tuple[Group, list[float | None], list[str]]]:
    heights, means = _standing(numbers, columns), numbers.of("mean")[:-1, columns]
    return [
        (group, [None if np.isnan(h) else float(h) for h in row], [number(m) for m in mean])
        for group, row, mean in zip(groups, heights, means, strict=True)
    ]


def shares(counted: Shares, groups: Sequence[Group], theme: Theme) -> go.Figure:
    """Draw how often each value of a column of words occurs in each cluster."""
    held = np.maximum(counted.present, 1)
    values, z = list(counted.categories), counted.shares()
    if counted.rarer:
        values, z = [*values, f"{counted.rarer:,} rarer values"], np.c_[z, counted.others / held]
    names = _unique([plain(value, 28) for value in values])
    c, most = divmod(int(z[:, : len(counted.categories)].argmax()), len(counted.categories))
    title = (
        f"{share(float(z[c, most]))} of cluster {groups[c].number}: {plain(counted.label, 24)} {names[most]}"
    )
    fig = _grid(z.T, [[share(v) for v in row] for row in z.T], names, groups, theme)
    fig.update_layout(yaxis_title_text=plain(counted.label, 40))
    return style(fig, theme, height=_height(len(names)), title=title)


def crosstab(
    counts: Ints,
    names: Sequence[str],
    groups: Sequence[Group],
    theme: Theme,
    title: str,
    across: str = "cluster",
) -> go.Figure:
    """Draw how many rows of each cluster (k) fall into each of m other groups, shaded by their share."""
    part = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    words = [[f"{count:,}" if count else "" for count in row] for row in counts.T]
    fig = _grid(part.T, words, _unique([plain(name, 28) for name in names]), groups, theme)
    fig.update_layout(xaxis_title_text=across)
    return style(fig, theme, height=_height(len(names)), title=title)


def _grid(
    z: Floats, words: list[list[str]], names: list[str], groups: Sequence[Group], theme: Theme
) -> go.Figure:
    fig = go.Figure(
        go.Heatmap(
            z=z,
            x=_numbers_of(groups),
            y=names,
            zmin=0,
            zmax=1,
            colorscale=[[0, theme.paper], [1, theme.accent]],
            showscale=False,
            xgap=1,
            ygap=1,
            customdata=[[share(v) for v in row] for row in z],
            hovertemplate="cluster %{x}, %{y}: %{customdata} of the cluster<extra></extra>",
        )
    )
    _write_in(fig, words, theme)
    fig.update_layout(xaxis_title_text="cluster", xaxis_type="category", yaxis_type="category")
    return fig.update_xaxes(showgrid=False).update_yaxes(showgrid=False)
