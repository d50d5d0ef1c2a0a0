"""The colours as people see and read them: colour blindness, and contrast of text."""

from __future__ import annotations

from typing import get_args

import numpy as np
import streamlit as st

from kmeans_core.common import Bytes
from kmeans_core.figures import image
from kmeans_core.figures.theme import Theme
from kmeans_core.pictures import contrast, indexed_png
from pages.shared.image.vision import Eyes, readable, seen_with
from pages.shared.results import paintings, pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery

READABLE = 4.5  # contrast ratio of text, WCAG 2 level AA


def show(studio: Studio, theme: Theme) -> None:
    """Show the picture to other eyes, and which colours are read on each other."""
    left, right = st.columns(2)
    with left:
        kind: Eyes = st.segmented_control(
            "As it is seen with",
            get_args(Eyes),
            default="deuteranopia",
            required=True,
            key="quantise_image.kind_of_eyes",
            help="Protanopia: no red cones; deuteranopia: no green ones; tritanopia: no blue ones.",
        )
        painted = paintings.after(studio, pictures.seen(studio.picture))
        colours = painted.palette.colours
        seen = np.column_stack([seen_with(colours[:, :3], kind), colours[:, 3]])
        st.image(
            indexed_png(painted.labels, seen, level=3), width="stretch", alt=f"The picture seen with {kind}"
        )
    with right:
        st.plotly_chart(
            image.contrasts(studio.palette, theme),
            theme=None,
            key="quantise_image.contrast",
            alt="Contrast between the colours",
        )
        _mend(studio.palette.colours)


def _mend(colours: Bytes) -> None:
    """Let a colour be moved as little as it takes to be read on another one."""
    solid = colours[colours[:, 3] == 255, :3]
    hexes = ["#" + bytes(colour).hex() for colour in solid]
    if len(hexes) < 2:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.selectbox("Text in", hexes, index=1, key="quantise_image.text")
        ground = st.selectbox("on", hexes, key="quantise_image.ground")
    pair = [np.frombuffer(bytes.fromhex(each[1:]), np.uint8) for each in (text, ground)]
    moved = readable(pair[0], pair[1], READABLE)
    before, after = (contrast(np.vstack([colour, pair[1]]))[0, 1] for colour in (pair[0], moved))
    if before >= READABLE:
        st.caption(f"{before:.1f} to 1: this can be read.")
        return
    better = "#" + bytes(moved).hex()
    st.button(
        f"Make it readable: {better}",
        help=f"From {before:.1f} to 1 to {after:.1f} to 1, with the same hue.",
        key="quantise_image.mend",
        disabled=bool(gallery.choices().applied),
        on_click=lambda: gallery.lock(better, ground, instead=text),
    )
