"""How pictures are reduced to k colours."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from kmeans_core.common import DataProblem
from kmeans_core.pictures import LARGEST
from pages.shared.elements import marks, problems
from pages.shared.elements.words import count
from pages.shared.image.palette_files import read_palette
from pages.shared.state import gallery, widgets

AIMS = {"colours": "Colours", "quality": "Quality", "size": "File size"}
_k_component = st.components.v2.component(
    "kmeans_studio.k",
    html=Path(__file__).with_name("k.html").read_text("utf-8"),
    css=Path(__file__).with_name("k.css").read_text("utf-8"),
    js=Path(__file__).with_name("k.js").read_text("utf-8"),
)
PRESETS = (2, 4, 8, 16, 32, 64, 128, 256)


def draw(colours: int) -> None:
    """Draw k, the distance and dithering for a picture of so many colours; the rest under More settings."""
    choices = gallery.choices()
    palette = choices.palette
    _k(min(LARGEST, colours))
    left, right = st.columns(2)
    left.segmented_control(
        "Distance",
        ["sRGB", "OKLab"],
        required=True,
        help="OKLab weighs lightness and hue as perceived; sRGB gives the least squared error.",
        **widgets.bind("quantise_image.space", palette.space, lambda s: gallery.change_palette(space=s)),
    )
    with right.popover("More settings", width="stretch"):
        _more()
    st.slider(
        "Dithering (%)",
        0,
        100,
        step=5,
        help="Mixes dots of neighbouring colours where one is missing; 0 is off.",
        **widgets.bind(
            "quantise_image.dither",
            round(100 * palette.dither),
            lambda share: gallery.change_palette(dither=share / 100),
        ),
    )
    marks.accent(["quantise_image.dither"] if palette.dither > 0 else [])


def _k(most: int) -> None:
    """Draw k, or the quality or the size that it is to reach; nothing beyond the colours that there are."""
    choices = gallery.choices()
    if most <= 2:
        st.caption(f"The picture has {count(most, 'colour')}: there is nothing to choose.")
        return
    st.segmented_control(
        "Choose by",
        list(AIMS),
        format_func=AIMS.__getitem__,
        required=True,
        label_visibility="collapsed",
        width="stretch",
        disabled=bool(choices.applied),
        **widgets.bind("quantise_image.aim", choices.aim, lambda aim: gallery.change(aim=aim)),
    )
    if choices.aim == "quality":
        st.slider(
            "At least this PSNR (dB)",
            15.0,
            50.0,
            step=0.5,
            help="The fewest colours, so the fewest bytes, that reach it; 30 is visibly reduced, 40 hardly.",
            **widgets.bind(
                "quantise_image.psnr", choices.wanted_psnr, lambda p: gallery.change(wanted_psnr=p)
            ),
        )
    elif choices.aim == "size":
        st.number_input(
            "At most so many kB",
            1,
            100_000,
            help="The most colours whose PNG is no larger, dithered as you chose.",
            **widgets.bind("quantise_image.kb", choices.wanted_kb, lambda kb: gallery.change(wanted_kb=kb)),
        )
    else:
        _number(min(choices.palette.k, most), most, off=bool(choices.applied))


def _number(k: int, most: int, *, off: bool) -> None:
    """Draw k as a slider, a number and usual numbers, in one: three widgets would contradict each other."""
    _k_component(
        data={
            "k": k,
            "most": most,
            "usual": [preset for preset in PRESETS if preset <= most],
            "off": off,
            "id": gallery.uploads()[gallery.shown()].file_id,
        },
        key="quantise_image.k",
        on_chosen_change=lambda: gallery.change_palette(k=int(widgets.widget("quantise_image.k").chosen)),
    )


def _more() -> None:
    choices = gallery.choices()
    st.segmented_control(
        "Dithering by",
        ["diffusion", "blue noise"],
        required=True,
        help="Error diffusion spares edges; blue noise is calmer on flat areas.",
        **widgets.bind("quantise_image.pattern", choices.pattern, lambda by: gallery.change(pattern=by)),
    )
    st.number_input(
        "Shrink to at most (pixels)",
        0,
        20_000,
        step=16,
        help="Of the longer side, before colours are reduced; 0 leaves the picture as it is. Up to 256 the "
        "picture can be taken away enlarged, as pixel art.",
        **widgets.bind(
            "quantise_image.longest", choices.longest, lambda n: gallery.change(longest=n, view=None)
        ),
    )
    st.text_input(
        "Locked colours",
        placeholder="#ffffff #1f6f78",
        help="Colours that the palette keeps as they are, such as a brand's colour or the background.",
        **widgets.bind("quantise_image.locked", " ".join(choices.palette.locked), _lock),
    )
    st.file_uploader(
        "Apply a saved palette",
        key="quantise_image.palette",
        help="A GPL, ASE, JSON or CSS palette, or a text with #rrggbb; used in place of a searched one.",
        on_change=_apply,
    )
    if problem := gallery.palette_problem():
        problems.tell(problem)


def _apply() -> None:
    """Use the uploaded palette while it is there."""
    file = widgets.widget("quantise_image.palette")
    applied: tuple[str, ...] = ()
    problem: DataProblem | None = None
    if file is not None:
        try:
            applied = tuple("#" + bytes(colour).hex() for colour in read_palette(file.getvalue()))
        except DataProblem as wrong:
            problem = wrong
    gallery.palette_problem(problem)
    gallery.change(applied=applied)


def _lock(text: str) -> None:
    written = text.replace(",", " ").replace(";", " ").split()
    gallery.change_palette(locked=tuple(dict.fromkeys(written)))
