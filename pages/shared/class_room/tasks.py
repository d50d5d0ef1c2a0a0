"""The tasks that a teacher begins with one click, and what they are about."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from kmeans_core.common import DataProblem, Floats, count
from kmeans_core.teaching import SCENES, Task, by_hand, in_square, scene
from pages.shared.class_room.attempts import attempt
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import Room
from pages.shared.elements import problems
from pages.shared.elements.words import cut
from pages.shared.results import tables
from pages.shared.state import session

MOST_K = 8
OWN = "Two columns of your table"


@dataclass(frozen=True)
class Offered:
    """A task as a button."""

    words: str
    icon: str
    help: str
    make: Callable[[Floats, int], Task]


OFFERED = {
    "place": Offered(
        "Place centres",
        ":material/ads_click:",
        "Every phone places k centres and sees where they end; the wall gathers the inertias.",
        lambda points, k: Task("place", points, k),
    ),
    "count": Offered(
        "How many clusters?",
        ":material/how_to_vote:",
        "Every phone votes for a number of clusters, or none.",
        lambda points, k: Task("count", points),
    ),
    "assign": Offered(
        "Which centre?",
        ":material/conversion_path:",
        "One assignment step by hand on points of its own, marked right or wrong.",
        lambda points, k: by_hand(secrets.randbelow(10_000)),
    ),
    "draw": Offered(
        "Break k-means",
        ":material/brush:",
        "Every phone paints groups; the drawing that k-means cuts most wrongly leads the board.",
        lambda points, k: Task("draw", points[:0]),
    ),
}


def offer(room: Room) -> None:
    """Draw the tasks as buttons, and what the first two are about."""
    with st.container(horizontal=True, key="class_room_tasks"):
        clicked = [
            each
            for kind, each in OFFERED.items()
            if st.button(each.words, key=f"class_room.begin.{kind}", icon=each.icon, help=each.help)
        ]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        points = _points()
        k = st.slider("k, to place", 2, MOST_K, 6, key="class_room.k", width=200, persist_state="session")
    if room.hidden:
        st.button(
            f"Show {count(len(room.hidden), 'hidden phone')} again",
            key="class_room.hide_nobody",
            type="tertiary",
            icon=":material/visibility:",
            on_click=attempt,
            args=(register().hide_nobody, room.teacher),
        )
    for each in clicked:
        try:
            register().begin(room.teacher, each.make(points(), k))
        except DataProblem as problem:
            problems.tell(problem)
        else:
            st.rerun()


def _points() -> Callable[[], Floats]:
    """Let the teacher choose the points to place on and to count in; return how they are made."""
    chosen = st.selectbox(
        "Points to place on, to count in",
        [*SCENES, OWN],
        key="class_room.scene",
        width=260,
        persist_state="session",
    )
    if chosen != OWN:
        return lambda: scene(chosen)
    matrix = tables.prepare(session.table(), replace(session.choices().preparation, scaling="none"))
    names = [cut(name, 30) for name in matrix.original_names]
    i, j = (
        st.selectbox(
            words,
            range(len(names)),
            index=min(at, len(names) - 1),
            format_func=names.__getitem__,
            key=f"class_room.{words}",
            width=180,
        )
        for at, words in enumerate(("Across", "Up"))
    )
    return lambda: in_square(matrix.originals[:, [i, j]])
