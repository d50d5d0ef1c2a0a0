"""What the image page shows of a palette: swatches, quality, the error, downloads."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.common import Bytes
from kmeans_core.pictures import (
    WEBP_SIDE,
    Palette,
    Picture,
    PictureQuality,
    QuantisedPicture,
    as_json,
    ase,
    colour_names,
    contrast,
    css,
    gpl,
    label_array,
    label_png,
    palette_strip,
    parse_colour,
    webp,
)
from pages.shared import pictures
from pages.shared.pictures import Studio
from pages.shared.words import number, share

_GRID = (
    "display:grid;grid-template-columns:repeat(auto-fill,minmax(104px,1fr));gap:6px;"
    "max-height:356px;overflow:auto;font-size:13px;line-height:1.35"
)
_TILE = "padding:7px 8px;border:1px solid rgba(128,128,128,.35);border-radius:4px;min-height:82px;"
_GROUND = "repeating-conic-gradient(#ddd 0 25%, #fff 0 50%) 0 0 / 12px 12px"  # below transparent colours
_METRICS = {
    "PSNR": "Higher is nearer.",
    "SSIM": "Likeness of structure; 1 is equal.",
    "Mean ΔE": "Mean OKLab distance × 100; about 2 can just be seen.",
    "Colours": "Distinct colours before and after.",
    "File": "Your file, and the PNG.",
}
_BLACK_WHITE = np.array([[0, 0, 0], [255, 255, 255]], np.uint8)


def swatches(palette: Palette, locked: tuple[str, ...]) -> None:
    """Show each colour with its hex, name and share, in the more readable of black and white."""
    total = int(palette.pixels.sum())
    names = colour_names(palette.colours)
    fixed = {tuple(parse_colour(text)) for text in locked}
    tiles = []
    for text, colour, name, pixels in zip(palette.hexes, palette.colours, names, palette.pixels, strict=True):
        ratios = contrast(np.vstack([_BLACK_WHITE, _on_white(colour)[None]]))[2, :2]
        ink = "#000" if ratios[0] >= ratios[1] else "#fff"
        kept = " · locked" if tuple(colour) in fixed else ""
        tiles.append(
            f'<div role="listitem" style="{_TILE}background:linear-gradient({text},{text}),{_GROUND};'
            f'color:{ink}" title="contrast {ratios.max():.1f} to 1"><b>{text}</b><br>{name}<br>'
            f"{share(pixels / total)}{kept}</div>"
        )
    st.html(f'<div role="list" aria-label="Palette" style="{_GRID}">{"".join(tiles)}</div>')


def _on_white(colour: Bytes) -> Bytes:
    """Return the colour (4,) as it is seen on white (3,)."""
    share = colour[3] / 255
    return np.asarray(np.rint(colour[:3] * share + 255 * (1 - share)).astype(np.uint8))


def error_picture(before: Picture, after: QuantisedPicture) -> None:
    """Show where the colours changed most, white where the difference is largest."""
    data, most = pictures.changes(before, after, st.empty())
    st.image(data, width="stretch")
    st.caption(f"Difference in colour: black is none, white is {number(most)} (OKLab distance × 100).")


def metrics(
    place: DeltaGenerator, studio: Studio, quality: PictureQuality | None = None, after: int = 0
) -> None:
    """Show quality and the PNG's bytes, and say plainly which file is larger; dots while they are unknown."""
    before = studio.picture.n_bytes
    values = ["… dB", "0.…", "…", f"{len(studio.counts.codes):,} → …", f"{size(before)} → …"]
    if quality is not None:
        values = [
            "∞ dB" if np.isinf(quality.psnr) else f"{quality.psnr:.1f} dB",
            f"{quality.ssim:.3f}",
            number(quality.delta_e),
            f"{quality.colours_before:,} → {quality.colours_after:,}",
            f"{size(before)} → {size(after)}",
        ]
    with place.container():
        with st.container(horizontal=True):
            for value, (label, help_text) in zip(values, _METRICS.items(), strict=True):
                st.metric(label, value, help=help_text, width="content")
        st.caption(":material/info: " + (_sizes(before, after) if quality else "Quality and size follow."))


def _sizes(before: int, after: int) -> str:
    if after < before:
        return f"The PNG has {share(after / before)} of your file's size."
    return (
        f"The PNG is larger than your file ({after / before:.1f} times): photos pack more tightly as JPEG, "
        "WebP or AVIF, which blur colours; fewer colours make it smaller."
    )


def downloads(studio: Studio) -> None:
    """Offer the picture, the palette and the labels as files, each made at the click if it is not there."""
    whole, palette = pictures.painted_later(studio), studio.palette
    name = f"{pictures.stem(studio.picture.name)}-{palette.k}-colours-{pictures.name(studio)}"
    with st.container(horizontal=True):
        _offer("PNG", pictures.png_later(studio), f"{name}.png", "image/png", primary=True)
        if max(studio.picture.width, studio.picture.height) <= WEBP_SIDE:
            _offer("WebP, lossless", lambda: webp(whole()), f"{name}.webp", "image/webp")
        with st.popover("Palette", icon=":material/palette:"):
            for label, data, ending, mime in (
                ("GPL (GIMP, Inkscape, Krita)", gpl(palette, name), "gpl", "text/plain"),
                ("CSS variables", css(palette), "css", "text/css"),
                ("JSON", as_json(palette), "json", "application/json"),
                ("ASE (Adobe)", ase(palette), "ase", "application/octet-stream"),
                ("PNG strip", palette_strip(palette), "strip.png", "image/png"),
            ):
                _offer(label, data, f"{name}.{ending}", mime)
        with st.popover("Labels", icon=":material/grid_on:"):
            _offer("Grey PNG", lambda: label_png(whole()), f"{name}-labels.png", "image/png")
            _offer(
                "NumPy array",
                lambda: label_array(whole()),
                f"{name}-labels.npy",
                "application/octet-stream",
            )


def _offer(
    label: str, data: bytes | Callable[[], bytes], file: str, mime: str, primary: bool = False
) -> None:
    st.download_button(
        label,
        data,
        file,
        mime,
        key=f"quantise_image.download.{label}",
        on_click="ignore",
        type="primary" if primary else "secondary",
        icon=":material/download:" if primary else None,
    )


def size(amount: int) -> str:
    """Write bytes as kB or MB."""
    return f"{amount / 1e6:.2f} MB" if amount >= 1e6 else f"{number(amount / 1e3)} kB"
