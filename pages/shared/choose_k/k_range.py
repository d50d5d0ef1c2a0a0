"""The range of k that is tried."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.features import FeatureMatrix
from pages.shared.results import answers
from pages.shared.results.answers import Recommendation
from pages.shared.state import session, visit, widgets


def draw(matrix: FeatureMatrix, found: Recommendation) -> None:
    """Offer to change the range; say which k are shown when a person stopped the others."""
    low, high = answers.within(matrix, session.choices().k_range)
    most = max(2, matrix.n_distinct)
    with st.popover(f"Tried: k = {low} to {max(high, found.sweep.ks[-1])}", icon=":material/tune:"):
        st.number_input(
            "From k",
            min_value=2,
            max_value=most,
            help="The smallest number of clusters to try.",
            **widgets.bind("choose_k.low", low, lambda k: _save(low=int(k))),
        )
        st.number_input(
            "To k",
            min_value=2,
            max_value=most,
            help="The largest; a wider range costs only its new k. It ends at the number of different rows.",
            **widgets.bind("choose_k.high", high, lambda k: _save(high=int(k))),
        )
    if not found.whole:
        done = ", ".join(str(k) for k in found.sweep.ks)
        st.info(f"Stopped: k = {done} of {low} to {high} are shown.", icon=":material/pause:")
        st.button("Go on", key="choose_k.go_on", on_click=visit.resume)


def _save(low: int | None = None, high: int | None = None) -> None:
    """Save one end; the other makes way, so that the range never ends before it begins."""
    choices = session.choices()
    first, last = choices.k_range
    if low is not None:
        first, last = low, max(low, last)
    if high is not None:
        first, last = min(first, high), high
    session.save(replace(choices, k_range=(first, last)))
