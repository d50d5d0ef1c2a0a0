"""Image: a picture in k colours, before and after, with its palette to take away."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import image
from pages.shared import (
    compare_view,
    controls,
    picture_controls,
    picture_parts,
    pictures,
    problems,
    session,
)

st.title("Image")
picture_controls.choose()
picture_controls.settings()

with problems.shown():
    loaded = [pictures.load(upload) for upload in session.pictures()]
    shown = picture_controls.which(loaded)
    choices = session.picture_choices()
    if rough := pictures.sketch(loaded, shown, choices):
        picture_controls.head(rough, choices)
        compare_view.follow(rough, lambda: pictures.studio(loaded, shown, choices))
    studio = pictures.studio(loaded, shown, choices)
    picture, palette = studio.picture, studio.palette

    picture_controls.head(studio, choices)
    progress, *part = compare_view.show(studio)

    metrics = st.empty()
    picture_parts.metrics(metrics, studio)
    picture_parts.downloads(studio)
    picture_controls.offer_all(loaded)
    st.subheader("Palette")
    picture_parts.swatches(palette, choices.palette.locked)

    theme = controls.theme()
    left, right = st.columns(2)
    left.plotly_chart(
        image.colour_space(palette, theme),
        theme=None,
        key="quantise_image.space3d",
        alt=f"The picture's colours in the RGB cube with {palette.k} centres",
    )
    with right:
        st.subheader("Where colours changed")
        picture_parts.error_picture(*part)
    left, right = st.columns(2)
    left.plotly_chart(
        image.contrasts(palette, theme),
        theme=None,
        key="quantise_image.contrast",
        alt="Contrast between the palette's colours",
    )
    with right:
        curve_place = st.container(height=430, border=False)

    quality, png = pictures.quality(studio, progress), pictures.png(studio, progress)
    picture_parts.metrics(metrics, studio, quality, len(png))
    with curve_place:
        progress = st.empty()
        st.plotly_chart(
            image.size_curve(
                pictures.curve(loaded, shown, choices, progress),
                pictures.present(studio),
                "saved palette" if choices.applied else "",
                picture.n_bytes,
                theme,
            ),
            theme=None,
            key="quantise_image.curve",
            alt="Quality and file size over the number of colours",
        )
