"""The palette's colours as swatches."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.common import Bytes
from kmeans_core.pictures import Palette, colour_names, contrast, parse_colour
from pages.shared.elements.words import share

_GRID = (
    "display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:6px;"
    "max-height:356px;overflow:auto;font-size:13px;line-height:1.35"
)
_TILE = "padding:7px 8px;border:1px solid rgba(128,128,128,.35);border-radius:4px;min-height:82px;"
_GROUND = "repeating-conic-gradient(#ddd 0 25%, #fff 0 50%) 0 0 / 12px 12px"  # below transparent colours
_BLACK_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)


def swatches(palette: Palette, locked: tuple[str, ...]) -> None:
    """Show each colour with its hex, name and share, in the more readable of black and white."""
    total = int(palette.pixels.sum())
    names = colour_names(palette.colours)
    fixed = {tuple(parse_colour(text)) for text in locked}
    tiles = []
    for text, colour, name, pixels in zip(palette.hexes, palette.colours, names, palette.pixels, strict=True):
        ratios = contrast(np.vstack([_BLACK_WHITE, _on_white(colour)[None]]))[2, :2]
        ink = "#000" if ratios[0] >= ratios[1] else "#fff"
        kept = " · locked" if tuple(colour) in fixed else ""
        tiles.append(
            f'<div role="listitem" style="{_TILE}background:linear-gradient({text},{text}),{_GROUND};'
            f'color:{ink}" title="contrast {ratios.max():.1f} to 1"><b>{text}</b><br>{name}<br>'
            f"{share(pixels / total)}{kept}</div>"
        )
    st.html(f'<div role="list" aria-label="Palette" style="{_GRID}">{"".join(tiles)}</div>')


def _on_white(colour: Bytes) -> Bytes:
    """Return the colour (4,) as it is seen on white (3,)."""
    share = colour[3] / 255
    return np.asarray(np.rint(colour[:3] * share + 255 * (1 - share)).astype(np.uint8))
