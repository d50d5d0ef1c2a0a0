"""The picture, its palette and its labels as files."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from kmeans_core.common import digest
from kmeans_core.pictures import (
    WEBP_SIDE,
    Picture,
    as_json,
    ase,
    css,
    gpl,
    label_array,
    label_png,
    palette_strip,
    webp,
)
from pages.shared.results import paintings
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery


def offer(studio: Studio) -> None:
    """Offer the picture, the palette and the labels as files, each made at the click if it is not there."""
    whole, palette = paintings.painted_later(studio), studio.palette
    name = f"{paintings.stem(studio.picture.name)}-{palette.k}-colours-{paintings.name(studio)}"
    with st.container(horizontal=True):
        _offer("PNG", paintings.png_later(studio), f"{name}.png", "image/png", primary=True)
        if max(studio.picture.width, studio.picture.height) <= WEBP_SIDE:
            _offer("WebP, lossless", lambda: webp(whole()), f"{name}.webp", "image/webp")
        with st.popover("Palette", icon=":material/palette:"):
            for label, data, ending, mime in (
                ("GPL (GIMP, Inkscape, Krita)", gpl(palette, name), "gpl", "text/plain"),
                ("CSS variables", css(palette), "css", "text/css"),
                ("JSON", as_json(palette), "json", "application/json"),
                ("ASE (Adobe)", ase(palette), "ase", "application/octet-stream"),
                ("PNG strip", palette_strip(palette), "strip.png", "image/png"),
            ):
                _offer(label, data, f"{name}.{ending}", mime)
        with st.popover("Labels", icon=":material/grid_on:"):
            _offer("Grey PNG", lambda: label_png(whole()), f"{name}-labels.png", "image/png")
            _offer(
                "NumPy array",
                lambda: label_array(whole()),
                f"{name}-labels.npy",
                "application/octet-stream",
            )


def _offer(
    label: str, data: bytes | Callable[[], bytes], file: str, mime: str, primary: bool = False
) -> None:
    st.download_button(
        label,
        data,
        file,
        mime,
        key=f"quantise_image.download.{label}",
        on_click="ignore",
        type="primary" if primary else "secondary",
        icon=":material/download:" if primary else None,
    )


def offer_all(loaded: list[Picture]) -> None:
    """Offer all pictures in their shared palette as one file."""
    if len(loaded) == 1:
        return
    choices = gallery.choices()
    if st.button(f"Write all {len(loaded)} pictures", key="quantise_image.write_all"):
        data = paintings.all_as_zip(loaded, choices)
        st.download_button(
            "All pictures (zip)",
            data,
            f"pictures-{digest(data)[:8]}.zip",
            "application/zip",
            key="quantise_image.download.all",
            on_click="ignore",
        )
