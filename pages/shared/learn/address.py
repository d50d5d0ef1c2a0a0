"""What the learn pages keep in the address beside their widgets: where a film stands, centres, points."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.common import Floats

STEP, CENTRES, POINTS, END = "step", "centres", "points", "end"


def step() -> int:
    """Return the half-step that the address names; 0 where it names none."""
    text = st.query_params.get(STEP, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def stand_at(number: int) -> None:
    """Note where the film stands."""
    _set(STEP, str(number) if number > 0 else "")


def begin_anew() -> None:
    """The film is another one: it begins at its start (made for callbacks)."""
    _set(STEP, "")


def centres() -> Floats:
    """Return the centres that were put by hand (j, 2); none where the address holds something else."""
    text = st.query_params.get(CENTRES, "")
    try:
        given = np.array([[float(part) for part in pair.split("_")] for pair in text.split("~") if pair])
    except ValueError:
        return np.zeros((0, 2))
    fits = given.ndim == 2 and given.shape[1] == 2 and np.abs(given).max() < 1e9
    return given if fits else np.zeros((0, 2))


def put_centres(given: list[list[float]]) -> None:
    _set(CENTRES, "~".join(f"{x:.4g}_{y:.4g}" for x, y in given))
    begin_anew()


def text(name: str) -> str:
    """Return what the address says under a name."""
    return st.query_params.get(name, "")


def put(name: str, value: str) -> None:
    """Write something that makes another film into the address, or take it out where it is empty."""
    _set(name, value)
    begin_anew()


def note(name: str, value: str) -> None:
    """Write something into the address that leaves the film as it is."""
    _set(name, value)


def _set(name: str, value: str) -> None:
    if value:
        st.query_params[name] = value
    elif name in st.query_params:
        del st.query_params[name]
