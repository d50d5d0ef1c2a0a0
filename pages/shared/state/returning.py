"""A visit that comes back: a reloaded page finds the table that its browser had, or is told that it is gone.

Browsers are known by a cookie that only the server sees (`deploy/doors.py` sets it); without it nothing is
kept here. What is kept are the visit's own values, not copies of them.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from threading import Lock
from typing import Any

import streamlit as st

COOKIE = "studio_visit"
LOADED = ".1"  # ends the cookie of a browser that has uploaded something
KNOWN = re.compile(r"[\w-]{22}(?:\.1)?", re.ASCII)
MOST = 500
_KEPT = (
    *("table", "sample", "upload", "choices"),
    *("pictures", "picture", "picture_choices", "shown_picture", "sample_before"),
)

_visits: OrderedDict[str, dict[str, Any]] = OrderedDict()
_lock = Lock()


def _cookie() -> str:
    cookie = str(st.context.cookies.get(COOKIE, ""))
    return cookie if KNOWN.fullmatch(cookie) else ""


def begin() -> None:
    """Give a new session what its browser had here; note where that is gone."""
    if "returning" in st.session_state:
        return
    cookie = _cookie()
    st.session_state["returning"] = cookie.removesuffix(LOADED)
    with _lock:
        kept = _visits.get(st.session_state["returning"])
    for name, value in (kept or {}).items():
        st.session_state[name] = value
    if kept is None and cookie.endswith(LOADED):
        st.session_state["lost"] = True


def keep() -> None:
    """Remember what this visit has, for when it comes back."""
    name = st.session_state["returning"]
    if not name:
        return
    present = {key: st.session_state[key] for key in _KEPT if key in st.session_state}
    with _lock:
        _visits[name] = present
        _visits.move_to_end(name)
        while len(_visits) > MOST:
            _visits.popitem(last=False)


def forget(name: str) -> None:
    """Let go of what a browser had."""
    with _lock:
        _visits.pop(name, None)


def lost() -> bool:
    """Whether what this browser had loaded is gone, and the person has not yet been seen to know."""
    return bool(st.session_state.get("lost", False)) and st.session_state.get("upload") is None


def found() -> None:
    """The person knows that the table is gone."""
    st.session_state["lost"] = False
