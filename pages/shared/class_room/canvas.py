"""The square on a phone: to place centres on, to give points in, to paint on, or only to look at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from kmeans_core.figures.theme import ink
from kmeans_core.teaching import PAINTED, Task, nearest_centres, where_it_ends
from pages.shared.class_room.rooms import Answer, Drawn, Room, Starts
from pages.shared.elements import page
from pages.shared.state import widgets

KEY = "class_room.canvas"
MODES = {"place": "place", "count": "look", "assign": "assign", "draw": "draw"}
SEEN = {
    "place": "{n} points to place {k} centres among: arrow keys move a cross, Enter places a centre there.",
    "count": "{n} points.",
    "assign": "{n} points and {k} numbered centres: Tab goes from point to point, a digit gives it away.",
    "draw": "A square to paint on: arrow keys move a cross, Enter paints there, 1 to 3 choose the group.",
}
_component = st.components.v2.component(
    "kmeans_studio.class_room",
    html=Path(__file__).with_suffix(".html").read_text("utf-8"),
    css=Path(__file__).with_suffix(".css").read_text("utf-8"),
    js=Path(__file__).with_suffix(".js").read_text("utf-8"),
)


def draw(room: Room, task: Task, answer: Answer | None, keep: Callable[[int, Any], None]) -> None:
    """Draw the room's task with this phone's answer; `keep` gets the turn and the value of another one.

    The value may be anything: it is read elsewhere.
    """

    def sent() -> None:
        told = widgets.said(KEY, "sent")
        if isinstance(told, Mapping) and type(told.get("turn")) is int:
            keep(told["turn"], told.get("value"))

    theme = page.theme()
    _component(
        data={
            **dict(id=f"{room.code} {room.turn}", turn=room.turn, mode=MODES[task.kind], most=PAINTED),
            **dict(points=task.points.tolist(), centres=task.centres.tolist(), k=task.k),
            "alt": SEEN[task.kind].format(n=len(task.points), k=task.k),
            "colours": theme.clusters,
            "inks": [ink(fill) for fill in theme.clusters],
            **dict(paper=theme.paper, text=theme.text),
            **_answered(task, answer),
        },
        key=KEY,
        on_sent_change=sent,
    )


def _answered(task: Task, answer: Answer | None) -> dict[str, Any]:
    """Return what the canvas shows of an answer: how many there were, the last one and its end."""
    match answer:
        case Starts():
            trail = where_it_ends(task.points, answer.start).trail
            return {"answers": len(answer.inertias), "done": [], "trail": trail.round(1).tolist()}
        case Drawn(number, found):
            painted = [
                [*place, group] for place, group in zip(found.points.tolist(), found.groups, strict=True)
            ]
            return {"answers": number, "done": painted, "labels": found.labels}
        case tuple():
            truth = nearest_centres(task.points, task.centres)
            return {"answers": 1, "done": answer, "truth": truth}
        case _:
            return {"answers": 0, "done": []}
