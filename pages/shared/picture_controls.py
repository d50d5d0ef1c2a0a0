"""Choosing pictures and how they are reduced to k colours."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.common import DataProblem, digest
from kmeans_core.pictures import PICTURES, Picture, read_palette
from pages.shared import pictures, problems, session
from pages.shared.pictures import Studio
from pages.shared.words import escape


def choose() -> None:
    """Draw the uploader and the samples."""
    left, right = st.columns([3, 2])
    with left:
        files = st.file_uploader(
            "Upload pictures",
            key="quantise_image.files",
            accept_multiple_files=True,
            help="PNG, JPEG, WebP, AVIF, BMP, GIF or TIFF, up to 60 million pixels. Several share a palette.",
        )
    names = tuple(file.file_id for file in files)
    if names and not session.received_pictures(names):
        session.receive_pictures(
            tuple(session.Upload(file.name, file.file_id, file.getvalue()) for file in files)
        )
    with right:
        st.selectbox(
            "Or look at a sample",
            list(PICTURES),
            index=None,
            placeholder="Choose a sample",
            **session.bind(
                "quantise_image.sample",
                session.picture_sample(),
                lambda name: name and session.show_picture(name),
            ),
        )
        st.caption(
            PICTURES.get(session.picture_sample() or "", "Your pictures stay in this server's memory.")
        )


def settings() -> None:
    """Draw k, the distance and dithering, and the rest under More settings."""
    choices = session.picture_choices()
    palette = choices.palette
    first, second, third = st.columns([3, 2, 2])
    with first:
        st.slider(
            "Colours (k)",
            2,
            256,
            help="How many colours the picture keeps.",
            disabled=bool(choices.applied) or palette.psnr is not None,
            **session.bind("quantise_image.k", palette.k, lambda k: session.change_palette(k=int(k))),
        )
    with second:
        st.segmented_control(
            "Distance",
            ["sRGB", "OKLab"],
            required=True,
            help="OKLab is closer to what the eye sees; sRGB gives the least squared error.",
            **session.bind("quantise_image.space", palette.space, lambda s: session.change_palette(space=s)),
        )
    with third:
        st.slider(
            "Dithering (%)",
            0,
            100,
            step=5,
            help="Mixes dots of neighbouring colours where one is missing (Floyd-Steinberg); 0 is off.",
            **session.bind(
                "quantise_image.dither",
                round(100 * palette.dither),
                lambda share: session.change_palette(dither=share / 100),
            ),
        )
    with st.expander("More settings"):
        _more()


def _more() -> None:
    choices = session.picture_choices()
    left, middle, right = st.columns(3)
    with left:
        st.toggle(
            "Fewest colours for a quality",
            help="Looks for the smallest k that reaches the wanted quality, in place of a k of your own.",
            **session.bind("quantise_image.fewest", choices.palette.psnr is not None, _fewest),
        )
        st.slider(
            "Wanted quality (PSNR in dB)",
            15.0,
            50.0,
            step=0.5,
            help="Peak signal-to-noise ratio: 30 is visibly reduced, 40 hard to tell from the original.",
            disabled=choices.palette.psnr is None,
            **session.bind("quantise_image.psnr", choices.wanted_psnr, _want),
        )
    with middle:
        st.text_input(
            "Locked colours",
            placeholder="#ffffff #1f6f78",
            help="Colours that the palette keeps as they are, such as a brand's colour or the background.",
            **session.bind("quantise_image.locked", " ".join(choices.palette.locked), _lock),
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
    if applied != session.picture_choices().applied:
        session.save_picture(replace(session.picture_choices(), applied=applied))
        st.rerun()


def _fewest(on: bool) -> None:
    session.change_palette(psnr=session.picture_choices().wanted_psnr if on else None)


def _want(psnr: float) -> None:
    session.save_picture(replace(session.picture_choices(), wanted_psnr=psnr))
    session.change_palette(psnr=psnr)


def _lock(text: str) -> None:
    written = text.replace(",", " ").replace(";", " ").split()
    session.change_palette(locked=tuple(dict.fromkeys(written)))


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


def head(studio: Studio, choices: session.PictureChoices) -> None:
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


def _finding(studio: Studio, choices: session.PictureChoices) -> str:
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


def offer_all(loaded: list[Picture]) -> None:
    """Offer all pictures in their shared palette as one file."""
    if len(loaded) == 1:
        return
    choices = session.picture_choices()
    if st.button(f"Write all {len(loaded)} pictures", key="quantise_image.write_all"):
        data = pictures.all_as_zip(loaded, choices)
        st.download_button(
            "All pictures (zip)",
            data,
            f"pictures-{digest(data)[:8]}.zip",
            "application/zip",
            key="quantise_image.download.all",
            on_click="ignore",
        )
