"""The present settings as a link to the present page."""

from __future__ import annotations

import streamlit as st

from kmeans_core.takeaway import to_link
from pages.shared.state import recipes


def button() -> None:
    """Draw the button that opens the link, ready to be copied."""
    if st.button(
        "Link",
        key="link.open",
        type="tertiary",
        icon=":material/link:",
        help="A link to this page with its settings.",
    ):
        _dialog()


@st.dialog("A link to this page")
def _dialog() -> None:
    show()


def show() -> None:
    """Show the link with a button that copies it."""
    st.write("Opens the studio here, with these settings. It holds settings and names, no rows.")
    st.code(_address(), language=None, wrap_lines=True)
    if recipes.present().sample:
        return
    st.caption("Whoever opens it loads the table; the settings wait until then.")


def _address() -> str:
    return f"{(st.context.url or '').split('?')[0]}?{recipes.LINK}={to_link(recipes.present())}"
