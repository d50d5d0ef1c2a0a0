"""The present settings as a link to the present page."""

from __future__ import annotations

import streamlit as st

from kmeans_core.takeaway import Recipe, to_link
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
    present = recipes.present()
    _copied(present)
    if not present.sample:
        st.caption("Whoever opens it loads the table; the settings wait until then.")


def of_picture() -> None:
    """Show the link to the Image page with its settings."""
    st.caption("A link with these settings and colours; it holds no picture.")
    _copied(recipes.of_picture())


def _copied(recipe: Recipe) -> None:
    """Show an address with a button that copies it."""
    here = (st.context.url or "").split("?")[0]
    st.code(f"{here}?{recipes.LINK}={to_link(recipe)}", language=None, wrap_lines=True)
