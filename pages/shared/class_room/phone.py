"""What a pupil's phone shows: the task, the square to answer on, and what became of the answer."""

from __future__ import annotations

from operator import eq

import streamlit as st

from kmeans_core.common import DataProblem, count
from kmeans_core.teaching import MOST_VOTE, Task, found_best, nearest_centres
from pages.shared.class_room import answers, canvas, found
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import ASKED, Answer, Drawn, Room, RoomProblem, Starts, ari, spoken
from pages.shared.elements.words import escape, share
from pages.shared.state import visit, widgets

HEARS, TOLD = 2.0, 10.0  # seconds between two questions what is new; and where the server tells by itself
FOUND = 0.9  # adjusted Rand index from which the groups are found
MIXED = (
    " But only {share} of your points have their nearest neighbour in their own group. So mixed, no method "
    "could part them, and the wall leaves them out."
)


def draw(code: str) -> None:
    """Draw the room that this phone is in; raises `RoomProblem` where it cannot be."""
    person, refused = visit.person(), visit.noted()
    room = register().enter(code, person)
    phone = room.phones[person]
    st.caption(f"Room {spoken(room.code)} · you are phone {phone}")
    listen = st.fragment(_listen, run_every=HEARS if register().tell is None else TOLD)
    listen(room.code, person, room.news)
    if room.task is None:
        st.subheader("You are in. Look at the wall: the first task comes from there.", anchor=False)
        return
    st.subheader(ASKED[room.task.kind].format(k=room.task.k), anchor=False)
    answer = room.answers.get(phone)
    if room.task.kind == "count":
        _vote(room, person, answer)
    canvas.draw(room, room.task, answer, lambda turn, raw: _keep(room, person, turn, raw))
    if refused:
        st.error(refused, icon=":material/error:")
    st.markdown(_said(room, room.task, answer))  # below: nothing above may move what is being tapped


def _listen(code: str, person: str, news: int) -> None:
    """Load the page again when the teacher has done something, or the room has ended."""
    try:
        changed = register().enter(code, person).news != news
    except RoomProblem:
        changed = True
    if changed:
        st.rerun()


def _keep(room: Room, person: str, turn: int, raw: object) -> None:
    """Keep what was sent, or note why not, before the page runs."""
    try:
        answers.send(room, person, turn, raw)
    except DataProblem as problem:
        visit.note(escape(str(problem), 1_000))


def _vote(room: Room, person: str, answer: Answer | None) -> None:
    """Offer the numbers of clusters, none among them."""
    key = f"class_room.vote.{room.turn}"
    st.pills(
        "Clusters",
        range(MOST_VOTE + 1),
        required=True,
        default=answer if isinstance(answer, int) else None,
        format_func=lambda k: str(k) if k else "none",
        label_visibility="collapsed",
        key=key,
        on_change=lambda: _keep(room, person, room.turn, widgets.widget(key)),
    )


def _said(room: Room, task: Task, answer: Answer | None) -> str:
    """Say what became of the answer."""
    match answer:
        case Starts(inertias):
            made = count(len(inertias), "start")
            said = f"Your start ended with inertia **{inertias[-1]:,.0f}** ({made} so far)."
            return said + (_beside_the_lowest(task, inertias[-1]) if room.shown else "")
        case Drawn(_, made_of):
            agrees = "k-means finds your groups." if made_of.ari > FOUND else "k-means cuts them otherwise."
            mixed = MIXED.format(share=share(made_of.together))
            return f"Adjusted Rand index {ari(made_of)}: {agrees}" + ("" if made_of.fair else mixed)
        case int():
            said = "Your vote counts; tap another number to change it."
            return f"The studio: {found.said_of(task).headline}." if room.shown else said
        case tuple():
            truth = nearest_centres(task.points, task.centres)
            return f"**{sum(map(eq, answer, truth))} of {len(truth)}** right."
    return ""


def _beside_the_lowest(task: Task, inertia: float) -> str:
    lowest = found.lowest(task, [])
    if found_best([inertia], lowest):
        return " Nothing lower is known: you found it."
    return f" The lowest known is {lowest:,.0f}: yours is {share(inertia / lowest - 1)} above it."
