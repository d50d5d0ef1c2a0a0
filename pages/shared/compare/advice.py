"""Which of the algorithms that were tried fits the rows best."""

from __future__ import annotations

import streamlit as st

from kmeans_core.groupings import Attempt
from pages.shared.elements.words import escape
from pages.shared.results import comparisons
from pages.shared.results.groups import OfKMeans


def show(groups: OfKMeans, tried: list[Attempt]) -> None:
    """Say which algorithm fits these rows, and why."""
    said = comparisons.recommended(groups, tried)
    if said is None:
        st.caption("With k-means and a Gaussian mixture among them, the page says which algorithm fits best.")
        return
    st.markdown(f":material/lightbulb: **{escape(said.words)}** {escape(said.because, 300)}")
