"""How pictures are reduced to k colours."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.common import DataProblem
from kmeans_core.pictures import read_palette
from pages.shared.elements import problems
from pages.shared.state import gallery, widgets


def draw() -> None:
    """Draw k, the distance and dithering, and the rest under More settings."""
    choices = gallery.choices()
    palette = choices.palette
    first, second, third = st.columns([3, 2, 2])
    with first:
        st.slider(
            "Colours (k)",
            2,
            256,
            help="How many colours the picture keeps.",
            disabled=bool(choices.applied) or palette.psnr is not None,
            **widgets.bind("quantise_image.k", palette.k, lambda k: gallery.change_palette(k=int(k))),
        )
    with second:
        st.segmented_control(
            "Distance",
            ["sRGB", "OKLab"],
            required=True,
            help="OKLab is closer to what the eye sees; sRGB gives the least squared error.",
            **widgets.bind("quantise_image.space", palette.space, lambda s: gallery.change_palette(space=s)),
        )
    with third:
        st.slider(
            "Dithering (%)",
            0,
            100,
            step=5,
            help="Mixes dots of neighbouring colours where one is missing (Floyd-Steinberg); 0 is off.",
            **widgets.bind(
                "quantise_image.dither",
                round(100 * palette.dither),
                lambda share: gallery.change_palette(dither=share / 100),
            ),
        )
    with st.expander("More settings"):
        _more()


def _more() -> None:
    choices = gallery.choices()
    left, middle, right = st.columns(3)
    with left:
        st.toggle(
            "Fewest colours for a quality",
            help="Looks for the smallest k that reaches the wanted quality, in place of a k of your own.",
            **widgets.bind("quantise_image.fewest", choices.palette.psnr is not None, _fewest),
        )
        st.slider(
            "Wanted quality (PSNR in dB)",
            15.0,
            50.0,
            step=0.5,
            help="Peak signal-to-noise ratio: 30 is visibly reduced, 40 hard to tell from the original.",
            disabled=choices.palette.psnr is None,
            **widgets.bind("quantise_image.psnr", choices.wanted_psnr, _want),
        )
    with middle:
        st.text_input(
            "Locked colours",
            placeholder="#ffffff #1f6f78",
            help="Colours that the palette keeps as they are, such as a brand's colour or the background.",
            **widgets.bind("quantise_image.locked", " ".join(choices.palette.locked), _lock),
        )
    with right:
        file = st.file_uploader(
            "Apply a saved palette",
            key="quantise_image.palette",
            help="A GPL, ASE, JSON or CSS palette, or a text with #rrggbb; used in place of a searched one.",
        )
        _apply(file)


def _apply(file: st.runtime.uploaded_file_manager.UploadedFile | None) -> None:
    """Use the uploaded palette while it is there."""
    applied: tuple[str, ...] = ()
    if file is not None:
        try:
            applied = tuple("#" + bytes(colour).hex() for colour in read_palette(file.getvalue()))
        except DataProblem as problem:
            problems.tell(problem)
    if applied != gallery.choices().applied:
        gallery.save(replace(gallery.choices(), applied=applied))
        st.rerun()


def _fewest(on: bool) -> None:
    gallery.change_palette(psnr=gallery.choices().wanted_psnr if on else None)


def _want(psnr: float) -> None:
    gallery.save(replace(gallery.choices(), wanted_psnr=psnr))
    gallery.change_palette(psnr=psnr)


def _lock(text: str) -> None:
    written = text.replace(",", " ").replace(";", " ").split()
    gallery.change_palette(locked=tuple(dict.fromkeys(written)))
