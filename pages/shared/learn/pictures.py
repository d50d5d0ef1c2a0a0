"""A picture as the film: the same half-steps among its colours, repainted at each of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from kmeans_core.common import Bytes, Floats
from kmeans_core.pictures import PICTURES, bundled_picture, from_oklab, oklab, read_picture, shrunk
from kmeans_core.teaching import Film, Start, film
from pages.shared.learn import address, lecture
from pages.shared.learn import film as films
from pages.shared.learn.words import said

SIDE, MOST_MOVES, DOTS = 84, 20, 900  # pixels, moves of the centres, colours shown as points


def choose(key: str) -> Bytes:
    """Offer the bundled pictures; return a small one's pixels (h, w, 3)."""
    name = st.selectbox(
        "Picture", PICTURES, key=f"{key}.picture", bind="query-params", on_change=address.begin_anew
    )
    file, data = bundled_picture(str(name))
    return shrunk(read_picture(data, file), SIDE).rgb


def run(rgb: Bytes, k: int, start: Start, seed: int) -> Film:
    """Run k-means on the colours as the eye tells them apart (OKLab)."""
    values = np.asarray(oklab(rgb.reshape(-1, 3)), float)
    return film(values, k, start=start, seed=seed, most=MOST_MOVES)


def show(rgb: Bytes, shown: Film, start: Start, *, key: str) -> None:
    """Show the picture being repainted, and beside it the centres moving among its colours."""
    dots = np.linspace(0, len(shown.values) - 1, min(DOTS, len(shown.values))).astype(int)
    flat = _flattened(shown.values)
    painted, moving = [], []
    for i, step in enumerate(shown.steps):
        told = {
            "kind": step.kind,
            "inertia": step.inertia,
            "words": said(shown, i, start).replace("point", "pixel"),
        }
        colours = from_oklab(step.centres) if len(step.centres) else np.zeros((0, 3), np.uint8)
        painted.append(films.step_of(colours, step.labels) | told)
        chances = None if step.chances is None else step.chances[dots] / step.chances[dots].sum()
        moving.append(
            films.step_of(flat(step.centres), step.labels[dots], chances) | told | {"fills": _hexes(colours)}
        )
    height, width = rgb.shape[:2]
    pixels: Any = rgb.reshape(-1, 3)
    scenes = [
        films.Scene("The picture", pixels, painted, picture=(width, height)),
        films.Scene(
            "Its colours: light above, dark below",
            points := flat(shown.values[dots]),
            moving,
            regions=False,
            paints=_hexes(pixels[dots]),
        ),
    ]
    how = films.How(one=True, step=address.step(), stopped=address.stand_at, around=films.box(points))
    films.show(scenes, how, key=f"{key}.picture_film")
    if not lecture.on():
        st.caption("Chances are drawn as the size of a colour. Three numbers a pixel, two of them in view.")


def _flattened(values: Floats) -> Any:
    """Return what puts colours (n, 3) on a plane: lightness up, the hue that varies most across."""
    middle = values[:, 1:].mean(axis=0)
    across = np.linalg.svd(values[:: max(1, len(values) // 2000), 1:] - middle, full_matrices=False)[2][0]

    def flat(colours: Floats) -> Floats:
        return np.column_stack([(colours[:, 1:] - middle) @ across, colours[:, 0]])

    return flat


def _hexes(colours: Bytes) -> list[str]:
    return [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in colours.tolist()]
