"""Who visits, and which of their work they stopped."""

from __future__ import annotations

import secrets

import streamlit as st


def visitor() -> str:
    """A random name for this visit, so that its newer work can cancel its older work."""
    name: str = st.session_state.setdefault("visitor", secrets.token_hex(8))
    return name


def person() -> str:
    """A secret name for who visits; it outlives a reload where the browser has our cookie."""
    name: str = st.session_state.get("returning", "") or visitor()
    return name


def stop(key: str) -> None:
    """Remember that the person stopped this piece of work."""
    st.session_state["stopped"] = key


def stopped(key: str) -> bool:
    return st.session_state.get("stopped") == key


def resume() -> None:
    st.session_state["stopped"] = None


def page() -> str:
    """Return the address of the page that is shown; "" for the first one."""
    address: str = st.session_state.get("page", "")
    return address
