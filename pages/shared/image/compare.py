"""Before and after with a divider to drag, fitted or at exact pixels; with keys too, and offline."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.pictures import Picture, QuantisedPicture, for_browser, indexed_png
from pages.shared.results import paintings, pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery, widgets

ROW = "quantise_image.row"
ZOOMS = {0: "Fit", 1: "100 %", 2: "200 %", 4: "400 %", 8: "800 %"}

_component = st.components.v2.component(
    "kmeans_studio.compare",
    html=Path(__file__).with_suffix(".html").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)


def show(studio: Studio) -> tuple[DeltaGenerator, Picture, QuantisedPicture]:
    """Show the picture before and after; return a place for how far work is, and the part that is seen."""
    row = _row()
    row.caption(
        "Drag the picture to move it; drag the divider to compare."
        if gallery.choices().zoom
        else "Drag to compare; double-click to see the pixels."
    )
    progress = row.empty()
    before, after = _compare(studio)
    return progress, before, after


def follow(rough: Studio, exact: Callable[[], Studio]) -> NoReturn:
    """Show a preview, wait until the exact colours are there, and begin the page again with them."""
    row = _row()
    row.caption(":material/hourglass_top: Preview; the exact colours follow.")
    _compare(rough)
    with row:
        exact()
    st.rerun()


def _row() -> DeltaGenerator:
    """Draw the choice of zoom; return the row it is in, high enough for what shows how far work is."""
    row = st.container(horizontal=True, vertical_alignment="center", key=ROW)
    row.segmented_control(
        "Zoom",
        ZOOMS,
        format_func=ZOOMS.__getitem__,
        required=True,
        label_visibility="collapsed",
        **widgets.bind("quantise_image.zoom", gallery.choices().zoom, _zoom),
    )
    return row


def _compare(studio: Studio) -> tuple[Picture, QuantisedPicture]:
    choices = gallery.choices()
    before = pictures.seen(studio.picture, choices)
    after = paintings.after(studio, before, choices)
    kind, data = for_browser(before)
    _component(
        data={
            "before": _link(kind, data),
            "after": _link("image/png", indexed_png(after.labels, after.palette.colours, level=3)),
            "width": before.width,
            "height": before.height,
            "zoom": choices.zoom,
            "alt": f"The picture in {after.palette.k} colours",
        },
        key="quantise_image.compare",
        on_moved_change=lambda: _moved(studio.picture),
        on_opened_change=_opened,
    )
    return before, after


def _link(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _zoom(zoom: int) -> None:
    gallery.save(replace(gallery.choices(), zoom=zoom))


def _moved(picture: Picture) -> None:
    """Move the centre by the pixels that the picture was dragged."""
    moved = widgets.widget("quantise_image.compare").moved
    choices = gallery.choices()
    x, y = (
        min(max(at + float(by) / size, 0.0), 1.0)
        for at, by, size in zip(choices.centre, moved, (picture.width, picture.height), strict=True)
    )
    gallery.save(replace(choices, centre=(x, y)))


def _opened() -> None:
    x, y = widgets.widget("quantise_image.compare").opened
    gallery.save(replace(gallery.choices(), zoom=2, centre=(float(x), float(y))))
