"""Class room: a teacher's wall and everybody's phones, on the same points."""

from __future__ import annotations

import streamlit as st

from pages.shared.class_room import lobby, phone, wall
from pages.shared.class_room.register import register
from pages.shared.class_room.rooms import RoomProblem
from pages.shared.elements import problems
from pages.shared.state import visit

with problems.shown():
    if code := st.query_params.get("room"):
        try:
            phone.draw(code)
        except RoomProblem as problem:
            problems.tell(problem)
            lobby.code_field()
    elif room := register().of(visit.person()):
        wall.draw(room)
    else:
        st.title("Class room", anchor=False)
        lobby.draw()
