"""The picture, its palette and its labels as files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from kmeans_core.common import digest
from kmeans_core.pictures import (
    WEBP_SIDE,
    Palette,
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


@dataclass(frozen=True)
class File:
    """A file to take away: what its button says, its bytes (made at the click where that is a function)."""

    label: str
    data: bytes | Callable[[], bytes]
    name: str
    kind: str = "application/octet-stream"


def offer(studio: Studio) -> None:
    """Offer the picture, the palette and the labels as files, each made at the click if it is not there."""
    whole = paintings.painted_later(studio)
    stem = paintings.stem(studio.picture.name)
    name = f"{stem}-{studio.palette.k}-colours-{paintings.name(studio)}"
    with st.container(horizontal=True):
        _offer(File("PNG", paintings.png_later(studio), f"{name}.png", "image/png"), primary=True)
        if max(studio.picture.width, studio.picture.height) <= WEBP_SIDE:
            _offer(File("WebP, lossless", lambda: webp(whole()), f"{name}.webp", "image/webp"))
        with st.popover("Palette", icon=":material/palette:"):
            for file in _palettes(studio.palette, name):
                _offer(file)
        with st.popover("Labels", icon=":material/grid_on:"):
            _offer(File("Grey PNG", lambda: label_png(whole()), f"{name}-labels.png", "image/png"))
            _offer(File("NumPy array", lambda: label_array(whole()), f"{name}-labels.npy"))


def _palettes(palette: Palette, name: str) -> tuple[File, ...]:
    return (
        File("GPL (GIMP, Inkscape, Krita)", gpl(palette, name), f"{name}.gpl", "text/plain"),
        File("CSS variables", css(palette), f"{name}.css", "text/css"),
        File("JSON", as_json(palette), f"{name}.json", "application/json"),
        File("ASE (Adobe)", ase(palette), f"{name}.ase"),
        File("PNG strip", palette_strip(palette), f"{name}.strip.png", "image/png"),
    )


def _offer(file: File, *, primary: bool = False) -> None:
    st.download_button(
        file.label,
        file.data,
        file.name,
        file.kind,
        key=f"quantise_image.download.{file.label}",
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
