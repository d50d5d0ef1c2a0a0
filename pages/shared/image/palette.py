"""The palette's colours as swatches to copy, lock and change."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import streamlit as st

from kmeans_core.common import Bytes
from kmeans_core.pictures import Palette, contrast, parse_colour
from pages.shared.elements.words import share
from pages.shared.image.palette_files import colour_names
from pages.shared.state import gallery, widgets

KEY = "quantise_image.swatches"
_BLACK_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)
_component = st.components.v2.component(
    "kmeans_studio.palette",
    html='<div class="tiles" role="list" aria-label="Palette"></div><div class="said" role="status"></div>',
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)


def swatches(palette: Palette, *, changeable: bool) -> None:
    """Show each colour with its hex, share and name, in the more readable of black and white."""
    total = int(palette.pixels.sum())
    fixed = {parse_colour(text) for text in gallery.choices().palette.locked}
    colours = [
        {
            "hex": text,
            "name": name,
            "share": share(pixels / total),
            "ink": _ink(colour),
            "locked": tuple(colour.tolist()) in fixed,
        }
        for text, colour, name, pixels in zip(
            palette.hexes, palette.colours, colour_names(palette.colours), palette.pixels, strict=True
        )
    ]
    _component(
        data={"colours": colours, "changeable": changeable},
        key=KEY,
        on_locked_change=_locked,
        on_edited_change=lambda: gallery.lock(_said("edited")[1], instead=_said("edited")[0]),
        on_added_change=lambda: gallery.lock(_said("added")),
    )


def _said(what: str) -> str:
    said: str = getattr(widgets.widget(KEY), what)
    return said


def _locked() -> None:
    """Lock a colour, or let it go."""
    text = _said("locked")
    free = any(gallery.same(each, text) for each in gallery.choices().palette.locked)
    gallery.lock(*([] if free else [text]), instead=text)


def _ink(colour: Bytes) -> str:
    """Return black or white, whichever is read more easily on the colour (4,) as it is seen on white."""
    share = colour[3] / 255
    on_white = np.rint(colour[:3] * share + 255 * (1 - share)).astype(np.uint8)
    ratios = contrast(np.vstack([_BLACK_WHITE, on_white[None]]))[2, :2]
    return "#000" if ratios[0] >= ratios[1] else "#fff"
