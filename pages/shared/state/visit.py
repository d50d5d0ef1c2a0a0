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


def note(words: str) -> None:
    """Leave words that the page shows when it runs next (made for callbacks)."""
    st.session_state["noted"] = words


def noted() -> str:
    """Return the words that were left, once."""
    words: str = st.session_state.pop("noted", "")
    return words


def stop(key: str) -> None:
    """Remember that the person stopped this piece of work."""
    st.session_state["stopped"] = key


def stopped(key: str) -> bool:
    return st.session_state.get("stopped") == key


def resume() -> None:
    st.session_state["stopped"] = None


def ask_for_data(name: str | None) -> None:
    """Remember which data on the server are to be looked at (made for callbacks)."""
    st.session_state["data_asked"] = name


def data_asked() -> str | None:
    """Return the data that are to be looked at."""
    name: str | None = st.session_state.get("data_asked")
    return name


def comes_first() -> bool:
    """Tell, once a visit, that nothing was chosen in it yet."""
    first = "came" not in st.session_state and st.session_state.get("upload") is None
    st.session_state["came"] = True
    return first


def ask_for(key: str) -> None:
    """Remember that long work is wanted, which begins only when it is asked for (made for callbacks)."""
    st.session_state["asked_for"] = {*st.session_state.get("asked_for", ()), key}


def asked_for(key: str) -> bool:
    return key in st.session_state.get("asked_for", ())


def page() -> str:
    """Return the address of the page that is shown; "" for the first one."""
    address: str = st.session_state.get("page", "")
    return address
