"""The film as a program to copy: NumPy, and scikit-learn."""

from __future__ import annotations

import streamlit as st

from kmeans_core.teaching import SKLEARN, Start, numpy_lines


def show(start: Start, seed: int) -> None:
    """Offer both programs."""
    with st.expander("The same as a program to copy"):
        numpy, sklearn = st.tabs(["NumPy", "scikit-learn"])
        numpy.code("\n".join(text for _, text in numpy_lines(start, seed)), language="python")
        sklearn.code(SKLEARN, language="python")
        st.caption("X holds the points, a row each; k is the number of clusters.")
