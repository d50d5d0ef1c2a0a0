"""Lecture mode: large type and no sidebar, for a projector; it is in the address like all that is chosen."""

from __future__ import annotations

import streamlit as st

KEY = "lecture"
_LOOK = """<style>
[data-testid="stSidebar"], [data-testid="stHeader"] { display: none; }
[data-testid="stMainBlockContainer"] { padding: .5rem 2rem 1rem; }
.st-key-page_top { display: none; }
.stMain p, .stMain label p, .stMain li, .stMain button p { font-size: 1.25rem; }
.stMain [data-testid="stCaptionContainer"] p { font-size: 1.1rem; }
</style>"""


def toggle() -> None:
    """Offer lecture mode, and wear it."""
    if st.toggle("Lecture", key=KEY, bind="query-params", help="Large type and no sidebar, for a projector."):
        st.html(_LOOK)


def on() -> bool:
    """Whether lecture mode is on."""
    return st.query_params.get(KEY) == "true"
