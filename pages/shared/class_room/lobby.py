"""Before the room: what it is, a button for who teaches, a field for who has a code."""

from __future__ import annotations

import streamlit as st

from kmeans_core.common import DataProblem
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import LENGTH, read_code
from pages.shared.elements import problems
from pages.shared.results.limits import LIMITS
from pages.shared.state import visit

ABOUT = (
    "Project this page and let the class play k-means on their phones: place centres and see where they get "
    "stuck, guess how many clusters there are, do a step by hand, and draw data that k-means cuts wrongly."
)
KEPT = (
    "No accounts and no names. A room, and everything in it, is forgotten when you end it, or after "
    "{minutes:,} minutes."
)


def draw() -> None:
    """Offer to open a room, or to come into one."""
    if words := visit.noted():
        st.error(words, icon=":material/error:")
    st.markdown(ABOUT)
    teacher, pupil = st.columns(2, border=True, gap="large")
    with teacher:
        st.subheader("You teach", anchor=False)
        st.markdown(KEPT.format(minutes=LIMITS.room_minutes))
        if st.button("Open a room", key="class_room.open", type="primary", icon=":material/co_present:"):
            _open()
    with pupil:
        st.subheader("You have a code", anchor=False)
        code_field()


def code_field() -> None:
    """Ask for a code, and go to its room."""
    typed = st.text_input(
        "Code", key="class_room.code", placeholder="KQ7-M4RD", max_chars=20, icon=":material/key:"
    )
    code = read_code(typed)
    st.caption(
        f"{LENGTH} signs, as they stand on the wall. Small letters and the line between do not matter."
    )
    if st.button("Come in", key="class_room.enter") or code:
        if len(code) < LENGTH:
            st.info(f"A code has {LENGTH} signs; these are {len(code)}.")
            return
        st.query_params["room"] = code
        st.rerun()


def _open() -> None:
    try:
        register().open(visit.person())
    except DataProblem as problem:
        problems.tell(problem)
    else:
        st.rerun()
