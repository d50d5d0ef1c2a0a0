"""The film in the browser: plays, steps and drags there; the server hears where it stands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from kmeans_core.common import Floats, Whole, digest
from kmeans_core.figures.theme import ink
from kmeans_core.teaching import Film, Start
from pages.shared.elements import page
from pages.shared.learn import lecture
from pages.shared.learn.words import said
from pages.shared.state import widgets

_HERE = Path(__file__).parent
STAGE = (_HERE / "stage.js").read_text("utf-8")  # goes before the script of whatever draws points and centres
_component = st.components.v2.component(
    "kmeans_studio.film",
    html=(_HERE / "film.html").read_text("utf-8"),
    css=(_HERE / "film.css").read_text("utf-8"),
    js=STAGE + "".join((_HERE / name).read_text("utf-8") for name in ("curve.js", "film.js")),
)


@dataclass(frozen=True, eq=False)
class Scene:
    """A film as the browser gets it: a name, a remark, points in two dimensions and the half-steps."""

    name: str
    points: Floats  # (n, 2)
    steps: Sequence[dict[str, Any]]
    told: str = ""
    regions: bool = True  # whether the part of the plane nearest to each centre is shaded
    paints: Sequence[str] = ()  # each point's own colour
    picture: tuple[int, int] | None = None  # width and height, where the points are the pixels of a picture


@dataclass(frozen=True)
class How:
    """How films are shown together."""

    plays: bool = True
    one: bool = False  # whether several are views of the same film
    equal: bool = True  # whether a unit across is as long as one up
    step: int = 0
    code: Sequence[tuple[str, str]] = ()  # lines, each with the half-step that it does
    placed: Callable[[list[list[float]]], None] | None = None  # gets centres that were dragged
    stopped: Callable[[int], None] | None = None  # gets the half-step that the film stands at
    around: Sequence[float] = field(default=())  # left, bottom, right, top; by the points where empty


def scene(film: Film, start: Start, name: str = "", told: str = "") -> Scene:
    """Return a film of two columns for the browser, every half-step with its sentence."""
    steps = [
        step_of(step.centres, step.labels, step.chances)
        | {"kind": step.kind, "inertia": step.inertia, "words": said(film, i, start)}
        for i, step in enumerate(film.steps)
    ]
    return Scene(name, film.values[:, :2], steps, told)


def still(name: str, points: Floats, labels: Whole, centres: Floats | None = None, told: str = "") -> Scene:
    """Return a picture that does not move: points (n, 2) in groups, -1 for those in none."""
    centres = np.zeros((0, 2)) if centres is None else centres[:, :2]
    step = step_of(centres, labels % 10 * (labels >= 0) - (labels < 0)) | {
        "kind": "still",
        "inertia": None,
        "words": "",
    }
    return Scene(name, points, [step], told)


def step_of(centres: Whole | Floats, labels: Whole, chances: Floats | None = None) -> dict[str, Any]:
    """Return a half-step as the browser gets it, each label as a sign."""
    return {
        "centres": centres.tolist(),
        "labels": "".join(chr(48 + label) for label in labels.tolist()),
        "chances": None if chances is None else np.round(chances, 6).tolist(),
    }


def look() -> dict[str, Any]:
    """Return the colours that `Stage` draws with, by the reader's light or dark page."""
    wears = page.theme()
    named = {name: getattr(wears, name) for name in ("paper", "line", "text", "quiet", "accent")}
    return named | {"clusters": wears.clusters, "inks": [ink(fill) for fill in wears.clusters]}


def box(points: Floats) -> list[float]:
    """Return left, bottom, right and top of some points, never without room."""
    low, high = points.min(axis=0), points.max(axis=0)
    room = np.where(high > low, 0.0, 0.5)
    return [*(low - room).tolist(), *(high + room).tolist()]


def show(scenes: Sequence[Scene], how: How, *, key: str) -> None:
    """Draw one film, or several that run side by side."""
    films = [
        {"name": each.name, "told": each.told, "points": each.points.tolist(), "steps": list(each.steps)}
        | {"regions": each.regions, "paints": list(each.paints) or None, "picture": each.picture}
        for each in scenes
    ]
    # A reader who drags or steps is heard at once; the page is told only what has changed.
    _component(
        data={
            "id": digest(films),
            "films": films,
            "k": max(len(step["centres"]) for each in scenes for step in each.steps),
            "look": look(),
            "box": list(how.around) or box(np.vstack([each.points for each in scenes])),
            "plays": how.plays,
            "one": how.one,
            "equal": how.equal,
            "step": how.step,
            "drags": how.placed is not None,
            "code": list(how.code),
            "lecture": lecture.on(),
        },
        key=key,
        on_placed_change=lambda: how.placed and how.placed(centres_told(widgets.widget(key).placed)),
        on_stopped_change=lambda: how.stopped and how.stopped(int(widgets.widget(key).stopped)),
    )


def centres_told(told: Any) -> list[list[float]]:
    """Read centres that a browser sent; what is no list of finite pairs is none."""
    try:
        given = np.array(told, dtype=float)
    except (TypeError, ValueError):
        return []
    whole = given.ndim == 2 and given.shape[1] == 2 and len(given) <= 10 and np.isfinite(given).all()
    return [[float(x), float(y)] for x, y in given] if whole else []
