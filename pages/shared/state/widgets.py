"""Widgets as views of the choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.shared.state import history


def widget(key: str) -> Any:
    """The present value of a keyed widget, for its own callback; None where there is none."""
    return st.session_state.get(key)


def put(key: str, value: Any) -> None:
    """Turn a keyed widget to a value (made for callbacks, which run before it is drawn)."""
    st.session_state[key] = value


def said(key: str, what: str) -> Any:
    """What a component has just told by this name; None where nothing was, whatever else was sent."""
    return getattr(st.session_state.get(key), what, None)


def turn_to(page: str) -> None:
    """Note which page is shown; on a page just turned to, widgets know nothing of the choices."""
    st.session_state["turned"] = st.session_state.get("page") != page
    st.session_state["page"] = page
    history.begin_step()


def bind(key: str, value: Any, save_value: Callable[[Any], None]) -> dict[str, Any]:
    """Make a widget a view of the choices: it shows `value`, and a change is passed to `save_value`.

    Returns the keyword arguments `key` and `on_change` for the widget.
    """
    # Only where it is needed: a widget that is told its value takes back what the reader is just changing.
    if st.session_state["turned"] or key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value

    def changed() -> None:
        save_value(st.session_state[key])

    return {"key": key, "on_change": changed}
