"""Centres dragged over the rows, in two columns at a time; the table beside it has them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import streamlit as st

from kmeans_core.features import FeatureMatrix
from kmeans_core.figures.theme import ink
from pages.shared.elements import page
from pages.shared.elements.words import cut
from pages.shared.state import widgets

WIDTH, HEIGHT, EDGE = 640, 340, 20
POINTS = 300
KEY = "own_centres.dragged"
_drag = st.components.v2.component(
    "kmeans_studio.drag_centres",
    html=f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" aria-label="Centres over the rows"></svg>',
    css="""
svg { width: 100%; max-width: 720px; touch-action: none; border: 1px solid var(--st-border-color); }
.row { fill: var(--st-gray-color, gray); opacity: .5; }
.centre { cursor: grab; } .centre text { font: 700 13px sans-serif; pointer-events: none; }
.centre:focus-visible circle { stroke: var(--st-text-color); stroke-width: 3; }""",
    js=Path(__file__).with_name("drag_centres.js").read_text("utf-8"),
)


def draw(matrix: FeatureMatrix, centres: np.ndarray, put: Callable[[int, dict[int, float]], None]) -> None:
    """Draw the centres (k, f) over some rows; `put` gets a moved centre and its new values by column."""
    names = [cut(name, 30) for name in matrix.original_names]
    if len(names) < 2:
        return
    with st.container(horizontal=True):
        i = st.selectbox("Across", range(len(names)), format_func=names.__getitem__, key="own_centres.x")
        j = st.selectbox("Up", range(len(names)), index=1, format_func=names.__getitem__, key="own_centres.y")
    rows = np.linspace(0, len(matrix.originals) - 1, min(POINTS, len(matrix.originals))).astype(int)
    low = matrix.originals[:, [i, j]].min(axis=0)
    span = np.ptp(matrix.originals[:, [i, j]], axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2 * EDGE

    def seen(values: np.ndarray) -> list[list[float]]:
        shares = (values[:, [i, j]] - low) / np.where(span > 0, span, 1)
        places = EDGE + np.column_stack([shares[:, 0], 1 - shares[:, 1]]) * room
        return [[float(x), float(y)] for x, y in np.clip(places, 0, [WIDTH, HEIGHT])]

    def moved() -> None:
        found = widgets.widget(KEY).put
        shares = (np.array([found["x"], found["y"]]) - EDGE) / room
        values = low + np.array([shares[0], 1 - shares[1]]) * span
        put(int(found["centre"]), {i: float(values[0]), j: float(values[1])})

    fills = [page.theme().clusters[c % 10] for c in range(len(centres))]
    _drag(
        data={
            "points": seen(matrix.originals[rows]),
            "centres": seen(centres),
            "colours": fills,
            "inks": [ink(fill) for fill in fills],
            "width": WIDTH,
            "height": HEIGHT,
        },
        key=KEY,
        on_put_change=moved,
    )
