"""What decides the distance between rows: a chart, or a sentence where all columns count alike."""

from __future__ import annotations

import streamlit as st

from kmeans_core.features import FeatureMatrix
from kmeans_core.figures import overview
from pages.shared.elements import charts, page
from pages.shared.elements.words import count, escape, share

EQUAL = 0.02  # of each other, within which bars tell nothing


def show(matrix: FeatureMatrix) -> None:
    """Show each column's share in the squared distance."""
    parts = [part for _, part in matrix.shares]
    if len(parts) == 1:
        st.markdown(f"{escape(matrix.shares[0][0])} alone decides the distance.")
    elif max(parts) <= min(parts) * (1 + EQUAL):
        st.markdown(f"All {count(len(parts), 'column')} count alike: {share(parts[0])} of the distance each.")
    else:
        charts.show(
            overview.distance_shares(matrix.shares, page.theme()),
            key="load_data.shares",
            alt="Share of each column in the squared distance: "
            + ", ".join(f"{name} {share(part)}" for name, part in matrix.shares[:20]),
        )
