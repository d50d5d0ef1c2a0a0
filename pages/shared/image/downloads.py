"""The picture, its palette and its labels as files."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import streamlit as st

from kmeans_core.common import digest
from kmeans_core.pictures import (
    FILMS,
    MOST_FRAMES,
    WEBP_SIDE,
    Palette,
    Picture,
    QuantisedPicture,
    indexed_png,
    webp,
)
from pages.shared.elements import link
from pages.shared.image import palette_texts as texts
from pages.shared.image.palette_files import ase, gpl
from pages.shared.results import paintings
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery

PIXEL_ART = 256  # pixels of the longer side up to which a picture is offered enlarged
_ENLARGED = 1536  # about so many pixels then


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
    longest = max(studio.picture.width, studio.picture.height)
    with st.container(horizontal=True):
        _offer(File("PNG", paintings.png_later(studio), f"{name}.png", "image/png"), primary=True)
        if longest <= WEBP_SIDE:
            _offer(File("WebP", lambda: webp(whole()), f"{name}.webp", "image/webp"))
        with st.popover("Palette"):
            for file in _palettes(studio.palette, stem, name):
                _offer(file)
        with st.popover("More"):
            if longest <= PIXEL_ART:
                times = _ENLARGED // longest
                art = File(
                    "Pixel art", lambda: _enlarged(whole(), times), f"{name}-x{times}.png", "image/png"
                )
                _offer(art)
            _offer(File("Labels as PNG", lambda: _labels(whole()), f"{name}-labels.png", "image/png"))
            _offer(File("Labels for NumPy", lambda: _array(whole()), f"{name}-labels.npy"))
            link.of_picture()


def _palettes(palette: Palette, title: str, name: str) -> tuple[File, ...]:
    return (
        File("GPL (GIMP, Inkscape, Krita)", gpl(palette, name), f"{name}.gpl", "text/plain"),
        File("ASE (Adobe)", ase(palette), f"{name}.ase"),
        File("CSS variables", texts.css(palette), f"{name}.css", "text/css"),
        File("SCSS", texts.scss(palette), f"{name}.scss", "text/plain"),
        File("Tailwind theme", texts.tailwind(palette), f"{name}.tailwind.css", "text/css"),
        File("SwiftUI", texts.swift(palette), f"{name}.swift", "text/plain"),
        File("Design tokens (Figma)", texts.figma(palette), f"{name}.tokens.json", "application/json"),
        File("JSON", texts.as_json(palette), f"{name}.json", "application/json"),
        File("Poster (SVG)", texts.poster(palette, title), f"{name}.svg", "image/svg+xml"),
    )


def _enlarged(painted: QuantisedPicture, times: int) -> bytes:
    """Write each pixel as a square."""
    return indexed_png(painted.labels.repeat(times, axis=0).repeat(times, axis=1), painted.palette.colours)


def _labels(painted: QuantisedPicture) -> bytes:
    """Write the map of labels, 0 for the most frequent colour, in greys of the same numbers."""
    greys = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 4, axis=1)
    greys[:, 3] = 255
    return indexed_png(painted.labels, greys)


def _array(painted: QuantisedPicture) -> bytes:
    file = io.BytesIO()
    np.save(file, painted.labels, allow_pickle=False)
    return file.getvalue()


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


def offer_all(loaded: list[Picture], shown: int) -> None:
    """Offer all pictures as one file, and all frames of an animation."""
    picture = loaded[shown]
    if picture.frames > 1 and picture.format in FILMS:
        wanted = min(picture.frames, MOST_FRAMES)
        if st.button(f"Make a GIF of {wanted} frames", key="quantise_image.write_film"):
            film = paintings.film(gallery.uploads()[shown], gallery.choices(), st.empty())
            stem = f"{paintings.stem(picture.name)}-{digest(film)[:8]}"
            _offer(File("GIF", film, f"{stem}.gif", "image/gif"))
    if len(loaded) > 1 and st.button(f"Write all {len(loaded)} pictures", key="quantise_image.write_all"):
        data = paintings.all_as_zip(loaded, gallery.choices())
        _offer(File("All pictures (zip)", data, f"pictures-{digest(data)[:8]}.zip", "application/zip"))
