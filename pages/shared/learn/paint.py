"""Points painted by hand, and how they are written into an address."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from kmeans_core.common import Floats
from pages.shared.learn.film import STAGE, look
from pages.shared.state import widgets

WIDTH, HEIGHT = 999, 599
MOST = 300  # points, as in paint.js: an address has room for no more
_component = st.components.v2.component(
    "kmeans_studio.paint",
    html="""<div class="paint"><canvas role="img" aria-label="Paint points here"></canvas>
<p><button class="cloud">Add a cloud</button> <button class="wipe" aria-pressed="false">Wipe</button>
<button class="clear">Clear</button> <output></output></p></div>""",
    css="""
.paint { font: 15px var(--st-font); color: var(--st-text-color); }
canvas { display: block; width: 100%; height: min(300px, 60vw); touch-action: none; cursor: crosshair;
  border: 1px solid var(--st-border-color); }
p { display: flex; gap: 6px; align-items: center; margin: 6px 0 0; }
button { min-height: 36px; padding: 2px 10px; font: inherit; color: inherit; cursor: pointer;
  background: var(--st-background-color); border: 1px solid var(--st-border-color); border-radius: 4px; }
button:focus-visible { outline: 2px solid var(--st-primary-color); }
[aria-pressed="true"] { color: var(--st-background-color); background: var(--st-primary-color); }""",
    js=STAGE + Path(__file__).with_name("paint.js").read_text("utf-8"),
)


def show(points: Floats, painted: Callable[[Floats], None], *, key: str) -> None:
    """Show points (n, 2) on a canvas where more can be painted; `painted` gets them all."""
    _component(
        data={"points": points.tolist(), "look": look(), "box": [0, 0, WIDTH, HEIGHT]},
        key=key,
        on_painted_change=lambda: painted(whole(widgets.widget(key).painted)),
    )


def whole(told: Any) -> Floats:
    """Read points that a browser sent: those on the canvas, each once; nothing where it is no list."""
    try:
        given = np.array(told, dtype=float).reshape(-1, 2)
    except (TypeError, ValueError):
        return np.zeros((0, 2))
    inside = (
        np.isfinite(given).all(axis=1) & (given >= 0).all(axis=1) & (given <= (WIDTH, HEIGHT)).all(axis=1)
    )
    return np.unique(np.rint(given[inside]), axis=0)[:MOST]


def written(points: Floats) -> str:
    """Write points as two signs for each number."""
    return "".join(np.base_repr(int(number), 36).zfill(2) for number in points.ravel())


def read(text: str) -> Floats:
    """Read what `written` wrote; no points where it is something else."""
    try:
        numbers = [int(text[i : i + 2], 36) for i in range(0, len(text) - len(text) % 4, 2)]
    except ValueError:
        numbers = []
    return whole(numbers)
