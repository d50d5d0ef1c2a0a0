"""What the wall shows of a task: the answers as they come, and what the methods find, once it is shown."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.common import count
from kmeans_core.figures import class_room as figures
from kmeans_core.teaching import MOST_VOTE, Task, nearest_centres
from pages.shared.class_room import found
from pages.shared.class_room.attempts import attempt
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import ASKED, Drawn, Room, Starts, ari
from pages.shared.elements import charts, page

BOARD = 3  # drawings on it
REVEALS = {
    "place": "Drop k-means++ and swap search on top",
    "count": "Show what the studio says",
    "assign": "Show the answer",
}


def draw(room: Room, task: Task) -> None:
    """Draw the task, and what came in so far."""
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.header(ASKED[task.kind].format(k=task.k), anchor=False)
        if task.kind in REVEALS and not room.shown:
            st.button(
                REVEALS[task.kind],
                key="class_room.show",
                type="primary",
                icon=":material/visibility:",
                on_click=attempt,
                args=(register().show, room.teacher),
            )
    match task.kind:
        case "place":
            _place(room, task)
        case "count":
            _count(room, task)
        case "assign":
            _assign(room, task)
        case "draw":
            _draw(room)


def _place(room: Room, task: Task) -> None:
    starts = [each for each in room.seen().values() if isinstance(each, Starts)]
    inertias = [inertia for each in starts for inertia in each.inertias]
    rows: dict[str, list[float]] = {"the class": inertias, "k-means++": [], "swap search": []}
    best, lowest = None, None
    if room.shown:
        rivals = found.rivals(task)
        rows |= {"k-means++": list(rivals.plus_plus), "swap search": [rivals.swap]}
        best, lowest = rivals.centres, found.lowest(task, inertias)
    left, right = st.columns(2)
    with left:
        title = "Where everybody's last start ended" if starts else "The points"
        ends = [each.centres for each in starts]
        charts.show(
            figures.gathered(task.points, ends, best, page.theme(), title),
            key="class_room.gathered",
            alt=f"{len(task.points)} points, and where the centres of {count(len(starts), 'phone')} ended",
        )
    with right:
        charts.show(
            figures.strip(rows, lowest, page.theme()),
            key="class_room.strip",
            alt="The inertia in which each start ended",
        )
        if room.shown:
            st.markdown(
                "k-means only rolls downhill: where it ends depends on where it starts. k-means++ starts "
                "with centres far apart, swap search moves a wasted centre to where one is missing."
            )


def _count(room: Room, task: Task) -> None:
    votes = [each for each in room.seen().values() if isinstance(each, int)]
    counts = np.bincount(votes, minlength=MOST_VOTE + 1).tolist()
    left, right = st.columns(2)
    with left:
        charts.show(
            figures.square(task.points, page.theme()),
            key="class_room.points",
            alt=f"{len(task.points)} points",
        )
    with right:
        verdict = found.said_of(task) if room.shown else None
        answer = None if verdict is None else (verdict.k or (None if verdict.structure else 0))
        charts.show(
            figures.votes(counts, answer, page.theme()),
            key="class_room.votes",
            alt="How many phones voted for each number",
        )
        if verdict is not None:
            st.markdown(f"#### The studio: {verdict.headline}")
            st.markdown(verdict.reason)


def _assign(room: Room, task: Task) -> None:
    truth = nearest_centres(task.points, task.centres)
    given = [each for each in room.seen().values() if isinstance(each, tuple)]
    right = np.array(given) == truth if given else np.zeros((0, len(truth)), bool)
    left, beside = st.columns(2)
    with left:
        charts.show(
            figures.rights(
                task.points,
                task.centres,
                truth if room.shown else None,
                right.mean(axis=0).tolist() if given else [],
                page.theme(),
            ),
            key="class_room.rights",
            alt=f"{len(truth)} points among {task.k} centres",
        )
    with beside:
        if given:
            st.metric("given right", f"{100 * right.mean():.0f} %")
            st.metric("phones with all right", f"{right.all(axis=1).sum()} of {len(given)}")
        else:
            st.markdown("Waiting for the first phone.")
        if room.shown:
            st.markdown(
                "That was the first half of a step of k-means. In the second half, each centre moves to the "
                "mean of its points; then the points choose again, until nothing changes."
            )


def _draw(room: Room) -> None:
    drawn = {phone: each.made_of for phone, each in room.seen().items() if isinstance(each, Drawn)}
    fair = sorted((each.ari, phone) for phone, each in drawn.items() if each.fair)[:BOARD]
    unfair = sum(not each.fair for each in drawn.values())
    if not fair:
        st.markdown("Waiting for the first drawing.")
    st.caption(
        "Shapes are the groups as they were meant, colours what k-means made of them. "
        "1 is full agreement, 0 is what chance gives."
        + (f" Left out: {count(unfair, 'drawing')} of mixed groups." if unfair else "")
    )
    for column, (_, phone) in zip(st.columns(BOARD), fair, strict=False):
        with column:
            charts.show(
                figures.drawing(drawn[phone], page.theme(), f"Phone {phone}: {ari(drawn[phone])}"),
                key=f"class_room.board.{phone}",
                alt=f"The drawing of phone {phone}",
            )
            st.button(
                "Take off the wall",
                key=f"class_room.hide.{phone}",
                type="tertiary",
                icon=":material/visibility_off:",
                help="Nothing of this phone is shown any more, until you show every phone again.",
                on_click=attempt,
                args=(register().hide, room.teacher, phone),
            )
