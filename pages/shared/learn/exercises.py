"""An exercise: its question, the way into the studio, and the answer once one was chosen."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import EXERCISES, Exercise
from pages.shared.elements.words import escape
from pages.shared.results import lessons
from pages.shared.state import gallery, session

BY_KEY = {each.key: each for each in EXERCISES}


def choose() -> Exercise:
    """Offer the exercises; each has an address of its own."""
    key = st.selectbox(
        "Exercise",
        list(BY_KEY),
        format_func=lambda each: BY_KEY[each].title,
        key="exercise",
        bind="query-params",
    )
    return BY_KEY[str(key)]


def ask(exercise: Exercise) -> None:
    """Show the question, and the answer when one was chosen or asked for."""
    st.subheader(exercise.question, anchor=False)
    if st.button(
        "Try it in the studio",
        key="exercises.open",
        icon=":material/open_in_new:",
        on_click=_prepare,
        args=(exercise,),
        type="primary",
    ):
        picture = exercise.key == "picture"
        st.switch_page("pages/image/quantise_image.py" if picture else "pages/table/explore_clusters.py")
    if not exercise.options:
        if st.toggle("Show the studio's sentences", key=f"exercises.shown_{exercise.key}"):
            _tell(exercise)
        return
    answer = st.radio(
        "Your answer",
        range(len(exercise.options)),
        index=None,
        format_func=exercise.options.__getitem__,
        key=f"exercises.answer_{exercise.key}",
    )
    if answer is None:
        return
    if answer == exercise.right:
        st.success("Right.", icon=":material/check:")
    else:
        st.warning(f"No: {exercise.options[exercise.right or 0]}.", icon=":material/close:")
    _tell(exercise)


def _tell(exercise: Exercise) -> None:
    for sentence in lessons.answer(exercise):
        st.markdown(f"- {escape(sentence, 600)}")


def _prepare(exercise: Exercise) -> None:
    """Load what the exercise is about, with its settings (made for callbacks)."""
    if exercise.key == "picture":
        gallery.show_sample(exercise.sample)
        gallery.change_palette(k=exercise.k)
        return
    session.show_sample(exercise.sample)
    session.change_preparation(scaling=exercise.scaling)
    session.set_k(exercise.k)
