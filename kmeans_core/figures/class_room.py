"""What a class sees on the wall: everybody's centres, where starts ended, votes, drawings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Floats, Whole, count
from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import Theme, ink, pale
from kmeans_core.teaching import SIDE, Tried, found_best

SHAPES = ("circle", "square", "triangle-up")  # of a drawing's groups, as on the phones
_COLUMNS = 60  # in which the dots of a strip are stacked


def square(points: Floats, theme: Theme, *, title: str = "", height: int = 520) -> go.Figure:
    """Draw the points of a task (n, 2) in their square."""
    fig = go.Figure()
    _dots(fig, points, "points", color=theme.quiet, size=7, opacity=0.55)
    return _squared(fig, theme, title, height)


def gathered(
    points: Floats, ends: Sequence[Floats], best: Floats | None, theme: Theme, title: str
) -> go.Figure:
    """Draw where everybody's centres ended, and in front the best ones (k, 2) where they are shown."""
    fig = go.Figure()
    _dots(fig, points, "points", color=theme.quiet, size=7, opacity=0.4)
    if len(ends):
        crosses = np.concatenate(ends)
        line = dict(width=2, color=pale(theme.accent, 0.7))
        _dots(fig, crosses, "the class's centres", symbol="x-thin", size=13, line=line)
    if best is not None:
        _discs(fig, best, theme)
    return _squared(fig, theme, title, 520)


def strip(rows: Mapping[str, Sequence[float]], lowest: float | None, theme: Theme) -> go.Figure:
    """Draw the inertia of every start as a dot, a line for each who made them, stacked where they agree.

    `lowest` is the best known; with it the title tells how many of the first line's starts found it.
    """
    values = [value for row in rows.values() for value in row]
    top, bottom = 1.05 * max([*values, 1.0]), 0.9 * min([*values, np.inf])
    fig = go.Figure()
    for line, (name, row) in enumerate(reversed([*rows.items()])):
        x, below = _stacked(row, bottom, top)
        fig.add_scatter(
            **dict(x=x, y=line + 0.05 + below * min(0.055, 0.85 / max([*below, 1])), name=name),
            **dict(mode="markers", hovertemplate=f"{name}: inertia %{{x:,.0f}}<extra></extra>"),
            marker=dict(size=10, color=theme.clusters[1] if line < len(rows) - 1 else theme.accent),
        )
    fig.update_layout(showlegend=False)
    fig.update_xaxes(title_text="inertia where a start ended", showgrid=False)
    fig.update_xaxes(range=[bottom, top] if values else [0, 1], showticklabels=bool(values))
    names = [name if row else f"{name} ?" for name, row in rows.items()]
    fig.update_yaxes(tickvals=[*range(len(names))][::-1], ticktext=names, range=[-0.1, len(names)])
    made = next(iter(rows.values()))
    said = f"{count(len(made), 'start')} so far" if made else "Waiting for the first start"
    if lowest is not None:
        fig.add_vline(x=lowest, line=dict(color=theme.text, width=1, dash="dot"))
        said = f"{found_best(made, lowest)} of {count(len(made), 'start')} found the lowest known inertia"
    return _for_the_back_row(style(fig, theme, height=430, title=said))


def _stacked(values: Sequence[float], bottom: float, top: float) -> tuple[Floats, Whole]:
    """Return each value's place along the line, in order, and how many lie below it there."""
    x = np.sort(np.asarray(values, float))
    bins = ((x - bottom) / (top - bottom) * _COLUMNS).astype(int) if len(x) else np.zeros(0, int)
    return x, np.arange(len(x)) - np.searchsorted(bins, bins, side="left")


def votes(counts: Sequence[int], answer: int | None, theme: Theme) -> go.Figure:
    """Draw how many phones saw how many clusters, from none up; the studio's number is marked where shown."""
    names = ["none", *map(str, range(1, len(counts)))]
    fills = [theme.accent if k == answer else theme.quiet for k in range(len(counts))]
    fig = go.Figure().add_bar(
        x=names, y=list(counts), marker_color=fills, text=[c or "" for c in counts], textposition="outside"
    )
    fig.update_traces(hovertemplate="%{x} clusters: %{y}<extra></extra>", cliponaxis=False)
    fig.update_xaxes(title_text="clusters seen", title_standoff=30, type="category", showgrid=False)
    fig.update_yaxes(visible=False, range=[0, max([*counts, 4]) * 1.2])
    if answer is not None:
        fig.add_annotation(x=names[answer], y=0, text="▲ the studio", showarrow=False, yshift=-38)
    total, most = sum(counts), int(np.argmax(counts))
    said = (
        f"{counts[most]} of {count(total, 'phone')} see {names[most]}"
        if total
        else "Waiting for the first vote"
    )
    return _for_the_back_row(style(fig, theme, height=360, title=said))


def rights(
    points: Floats, centres: Floats, truth: Sequence[int] | None, shares: Sequence[float], theme: Theme
) -> go.Figure:
    """Draw points with the share of phones that gave them right, in the right colour once it is shown."""
    colours = [
        theme.panel if truth is None else theme.clusters[label % 10] for label in truth or [0] * len(points)
    ]
    texts = [f"{100 * share:.0f} %" for share in shares] if truth is not None and len(shares) else None
    fig = go.Figure().add_scatter(
        **dict(x=points[:, 0], y=points[:, 1], name="points", mode="markers+text", text=texts),
        marker=dict(size=20, color=colours, line=dict(color=theme.text, width=1.5)),
        textposition="top center",
        hovertemplate="(%{x}, %{y})<extra></extra>",
    )
    _discs(fig, centres, theme)
    return _squared(fig, theme, "", 520)


def drawing(found: Tried, theme: Theme, title: str) -> go.Figure:
    """Draw a pupil's groups as shapes, and as colours what k-means made of them."""
    fig = go.Figure()
    for group in sorted(set(found.groups)):
        mine = np.array(found.groups) == group
        colours = [theme.clusters[label] for label in np.array(found.labels)[mine]]
        _dots(fig, found.points[mine], f"group {group + 1}", symbol=SHAPES[group], size=9, color=colours)
    return _squared(fig, theme, title, 330)


def _dots(fig: go.Figure, places: Floats, name: str, **marker: object) -> None:
    fig.add_scatter(
        **dict(x=places[:, 0], y=places[:, 1], name=name, mode="markers", marker=marker),
        hovertemplate="(%{x}, %{y})<extra></extra>",
    )


def _discs(fig: go.Figure, centres: Floats, theme: Theme) -> None:
    """Draw centres as numbered discs."""
    fills = [theme.clusters[i % 10] for i in range(len(centres))]
    fig.add_scatter(
        **dict(x=centres[:, 0], y=centres[:, 1], name="centres", mode="markers+text"),
        marker=dict(size=28, color=fills, line=dict(color=theme.paper, width=2)),
        text=[f"<b>{i + 1}</b>" for i in range(len(centres))],
        textfont=dict(color=[ink(fill) for fill in fills], size=15),
        hovertemplate="centre %{text}<extra></extra>",
    )


def _squared(fig: go.Figure, theme: Theme, title: str, height: int) -> go.Figure:
    """Show the whole square, as high as wide, without numbers on its edges."""
    bare = dict(
        showticklabels=False, showgrid=False, range=[0, SIDE], fixedrange=True, mirror=True, showline=True
    )
    fig.update_xaxes(**bare, constrain="domain")
    fig.update_yaxes(**bare, scaleanchor="x", constrain="domain", constraintoward="top")
    fig.update_layout(showlegend=False, dragmode=False)
    return _for_the_back_row(style(fig, theme, height=height, title=title))


def _for_the_back_row(fig: go.Figure) -> go.Figure:
    """Make words larger than on a page that is read from near."""
    fig.update_layout(font_size=17, title_font_size=20)
    fig.update_xaxes(tickfont_size=16, title_font_size=17)
    fig.update_yaxes(tickfont_size=16, title_font_size=17)
    return fig
