"""Before and after with a divider to drag, to zoom and to move; with keys too, and offline."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import streamlit as st

from kmeans_core.pictures import Picture, QuantisedPicture, for_browser, indexed_png
from pages.shared.results import paintings, pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery, widgets

KEY = "quantise_image.compare"
_component = st.components.v2.component(
    "kmeans_studio.compare",
    html=Path(__file__).with_suffix(".html").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)


@st.fragment
def show(studio: Studio) -> None:
    """Show the picture before and after, and closely where it is looked at closely."""
    choices = gallery.choices()
    before = pictures.seen(studio.picture)
    data = _both(before, paintings.after(studio, before))
    view, part = choices.view, None if studio.rough else pictures.near(studio.picture, choices)
    if view is not None and part is not None:
        place = dict(zip(("left", "top", "width", "height"), view, strict=True))
        data["near"] = place | _both(part, paintings.closer(studio, part, view))
    told = _component(
        data=data
        | {
            "id": studio.picture.digest,
            "width": studio.picture.width,
            "height": studio.picture.height,
            "alt": f"The picture in {studio.palette.k} colours",
            "picks": not choices.applied,
        },
        key=KEY,
        on_viewed_change=_viewed,
        on_picked_change=lambda: _picked(studio.picture),
    )
    if told.picked is not None:  # which changes the palette, and so more than this part of the page
        st.rerun()


def _both(before: Picture, after: QuantisedPicture) -> dict[str, Any]:
    """Return both pictures as addresses that hold them."""
    kind, data = for_browser(before)
    png = indexed_png(after.labels, after.palette.colours, level=3)
    return {"before": _link(kind, data), "after": _link("image/png", png)}


def _link(kind: str, data: bytes) -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _viewed() -> None:
    left, top, width, height = (int(value) for value in widgets.widget(KEY).viewed)
    gallery.change(view=(left, top, width, height))


def _picked(picture: Picture) -> None:
    """Keep the colour of the pixel that was clicked."""
    x, y = (int(value) for value in widgets.widget(KEY).picked)
    gallery.lock("#" + bytes(picture.rgb[y, x]).hex())
