"""Columns that made the clusters and tell none apart, each with one click that leaves it out."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.profiles import Profile, idle_columns
from pages.shared.elements.words import count, cut, escape
from pages.shared.state import session

AT_ONCE = 6


def show(told: Profile) -> None:
    """Name the columns that only add noise to the distance, unless a person wants to keep them."""
    found = tuple(label for label in idle_columns(told) if label not in session.choices().trusted)
    if not found:
        return
    verb = "column tells" if len(found) == 1 else "columns tell"
    with st.container(border=True, key="idle_columns"):
        st.markdown(
            f"**{len(found):,} {verb} these clusters hardly apart.** Less than 5 % of the spread lies "
            "between them; left out, a column adds no noise to the distance, and is still described."
        )
        for i, label in enumerate(found[:AT_ONCE]):
            _row(label, i)
        if len(found) > AT_ONCE:
            st.caption(f"And {count(len(found) - AT_ONCE, 'more column')}.")
        if len(found) > 1:
            st.button("Leave all of them out", key="idle_columns.all", on_click=_leave_out, args=(found,))


def _row(label: str, i: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"idle_columns.{i}"):
        st.markdown(f":material/help: {escape(cut(label))}", width="stretch")
        st.button("Leave it out", key=f"idle_columns.out.{i}", on_click=_leave_out, args=((label,),))
        st.button("Keep it", key=f"idle_columns.keep.{i}", type="tertiary", on_click=_keep, args=(label,))


def _leave_out(labels: tuple[str, ...]) -> None:
    for label in labels:
        session.leave_out(label)


def _keep(label: str) -> None:
    choices = session.choices()
    session.save(replace(choices, trusted=(*choices.trusted, label)))
