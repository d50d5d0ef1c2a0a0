"""What the class sees: the task, everybody's answers as they come, and how to come in."""

from __future__ import annotations

import streamlit as st

from pages.shared.class_room import invitation, stage, tasks
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import Room
from pages.shared.learn import lecture

LOOKS = 0.5  # seconds between two looks at what the phones sent
WAITING = "Phones come in by the picture or the code. When they are in, begin with a task."


def draw(room: Room) -> None:
    """Draw a teacher's room."""
    _watch(room.teacher, room.changes, register().here(room))
    shown, beside = st.columns([4, 1], gap="medium")
    with beside:
        invitation.draw(room)
        lecture.toggle()
    with shown, st.container(key="class_room_stage"):
        if room.task is None:
            st.subheader(WAITING, anchor=False)
        else:
            stage.draw(room, room.task)
        tasks.offer(room)


@st.fragment(run_every=LOOKS)
def _watch(teacher: str, changes: int, here: int) -> None:
    """Draw the page again when something has changed, and otherwise do nothing."""
    room = register().of(teacher)
    if room is None or room.changes != changes or register().here(room) != here:
        st.rerun()
