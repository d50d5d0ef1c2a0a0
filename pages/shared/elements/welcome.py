"""What a page says to somebody who comes back after their table has gone."""

from __future__ import annotations

import streamlit as st

from pages.shared.state import returning


def back() -> None:
    """Say that what this browser had loaded is gone, and where to load it again."""
    if not returning.lost():
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.warning(
            "What you had loaded is no longer on this server: it was restarted, or you were away for long. "
            "Until you load it again on the Data page, with the settings you had, you see a sample.",
            icon=":material/history:",
        )
        st.button("I see", key="welcome.found", on_click=returning.found)
