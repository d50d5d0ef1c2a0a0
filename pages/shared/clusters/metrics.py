"""How good the clusters are: in words first, then in six numbers."""

from __future__ import annotations

import streamlit as st

from kmeans_core.clustering import Clustering
from kmeans_core.evaluation import Quality, SilhouetteEstimate
from pages.shared.elements import terms
from pages.shared.elements.words import number, share

# Kaufman and Rousseeuw 1990 for the silhouette; for the others what goes with it on round groups.
SILHOUETTES = ((0.7, "far apart"), (0.5, "clearly apart"), (0.25, "partly apart"), (-1.0, "hardly apart"))
EXPLAINED = ((0.9, "nearly all"), (0.7, "most of it"), (0.4, "about half"), (0.0, "little"))
OVERLAPS = (
    (1.5, "much overlap"),
    (1.0, "some overlap"),
    (0.6, "little overlap"),
    (0.0, "hardly any overlap"),
)


def show(clustering: Clustering, quality: Quality, silhouette: SilhouetteEstimate) -> None:
    """Show each measure with what it says and what it means."""
    overlap = quality.davies_bouldin
    measures = (
        ("Silhouette", _value(silhouette), _word(silhouette.mean, SILHOUETTES)),
        ("Explained", share(clustering.explained), _word(clustering.explained, EXPLAINED)),
        ("Davies-Bouldin", number(overlap), _word(overlap, OVERLAPS)),
        ("Inertia", number(clustering.inertia, 4), "compare with other k"),
        ("Calinski-Harabasz", number(quality.calinski_harabasz), "compare with other k"),
        ("Iterations", f"{clustering.n_iter:,}", "came to rest" if clustering.converged else "still moving"),
    )
    with st.container(horizontal=True, key="explore_clusters.metrics"):
        for label, value, words in measures:
            meaning = _silhouette_help(silhouette) if label == "Silhouette" else terms.meaning(label)
            st.metric(
                label, value, words, delta_color="off", delta_arrow="off", help=meaning, width="content"
            )


def _word(value: float | None, scale: tuple[tuple[float, str], ...]) -> str:
    """Return the word of the step that the value reaches."""
    if value is None:
        return "–"
    return next((word for least, word in scale if value >= least), scale[-1][1])


def _value(silhouette: SilhouetteEstimate) -> str:
    return number(silhouette.mean) if silhouette.exact else f"≈ {number(silhouette.mean)}"


def _silhouette_help(estimate: SilhouetteEstimate) -> str:
    """Say what the silhouette means, and how it was computed."""
    meaning = terms.meaning("Silhouette")
    if estimate.exact:
        return f"{meaning} Computed from every pair of rows."
    interval = f"{number(estimate.low)} to {number(estimate.high)}"
    return f"{meaning} Estimated from {estimate.rows:,} rows; the 95 % interval is {interval}."
