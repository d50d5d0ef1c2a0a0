"""Image: a picture in k colours, before and after, with its palette to take away."""

from __future__ import annotations

import streamlit as st

from pages.shared.elements import page, problems
from pages.shared.image import choosing, compare, downloads, more, palette, quality, settings
from pages.shared.results import paintings, palettes, pictures
from pages.shared.state import gallery

header = choosing.arrive()

with problems.shown():
    loaded = choosing.read()
    shown = choosing.which(header, loaded)
    group, at = (loaded, shown) if gallery.choices().shared else ([loaded[shown]], 0)

    left, right = st.columns([13, 7])
    with right, st.container(gap="xsmall"):
        choosing.handle(loaded, shown)
        about = st.container()
        settings.draw(len(pictures.counts(loaded[shown]).codes))
        metrics = st.container(key="quantise_image.metrics").empty()
        files = st.container()
        status = st.empty()
    with status.container():
        choices, found = paintings.settled(group, at, gallery.choices())
    if rough := palettes.sketch(group, at, choices):
        with about:
            choosing.head(rough, found)
        with left:
            compare.show(rough)
        with status.container():
            st.caption(":material/hourglass_top: Preview; the exact colours follow.")
            palettes.studio(group, at, choices)
        st.rerun()
    studio = palettes.studio(group, at, choices)
    with left:  # on a phone the palette so stands right below the picture
        compare.show(studio)
        palette.swatches(studio.palette, changeable=not choices.applied)
    with about:
        choosing.head(studio, found)
    quality.metrics(metrics, studio)
    with files:
        downloads.offer(studio)
        downloads.offer_all(loaded, shown)

    soon = paintings.soon_png(studio)
    measured = paintings.quality(studio, status)
    quality.metrics(metrics, studio, measured, len(soon))
    png = paintings.png(studio, status)
    quality.metrics(metrics, studio, measured, len(png))
    more.show(studio, page.theme())
    more.beside(studio, measured, len(png))
    more.curve(group, at, studio, measured)
