"""Colours as points, quality and size over k, and contrast between the colours of a palette."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from kmeans_core.common import Ints
from kmeans_core.figures.frame import style
from kmeans_core.figures.theme import Theme
from kmeans_core.pictures import ColourCounts, CurvePoint, Palette, contrast

MOST_POINTS = 4000
MOST_CONTRASTS = 24


def colour_space(palette: Palette, theme: Theme) -> go.Figure:
    """Draw the distinct colours in the RGB cube, each in the colour it becomes, and the palette larger.

    Beyond 4,000 distinct colours every n-th pixel in order of colour is taken.
    """
    shown = _sampled(palette.counts)
    hexes = [text[:7] for text in palette.hexes]
    becomes = [hexes[i] for i in palette.labels[shown]]
    fig = go.Figure().add_scatter3d(
        **dict(zip("xyz", palette.counts.colours[shown].T, strict=False)),
        name="Pixels",
        marker=dict(size=2.5, color=becomes, opacity=0.75, line_width=0),
        hoverinfo="skip",
    )
    fig.add_scatter3d(
        **dict(zip("xyz", palette.colours.T, strict=False)),
        name="Palette",
        marker=dict(size=9, color=hexes, opacity=1, line=dict(width=2, color=theme.text)),
        customdata=[f"{text}, {n:,} pixels" for text, n in zip(hexes, palette.pixels, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )
    fig.update_traces(mode="markers")
    red, green, blue = (dict(title_text=name, range=[0, 255]) for name in ("Red", "Green", "Blue"))
    fig.update_scenes(xaxis=red, yaxis=green, zaxis=blue, aspectmode="cube")
    fig.update_layout(showlegend=False, scene_camera_eye=dict(x=1.5, y=1.5, z=1.3))
    said = f"{palette.k:,} centres among {len(palette.counts.codes):,} distinct colours"
    return style(fig, theme, height=460, title=said)


def _sampled(counts: ColourCounts) -> Ints:
    if len(counts.codes) <= MOST_POINTS:
        return np.arange(len(counts.codes))
    reached = np.cumsum(counts.pixels)
    wanted = (np.arange(MOST_POINTS) + 0.5) * reached[-1] / MOST_POINTS
    return np.unique(np.searchsorted(reached, wanted))


def size_curve(
    curve: Sequence[CurvePoint], present: CurvePoint, theme: Theme, *, file_bytes: int, name: str = ""
) -> go.Figure:
    """Draw PSNR and the size of the PNG over the number of colours, and the present result beside them.

    `name` says what the present palette is when it is not one of the curve's kind.
    """
    ks, said = [point.k for point in curve], name or f"k = {present.k}"
    points = [*curve, present]
    psnr = [point.psnr if np.isfinite(point.psnr) else None for point in points]
    kilobytes = [point.bytes / 1000 for point in points]
    first, second = dict(color=theme.accent), dict(color=theme.clusters[1])
    left = dict(name="PSNR (dB)", line=first, marker=first)
    right = dict(name="PNG (kB)", line=second | dict(dash="dot"), marker=second | dict(symbol="square"))
    fig, beside = go.Figure(), dict(yaxis="y2")
    for look, values, read in ((left, psnr, "%{y:.1f} dB"), (right | beside, kilobytes, "%{y:,.0f} kB")):
        over_k, here = f"%{{x}} colours: {read}<extra></extra>", f"{said}: {read}<extra></extra>"
        fig.add_scatter(**look, x=ks, y=values[:-1], mode="lines+markers", hovertemplate=over_k)
        fig.add_scatter(**look, x=[present.k], y=values[-1:], mode="markers", hovertemplate=here)
    rim = dict(color=theme.text, width=2)
    fig.update_traces(marker_size=13, marker_line=rim, showlegend=False, selector=dict(mode="markers"))
    fig.add_vline(x=present.k, line=dict(color=theme.quiet, width=1, dash="dash"))
    fig.add_annotation(x=np.log10(present.k), y=1, yref="paper", yanchor="bottom", text=said, showarrow=False)
    fig.update_xaxes(title_text="Colours (k)", type="log", tickvals=ks, ticktext=[str(k) for k in ks])
    axis = dict(overlaying="y", side="right", tickmode="auto", showgrid=False, rangemode="tozero")
    fig.update_layout(yaxis_title_text="PSNR (dB)", yaxis2=axis, legend_y=-0.22)
    fig.update_layout(yaxis2_title_text="PNG (kB)")
    return style(fig, theme, height=400, title=_finding(curve, file_bytes))


def _finding(curve: Sequence[CurvePoint], file_bytes: int) -> str:
    """Say up to how many colours the PNG is smaller than the file."""
    if not curve:
        return "Quality and size over k"
    smaller = [point.k for point in curve if point.bytes < file_bytes]
    if not smaller:
        return f"The PNG is larger than the file even with {curve[0].k} colours"
    return f"The PNG is smaller than the file up to {max(smaller)} colours"


def contrasts(palette: Palette, theme: Theme) -> go.Figure:
    """Draw the contrast ratio (WCAG 2) between the most frequent opaque colours, at most 24."""
    solid = np.flatnonzero(palette.colours[:, 3] == 255)[:MOST_CONTRASTS]
    ratios = contrast(palette.colours[solid, :3])
    names = [palette.hexes[i] for i in solid]
    fig = go.Figure().add_heatmap(
        z=ratios,
        x=names,
        y=names,
        zmin=1,
        zmax=21,
        colorbar_title="ratio",
        texttemplate="%{z:.1f}" if len(solid) <= 12 else "",
        hovertemplate="%{y} on %{x}: %{z:.1f} to 1<extra></extra>",
    )
    fig.update_xaxes(type="category", title_text="Text is readable from 4.5 to 1")
    fig.update_yaxes(type="category", autorange="reversed")
    pairs = ratios[np.triu_indices(len(solid), 1)]
    said = f"{(pairs >= 4.5).sum()} of {len(pairs)} pairs are readable as text"
    return style(fig, theme, height=460, title=said)
