"""What was chosen before, to be taken back and done again; a new table begins a new history."""

from __future__ import annotations

import streamlit as st

from pages.shared.state.choices import Choices

MOST = 50  # steps that are kept


def begin_step() -> None:
    """Let the next change be a step of its own: several changes by one click are taken back together."""
    st.session_state["step_begins"] = True


def note(before: Choices, new: Choices) -> None:
    """Keep what was chosen before, where a person decided something else."""
    if before.decided() == new.decided():
        return
    if st.session_state.get("step_begins", True):
        st.session_state["past"] = [*_steps("past"), before][-MOST:]
    st.session_state["future"] = []
    st.session_state["step_begins"] = False


def forget() -> None:
    st.session_state["past"] = st.session_state["future"] = []


def undo() -> None:
    """Go back to what was chosen before (made for callbacks)."""
    _move("past", "future")


def redo() -> None:
    """Choose again what was taken back (made for callbacks)."""
    _move("future", "past")


def can_undo() -> bool:
    return bool(_steps("past"))


def can_redo() -> bool:
    return bool(_steps("future"))


def _move(source: str, target: str) -> None:
    steps = _steps(source)
    if steps:
        st.session_state[target] = [*_steps(target), st.session_state["choices"]]
        st.session_state[source] = steps[:-1]
        st.session_state["choices"] = steps[-1]


def _steps(name: str) -> list[Choices]:
    steps: list[Choices] = st.session_state.get(name, [])
    return steps
