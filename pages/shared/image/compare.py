"""Before and after with a divider to drag, fitted or at exact pixels; with keys too, and offline."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from typing import NoReturn

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.pictures import Picture, QuantisedPicture, for_browser, indexed_png
from pages.shared.results import paintings, pictures
from pages.shared.results.palettes import Studio
from pages.shared.state import gallery, widgets

ROW = "quantise_image.row"
ZOOMS = {0: "Fit", 1: "100 %", 2: "200 %", 4: "400 %", 8: "800 %"}

HTML = """
<div class="frame"><div class="stage">
  <img class="before" draggable="false"><div class="shade"><img class="after" draggable="false"></div>
  <div class="line"><span class="grip">&#8596;</span></div>
  <span class="tag left">before</span><span class="tag right">after</span>
</div></div>
<input type="range" min="0" max="100" step="0.5" value="50" aria-label="Divider between before and after">
"""
CSS = """
:host { display: block; }
.frame { overflow: auto; border: 1px solid var(--st-border-color); max-height: 80vh; }
.stage { position: relative; overflow: hidden; margin: 0 auto; user-select: none; touch-action: pan-y;
  cursor: ew-resize; background: repeating-conic-gradient(#bbb 0 25%, #eee 0 50%) 0 0 / 16px 16px; }
.stage.zoomed { cursor: grab; touch-action: none; }
.stage img { display: block; width: 100%; height: 100%; image-rendering: pixelated; pointer-events: none; }
.stage.fit img { image-rendering: auto; }
.shade { position: absolute; inset: 0; overflow: hidden;
  background: repeating-conic-gradient(#bbb 0 25%, #eee 0 50%) 0 0 / 16px 16px; }
.line { position: absolute; top: 0; bottom: 0; width: 32px; margin-left: -16px; cursor: ew-resize;
  touch-action: none; background: linear-gradient(#fff, #fff) center / 2px 100% no-repeat; }
.line::before { content: ""; position: absolute; left: 14px; width: 4px; top: 0; bottom: 0; z-index: -1;
  background: rgba(0, 0, 0, .45); }
.grip { position: absolute; top: 50%; left: 1px; width: 30px; height: 30px; margin-top: -15px;
  font-size: 17px; line-height: 30px; text-align: center; color: #1F2328; background: #fff;
  border-radius: 50%; box-shadow: 0 0 0 1px rgba(0, 0, 0, .4); }
.tag { position: absolute; top: 8px; padding: 1px 7px; font: 13px var(--st-font); color: #fff;
  background: rgba(20, 23, 26, .72); border-radius: 3px; pointer-events: none; }
.left { left: 8px; } .right { right: 8px; }
input { width: 100%; margin: 6px 0 0; accent-color: var(--st-primary-color); }
"""
JS = """
export default function ({ data, parentElement, setTriggerValue }) {
  const find = (name) => parentElement.querySelector(name);
  const stage = find(".stage"), shade = find(".shade"), line = find(".line"), range = find("input");
  const images = [find(".before"), find(".after")];
  images[0].src = data.before; images[1].src = data.after;
  images[0].alt = data.alt + ", before"; images[1].alt = data.alt + ", after";
  const zoomed = data.zoom > 0, wide = data.width * (data.zoom || 1), high = data.height * (data.zoom || 1);
  stage.className = "stage " + (zoomed ? "zoomed" : "fit");
  stage.style.aspectRatio = `${data.width} / ${data.height}`;
  stage.style.width = zoomed ? `${wide}px` : `min(100%, ${Math.round(640 * wide / high)}px)`;
  stage.style.height = zoomed ? `${high}px` : "auto";
  const divide = (share) => {
    range.value = share;
    line.style.left = `${share}%`;
    shade.style.clipPath = `inset(0 0 0 ${share}%)`;
  };
  divide(Number(range.value));
  range.oninput = () => divide(Number(range.value));
  const toPointer = (event) => {
    const box = stage.getBoundingClientRect();
    divide(Math.min(100, Math.max(0, 100 * (event.clientX - box.left) / box.width)));
  };
  let from = null, dividing = false;
  stage.onpointerdown = (event) => {
    if (event.button) return;
    dividing = !zoomed || event.composedPath().includes(line);
    from = [event.clientX, event.clientY];
    stage.setPointerCapture(event.pointerId);
    if (dividing) toPointer(event);
  };
  stage.onpointermove = (event) => {
    if (!from) return;
    if (dividing) return toPointer(event);
    for (const image of images)
      image.style.transform = `translate(${event.clientX - from[0]}px, ${event.clientY - from[1]}px)`;
  };
  stage.onpointerup = stage.onpointercancel = (event) => {
    if (from && !dividing) {
      const moved = [event.clientX - from[0], event.clientY - from[1]].map((d) => -d / data.zoom);
      if (Math.hypot(...moved) * data.zoom > 3) setTriggerValue("moved", moved);
      else for (const image of images) image.style.transform = "";
    }
    from = null;
  };
  for (const image of images) image.style.transform = "";
  stage.ondblclick = (event) => {
    const box = stage.getBoundingClientRect();
    if (!zoomed) setTriggerValue("opened", [(event.clientX - box.left) / box.width,
      (event.clientY - box.top) / box.height]);
  };
}
"""
_component = st.components.v2.component("kmeans_studio.compare", html=HTML, css=CSS, js=JS)


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
    st.html(f"<style>.st-key-{ROW.replace('.', '-')} {{ min-height: 64px; }}</style>")
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
