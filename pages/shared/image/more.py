"""What explains a result, below it: colours as points, where they changed, other eyes, files and k."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import image
from kmeans_core.figures.theme import Theme
from kmeans_core.pictures import Picture, PictureQuality
from pages.shared.elements import page
from pages.shared.elements.words import number
from pages.shared.image import eyes, quality
from pages.shared.results import paintings, pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery


def show(studio: Studio, theme: Theme) -> None:
    """Show the colours as points and where they changed, and how people see and read them."""
    left, right = st.columns(2)
    left.plotly_chart(
        image.colour_space(studio.palette, theme),
        theme=None,
        key="quantise_image.space3d",
        alt=f"The picture's colours in the RGB cube with {studio.palette.k} centres",
    )
    with right:
        if studio.palette.exact:
            st.subheader("No colour changed")
        else:
            before = pictures.seen(studio.picture)
            st.subheader("Where colours changed")
            quality.error_picture(before, paintings.after(studio, before))
    with page.unfolding(
        "For every pair of eyes: contrast and colour blindness", "quantise_image.eyes"
    ) as open_:
        if open_:
            eyes.show(studio, theme)


def beside(studio: Studio, measured: PictureQuality, png_bytes: int) -> None:
    """Compare with lossy files of the same quality, once somebody wants to know."""
    with page.unfolding("Beside AVIF and lossy WebP", "quantise_image.beside") as open_:
        if not open_:
            return
        if studio.picture.alpha is not None or studio.picture.pixels > paintings.LARGE:
            st.caption("Only pictures without transparency, up to 4 million pixels, are compared.")
            return
        rows = [("PNG in these colours", png_bytes), *paintings.lossy(studio, measured, st.empty())]
        names, sizes = zip(*rows, strict=True)
        st.table({"File": names, "kB": [number(size / 1000) for size in sizes]})
        st.caption(
            f"Each reaches the PSNR of {measured.psnr:.1f} dB. Lossy files are smaller for photos; they blur "
            "text and edges, and hold no palette."
        )


def curve(group: list[Picture], at: int, studio: Studio, measured: PictureQuality) -> None:
    """Show quality and size over the number of colours, once somebody wants to see them."""
    choices = gallery.choices()
    with page.unfolding("Quality and size with other numbers of colours", "quantise_image.other_k") as open_:
        if not open_:
            return
        progress = st.empty()
        st.plotly_chart(
            image.size_curve(
                paintings.curve(group, at, choices, progress),
                paintings.present(studio, measured),
                page.theme(),
                file_bytes=studio.picture.n_bytes,
                name="saved palette" if choices.applied else "",
            ),
            theme=None,
            key="quantise_image.curve",
            alt="Quality and file size over the number of colours",
        )
