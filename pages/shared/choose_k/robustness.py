"""The present clusters beside those of other settings."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import sweep
from pages.shared.elements import charts, page
from pages.shared.results import sweeps
from pages.shared.results.groups import OfKMeans


def show(groups: OfKMeans) -> None:
    """On demand: cluster with other scalings, k and seeds and show the agreement."""
    if not st.toggle(
        "Compare with other scalings, k and seeds",
        key="choose_k.robustness_on",
        help="Clusters the rows again and compares the groups by the adjusted Rand index: 1 is the same.",
    ):
        return
    k = len(groups.shown)
    ks = tuple(each for each in (k - 1, k, k + 1) if 2 <= each <= groups.matrix.n_distinct)
    found = sweeps.robustness(groups, ks)
    charts.show(
        sweep.agreement(found, page.theme()),
        key="choose_k.robustness",
        alt="Agreement with other settings",
    )
    if found.rows < len(groups.clustering.labels):
        st.caption(f"Compared on {found.rows:,} of {len(groups.clustering.labels):,} rows.")
