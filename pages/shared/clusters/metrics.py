"""How good the clusters are, in six numbers."""

from __future__ import annotations

import streamlit as st

from kmeans_core.clustering import Clustering
from kmeans_core.evaluation import Quality, SilhouetteEstimate
from pages.shared.elements.words import number, share


def show(clustering: Clustering, quality: Quality, silhouette: SilhouetteEstimate) -> None:
    """Show each measure with what it means."""
    measures = (
        (
            "Inertia",
            number(clustering.inertia, 4),
            "Sum of the squared distances of all rows to their centre.",
        ),
        (
            "Explained",
            share(clustering.explained),
            "Share of the total sum of squares that the clusters account for.",
        ),
        (
            "Silhouette",
            number(silhouette.mean) if silhouette.exact else f"≈ {number(silhouette.mean)}",
            _silhouette_help(silhouette),
        ),
        (
            "Davies-Bouldin",
            number(quality.davies_bouldin),
            "How much neighbouring clusters overlap; lower is better.",
        ),
        (
            "Calinski-Harabasz",
            number(quality.calinski_harabasz),
            "Spread between clusters over spread within; higher is better.",
        ),
        (
            "Iterations",
            f"{clustering.n_iter:,}",
            "Steps of the last descent, which ended where the centres are now.",
        ),
    )
    with st.container(horizontal=True, key="explore_clusters.metrics"):
        for label, value, meaning in measures:
            st.metric(label, value, help=meaning, width="content")


def _silhouette_help(estimate: SilhouetteEstimate) -> str:
    """Say what the silhouette means, and how it was computed."""
    meaning = "How much nearer rows are to their own cluster than to the next: 1 is best, 0 is on the border."
    if estimate.exact:
        return f"{meaning} Computed from every pair of rows."
    interval = f"{number(estimate.low)} to {number(estimate.high)}"
    return f"{meaning} Estimated from {estimate.rows:,} rows; the 95 % interval is {interval}."
