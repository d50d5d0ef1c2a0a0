"""How near the picture is to what it was: in numbers, and where."""

from __future__ import annotations

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.pictures import Picture, PictureQuality, QuantisedPicture
from pages.shared.elements.words import number, share
from pages.shared.results import paintings
from pages.shared.results.palettes import Studio

_METRICS = {
    "Bytes": "Of the PNG.",
    "PSNR": "Higher is nearer.",
    "SSIM": "Likeness of structure; 1 is equal.",
    "Mean ΔE": "Mean OKLab distance × 100; about 2 can just be seen.",
}


def error_picture(before: Picture, after: QuantisedPicture) -> None:
    """Show where the colours changed most, white where the difference is largest."""
    data, most = paintings.changes(before, after, st.empty())
    st.image(
        data,
        width="stretch",
        alt="The picture in greys: the lighter, the farther a colour is from what it was",
    )
    st.caption(f"Difference in colour: black is none, white is {number(most)} (OKLab distance × 100).")


def metrics(
    place: DeltaGenerator, studio: Studio, quality: PictureQuality | None = None, after: int = 0
) -> None:
    """Show quality and the PNG's bytes, and say plainly which file is larger; dots while they are unknown."""
    before = studio.picture.n_bytes
    values = ["… kB", "… dB", "0.…", "…"]
    if quality is not None:
        values = [
            size(after),
            "∞ dB" if np.isinf(quality.psnr) else f"{quality.psnr:.1f} dB",
            f"{quality.ssim:.3f}",
            number(quality.delta_e),
        ]
    with place.container():
        with st.container(horizontal=True):
            for value, (label, help_text) in zip(values, _METRICS.items(), strict=True):
                st.metric(label, value, help=help_text, width="content")
        st.caption(":material/info: " + (_sizes(before, after) if quality else "Quality and size follow."))


def _sizes(before: int, after: int) -> str:
    if after < before:
        return f"The PNG has {share(after / before)} of the {size(before)} of your file."
    return (
        f"The PNG is larger than your file of {size(before)} ({after / before:.1f} times): photos pack more "
        "tightly as JPEG, WebP or AVIF, which blur colours; fewer colours make it smaller."
    )


def size(amount: int) -> str:
    """Write bytes as kB or MB."""
    return f"{amount / 1e6:.2f} MB" if amount >= 1e6 else f"{number(amount / 1e3)} kB"
