"""Image: a picture in k colours, before and after, with its palette to take away."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import image
from pages.shared.elements import page, problems
from pages.shared.image import choosing, compare, downloads, palette, quality, settings
from pages.shared.results import paintings, palettes, pictures
from pages.shared.state import gallery

st.title("Image")
choosing.choose()
settings.draw()

with problems.shown():
    loaded = [pictures.load(upload) for upload in gallery.uploads()]
    shown = choosing.which(loaded)
    choices = gallery.choices()
    if rough := palettes.sketch(loaded, shown, choices):
        choosing.head(rough, choices)
        compare.follow(rough, lambda: palettes.studio(loaded, shown, choices))
    studio = palettes.studio(loaded, shown, choices)

    choosing.head(studio, choices)
    progress, before, after = compare.show(studio)

    metrics = st.empty()
    quality.metrics(metrics, studio)
    downloads.offer(studio)
    downloads.offer_all(loaded)
    st.subheader("Palette")
    palette.swatches(studio.palette, choices.palette.locked)

    theme = page.theme()
    left, right = st.columns(2)
    left.plotly_chart(
        image.colour_space(studio.palette, theme),
        theme=None,
        key="quantise_image.space3d",
        alt=f"The picture's colours in the RGB cube with {studio.palette.k} centres",
    )
    with right:
        st.subheader("Where colours changed")
        quality.error_picture(before, after)
    left, right = st.columns(2)
    left.plotly_chart(
        image.contrasts(studio.palette, theme),
        theme=None,
        key="quantise_image.contrast",
        alt="Contrast between the palette's colours",
    )
    with right:
        curve_place = st.container(height=430, border=False)

    measured, png = paintings.quality(studio, progress), paintings.png(studio, progress)
    quality.metrics(metrics, studio, measured, len(png))
    with curve_place:
        progress = st.empty()
        st.plotly_chart(
            image.size_curve(
                paintings.curve(loaded, shown, choices, progress),
                paintings.present(studio),
                theme,
                file_bytes=studio.picture.n_bytes,
                name="saved palette" if choices.applied else "",
            ),
            theme=None,
            key="quantise_image.curve",
            alt="Quality and file size over the number of colours",
        )
