"""Which pictures are shown, and what a person should know of them."""

from __future__ import annotations

import streamlit as st

from kmeans_core.pictures import PICTURES, Picture
from pages.shared.elements.words import escape
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery, widgets
from pages.shared.state.choices import PictureChoices, Upload


def choose() -> None:
    """Draw the uploader and the samples."""
    left, right = st.columns([3, 2])
    with left:
        files = st.file_uploader(
            "Upload pictures",
            key="quantise_image.files",
            accept_multiple_files=True,
            help="PNG, JPEG, HEIC, WebP, AVIF, BMP, GIF or TIFF, to 60 million pixels. They share colours.",
        )
    names = tuple(file.file_id for file in files)
    if names and not gallery.received(names):
        gallery.receive(tuple(Upload(file.name, file.file_id, file.getvalue()) for file in files))
    with right:
        st.selectbox(
            "Or look at a sample",
            list(PICTURES),
            index=None,
            placeholder="Choose a sample",
            **widgets.bind(
                "quantise_image.sample",
                gallery.sample(),
                _show_sample,
            ),
        )
        st.caption(PICTURES.get(gallery.sample() or "", "Your pictures stay in this server's memory."))


def _show_sample(name: str | None) -> None:
    if name is not None:
        gallery.show_sample(name)


def which(loaded: list[Picture]) -> int:
    """Return which of several pictures to show."""
    if len(loaded) == 1:
        return 0
    names = [f"{i} · {picture.name}" for i, picture in enumerate(loaded, 1)]  # options are no Markdown
    return st.selectbox(
        f"Picture to show, of {len(loaded)} that share one palette",
        range(len(loaded)),
        format_func=lambda i: names[i],
        key="quantise_image.which",
    )


def head(studio: Studio, choices: PictureChoices) -> None:
    """Write the picture and its palette in one quiet row, and what a person should know about them."""
    picture, palette = studio.picture, studio.palette
    parts = [
        escape(picture.name),
        picture.format,
        f"{picture.width:,} × {picture.height:,} pixels",
        f"{len(studio.counts.codes):,} distinct colours",
        f"k \\= {palette.k}",
        f"{palette.space} distance",
    ]
    st.caption(" · ".join(parts))
    for notice in picture.notices:
        st.caption(f":material/info: {escape(notice, 300)}")
    if sentence := _finding(studio, choices):
        st.info(sentence)


def _finding(studio: Studio, choices: PictureChoices) -> str:
    """Say what a person should know about this palette; "" when it is as asked for."""
    palette, asked = studio.palette, choices.palette
    if palette.exact:
        return f"Nothing is lost: the picture has {len(studio.counts.codes):,} colours, and all are kept."
    if choices.applied:
        return f"The saved palette of {palette.k} colours is used; k and locked colours have no effect."
    if asked.psnr is None:
        return ""
    if palette.psnr < asked.psnr:
        return f"{palette.k} colours, the most there can be, reach {palette.psnr:.1f} dB."
    return f"{palette.k} colours are the fewest found that reach {asked.psnr:.1f} dB."
