"""The palette's colours as swatches."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.common import Bytes
from kmeans_core.pictures import Palette, colour_names, contrast, parse_colour
from pages.shared.elements.words import share

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
            f'<div role="listitem" style="--colour:{text};color:{ink}" '
            f'title="contrast {ratios.max():.1f} to 1"><b>{text}</b><br>{name}<br>'
            f"{share(pixels / total)}{kept}</div>"
        )
    st.html(f'<div role="list" aria-label="Palette" class="studio-swatches">{"".join(tiles)}</div>')


def _on_white(colour: Bytes) -> Bytes:
    """Return the colour (4,) as it is seen on white (3,)."""
    share = colour[3] / 255
    return np.asarray(np.rint(colour[:3] * share + 255 * (1 - share)).astype(np.uint8))
