"""The verdict in words, with buttons that choose its k."""

from __future__ import annotations

import streamlit as st

from kmeans_core.choosing_k import Criteria, Verdict
from pages.shared.elements.words import escape, number
from pages.shared.state import session

COLOURS = {"high": "green", "medium": "orange", "low": "red", "none": "gray"}


def show(said: Verdict, criteria: Criteria) -> None:
    """Show the verdict in words with a button that chooses its k."""
    present = session.choices().kmeans.k
    with st.container(border=True, key="choose_k.verdict"):
        st.subheader(said.headline, anchor=False)
        st.markdown(escape(said.reason, 400))
        details = [f":{COLOURS[said.confidence]}-badge[confidence: {said.confidence}]"]
        if said.runner_up is not None:
            details.append(f":gray-badge[runner-up: {said.runner_up}]")
        details.append(f":gray-badge[noise test z = {number(criteria.structure.z, 2)}]")
        st.markdown(" ".join(details))
        for warning in said.warnings:
            st.markdown(f":material/warning: {escape(warning, 300)}")
        options = [k for k in (said.k, said.runner_up) if k is not None and k != present]
        if said.k == present:
            st.caption(f"k = {present} is in use on every page.")
        with st.container(horizontal=True):
            for k in options:
                st.button(
                    f"Use k = {k}",
                    key=f"choose_k.use_{k}",
                    type="primary" if k == said.k else "secondary",
                    on_click=session.change_kmeans,
                    kwargs={"k": k},
                )
