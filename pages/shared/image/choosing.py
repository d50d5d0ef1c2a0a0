"""Which pictures are there and which is shown, and what a person should know of it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.common import DataProblem
from kmeans_core.pictures import PICTURES, CurvePoint, Picture
from pages.shared.elements import problems
from pages.shared.elements.words import count, escape
from pages.shared.results import pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery, widgets
from pages.shared.state.choices import PictureChoices


def arrive() -> DeltaGenerator:
    """Draw the title with the uploader and the samples beside it; return a place for one thing more there."""
    title, drop, samples, more = st.columns(
        [2, 4, 2, 3] if len(gallery.uploads()) > 1 else [2, 5, 3, 0.01], vertical_alignment="bottom"
    )
    title.title("Image", anchor=False)
    drop.file_uploader(
        "Upload pictures",
        key=gallery.uploader(),
        accept_multiple_files=True,
        help="PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF, to 60 million pixels.",
        on_change=gallery.take_in,
    )
    samples.selectbox(
        "Or look at a sample",
        list(PICTURES),
        index=None,
        placeholder="Choose a sample",
        **widgets.bind("quantise_image.sample", gallery.sample(), _show_sample),
    )
    return more


def _show_sample(name: str | None) -> None:
    if name is not None:
        gallery.show_sample(name)


def read() -> list[Picture]:
    """Return the pictures; files that are none are named, told why, and set aside."""
    loaded = []
    for upload in gallery.uploads():
        try:
            loaded.append(pictures.sized(pictures.load(upload), gallery.choices()))
        except DataProblem as problem:
            gallery.refuse(upload, problem)
    for name, why in gallery.refused():
        problems.tell(why, name)
    if loaded:
        return loaded
    return [pictures.sized(pictures.load(upload), gallery.choices()) for upload in gallery.uploads()]


def which(place: DeltaGenerator, loaded: list[Picture]) -> int:
    """Draw the choice of the picture to show, where there are several; return its number."""
    uploads, at = gallery.uploads(), gallery.shown()
    if len(loaded) > 1:
        names = {upload.file_id: f"{i} · {upload.name}" for i, upload in enumerate(uploads, 1)}
        place.selectbox(
            f"Picture to show, of {len(loaded)}",
            list(names),
            format_func=names.__getitem__,  # options are no Markdown
            **widgets.bind("quantise_image.which", uploads[at].file_id, gallery.show),
        )
    return at


def handle(loaded: list[Picture], shown: int) -> None:
    """Draw what can be done with uploaded pictures: share a palette, be taken away."""
    upload = gallery.uploads()[shown]
    if gallery.sample():
        return
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        if len(loaded) > 1:
            st.toggle(
                f"One palette for all {len(loaded)}",
                help="Off: each picture has a palette of its own.",
                **widgets.bind(
                    "quantise_image.shared",
                    gallery.choices().shared,
                    lambda on: gallery.change(shared=on),
                ),
            )
        st.button(
            "Take away",
            icon=":material/close:",
            type="tertiary",
            help=f"Lets go of {escape(upload.name)}.",
            key="quantise_image.take_away",
            on_click=gallery.take_away,
            args=(upload.file_id,),
        )


def head(studio: Studio, found: CurvePoint | None) -> None:
    """Write the picture and its palette in one quiet row, and what a person should know about them."""
    picture, palette = studio.picture, studio.palette
    parts = [
        escape(picture.name, 40),
        picture.format,
        f"{picture.width:,} × {picture.height:,} pixels",
        count(len(studio.counts.codes), "distinct colour"),
        f"k \\= {palette.k}",
    ]
    st.caption(" · ".join(parts))
    for notice in picture.notices:
        st.caption(f":material/info: {escape(notice, 300)}")
    if sentence := _finding(studio, gallery.choices(), found):
        st.caption(f":material/check: {sentence}")


def _finding(studio: Studio, choices: PictureChoices, found: CurvePoint | None) -> str:
    """Say what a person should know about this palette; "" when it is as asked for."""
    palette, own = studio.palette, len(studio.counts.codes)
    if palette.exact:
        kept = "and it is kept" if own == 1 else "and all are kept"
        return f"Nothing is lost: the picture has {count(own, 'colour')}, {kept}."
    if choices.applied:
        return (
            f"The saved palette of {count(palette.k, 'colour')} is used; k and locked colours have no effect."
        )
    if found is None:
        return ""
    if choices.aim == "size":
        limit, wanted = f"{found.bytes / 1000:,.1f} kB", f"{choices.wanted_kb:,} kB"
        if found.bytes > 1000 * choices.wanted_kb:
            return f"{palette.k} colours, the fewest there can be, take {limit}: more than {wanted}."
        return f"{palette.k} colours are the most found within {wanted}: {limit}."
    if found.psnr < choices.wanted_psnr:
        return f"{palette.k} colours, the most there can be, reach {found.psnr:.1f} dB."
    return f"{palette.k} colours are the fewest found that reach {choices.wanted_psnr:.1f} dB."
