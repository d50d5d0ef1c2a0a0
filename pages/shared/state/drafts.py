"""Centres that are being placed and not yet used."""

from __future__ import annotations

import numpy as np
import streamlit as st


def draft(belongs: str) -> np.ndarray | None:
    """Return the centres that were placed for this data and these settings."""
    kept = st.session_state.get("draft")
    return kept[1] if kept is not None and kept[0] == belongs else None


def keep(belongs: str, centres: np.ndarray) -> None:
    st.session_state["draft"] = (belongs, centres)
