"""The answer in words, with one button that takes it."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.choosing_k import Answer
from pages.shared.elements.words import escape
from pages.shared.results.answers import Recommendation
from pages.shared.state import session

COLOURS = {"high": "green", "medium": "orange", "low": "red", "none": "gray"}


def show(answer: Answer, found: Recommendation) -> DeltaGenerator:
    """Show the answer, how sure it is and why; return the place for what takes longer to find out."""
    with st.container(border=True, key="choose_k.verdict"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.subheader(answer.headline, anchor=False, width="content")
            _take(found)
        st.markdown(escape(answer.because, 600))
        badges = [f":{COLOURS[answer.confidence]}-badge[confidence: {answer.confidence}]"]
        if found.verdict.runner_up is not None:
            badges.append(f":gray-badge[runner-up: {found.verdict.runner_up}]")
        st.markdown(" ".join(badges))
        for doubt in answer.doubts:
            st.markdown(f":material/warning: {escape(doubt, 300)}")
        later = st.empty()
        st.caption(_in_use(found))
    return later


def _take(found: Recommendation) -> None:
    """Offer the recommended k where another is in use."""
    if session.choices().kmeans.k != found.k and found.clear:
        st.button(
            f"Use k = {found.k}",
            key="choose_k.use",
            type="primary",
            on_click=session.set_k,
            args=(None,),  # to follow it, also when columns or scaling change
        )


def _in_use(found: Recommendation) -> str:
    k = session.choices().kmeans.k
    whose = ", chosen by you" if session.choices().k_by == "person" else ""
    if found.clear or whose:
        return f"k \\= {k} is in use on every page{whose}."
    return f"k \\= {k}, the number that most criteria pick, is in use on every page; none can be recommended."
