"""Colours as points, quality and size over k, and contrast between the colours of a palette."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.figures.theme import Theme, style
from kmeans_core.pictures import ColourCounts, CurvePoint, Palette, contrast

MOST_POINTS = 4000
MOST_CONTRASTS = 24


def colour_space(palette: Palette, theme: Theme) -> go.Figure:
    """Draw the distinct colours in the RGB cube, each in the colour it becomes, and the palette larger.

    Beyond 4,000 distinct colours every n-th pixel in order of colour is taken.
    """
    counts = palette.counts
    shown = _sampled(counts)
    becomes = palette.labels[shown]
    points = counts.colours[shown]
    hexes = [text[:7] for text in palette.hexes]
    fig = go.Figure(
        [
            _cloud(points, [hexes[i] for i in becomes], "Pixels", 2.5, 0.75),
            _cloud(palette.colours, hexes, "Palette", 9, 1.0, theme.text),
        ]
    )
    fig.data[1].customdata = [f"{text}, {n:,} pixels" for text, n in zip(hexes, palette.pixels, strict=True)]
    fig.data[1].hovertemplate = "%{customdata}<extra></extra>"
    fig.update_layout(
        showlegend=False,
        scene=dict(
            xaxis=dict(title="Red", range=[0, 255]),
            yaxis=dict(title="Green", range=[0, 255]),
            zaxis=dict(title="Blue", range=[0, 255]),
            aspectmode="cube",
            camera_eye=dict(x=1.5, y=1.5, z=1.3),
        ),
    )
    said = f"{palette.k:,} centres among {len(counts.codes):,} distinct colours"
    return style(fig, theme, height=460, title=said)


def _sampled(counts: ColourCounts) -> np.ndarray:
    if len(counts.codes) <= MOST_POINTS:
        return np.arange(len(counts.codes))
    reached = np.cumsum(counts.pixels)
    wanted = (np.arange(MOST_POINTS) + 0.5) * reached[-1] / MOST_POINTS
    return np.unique(np.searchsorted(reached, wanted))


def _cloud(
    rgba: np.ndarray, colours: list[str], name: str, size: float, opacity: float, rim: str | None = None
) -> go.Scatter3d:
    return go.Scatter3d(
        x=rgba[:, 0],
        y=rgba[:, 1],
        z=rgba[:, 2],
        name=name,
        mode="markers",
        hoverinfo="skip" if rim is None else None,
        marker=dict(
            size=size, color=colours, opacity=opacity, line=dict(width=0 if rim is None else 2, color=rim)
        ),
    )


def size_curve(
    curve: Sequence[CurvePoint], present: CurvePoint, name: str, file_bytes: int, theme: Theme
) -> go.Figure:
    """Draw PSNR and the size of the PNG over the number of colours, and the present result beside them.

    `name` says what the present palette is when it is not one of the curve's kind.
    """
    ks, said = [point.k for point in curve], name or f"k = {present.k}"
    quality, size = (dict(color=theme.accent), dict(color=theme.clusters[1]))
    fig = go.Figure(
        [
            go.Scatter(
                x=ks,
                y=[_shown(point) for point in curve],
                name="PSNR (dB)",
                mode="lines+markers",
                line=quality,
                hovertemplate="%{x} colours: %{y:.1f} dB<extra></extra>",
            ),
            go.Scatter(
                x=ks,
                y=[point.bytes / 1000 for point in curve],
                name="PNG (kB)",
                mode="lines+markers",
                line=dict(**size, dash="dot"),
                marker_symbol="square",
                yaxis="y2",
                hovertemplate="%{x} colours: %{y:,.0f} kB<extra></extra>",
            ),
            go.Scatter(
                x=[present.k],
                y=[_shown(present)],
                mode="markers",
                marker=dict(**quality, size=13, line=dict(color=theme.text, width=2)),
                showlegend=False,
                hovertemplate=f"{said}: %{{y:.1f}} dB<extra></extra>",
            ),
            go.Scatter(
                x=[present.k],
                y=[present.bytes / 1000],
                mode="markers",
                marker=dict(**size, size=12, symbol="square", line=dict(color=theme.text, width=2)),
                showlegend=False,
                yaxis="y2",
                hovertemplate=f"{said}: %{{y:,.0f}} kB<extra></extra>",
            ),
        ]
    )
    fig.add_vline(x=present.k, line=dict(color=theme.quiet, width=1, dash="dash"))
    fig.add_annotation(x=np.log10(present.k), y=1, yref="paper", yanchor="bottom", text=said, showarrow=False)
    fig.update_layout(
        xaxis=dict(title="Colours (k)", type="log", tickvals=ks, ticktext=[str(n) for n in ks]),
        yaxis=dict(title="PSNR (dB)"),
        yaxis2=dict(
            title="PNG (kB)",
            overlaying="y",
            side="right",
            tickmode="auto",
            showgrid=False,
            rangemode="tozero",
        ),
        legend_y=-0.22,
    )
    return style(fig, theme, height=400, title=_finding(curve, file_bytes))


def _shown(point: CurvePoint) -> float | None:
    return point.psnr if np.isfinite(point.psnr) else None


def _finding(curve: Sequence[CurvePoint], file_bytes: int) -> str:
    """Say up to how many colours the PNG is smaller than the file."""
    smaller = [point.k for point in curve if point.bytes < file_bytes]
    if not curve:
        return "Quality and size over k"
    if len(smaller) == len(curve):
        return f"The PNG is smaller than the file up to {curve[-1].k} colours"
    if not smaller:
        return f"The PNG is larger than the file even with {curve[0].k} colours"
    return f"The PNG is smaller than the file up to {max(smaller)} colours"


def contrasts(palette: Palette, theme: Theme) -> go.Figure:
    """Draw the contrast ratio (WCAG 2) between the most frequent opaque colours, at most 24."""
    solid = np.flatnonzero(palette.colours[:, 3] == 255)[:MOST_CONTRASTS]
    ratios = contrast(palette.colours[solid, :3])
    names = [palette.hexes[i] for i in solid]
    readable = int((np.triu(ratios, 1) >= 4.5).sum())
    fig = go.Figure(
        go.Heatmap(
            z=ratios,
            x=names,
            y=names,
            zmin=1,
            zmax=21,
            colorbar_title="ratio",
            texttemplate="%{z:.1f}" if len(solid) <= 12 else "",
            hovertemplate="%{y} on %{x}: %{z:.1f} to 1<extra></extra>",
        )
    )
    fig.update_layout(
        yaxis=dict(autorange="reversed", type="category"),
        xaxis=dict(type="category", title="Text is readable from 4.5 to 1"),
    )
    pairs = len(solid) * (len(solid) - 1) // 2
    said = f"{readable} of {pairs} pairs are readable as text"
    return style(fig, theme, height=460, title=said)
