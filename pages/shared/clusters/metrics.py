"""How good the clusters are: in words first, then in six numbers."""

from __future__ import annotations

import streamlit as st

from kmeans_core.clustering import Clustering
from kmeans_core.evaluation import Quality, SilhouetteEstimate
from kmeans_core.figures import overview
from kmeans_core.groupings import Grouping
from pages.shared.elements import charts, not_kmeans, page, terms
from pages.shared.elements.words import escape, number, share
from pages.shared.results.groups import Groups
from pages.shared.state import session

Measures = tuple[tuple[str, str, str], ...]  # each one's name, value and what that says
# Kaufman and Rousseeuw 1990 for the silhouette; for the others what goes with it on round groups.
SILHOUETTES = ((0.7, "far apart"), (0.5, "clearly apart"), (0.25, "partly apart"), (-1.0, "hardly apart"))
EXPLAINED = ((0.9, "nearly all"), (0.7, "most of it"), (0.4, "about half"), (0.0, "little"))
OVERLAPS = (
    (1.5, "much overlap"),
    (1.0, "some overlap"),
    (0.6, "little overlap"),
    (0.0, "hardly any overlap"),
)


def show(clustering: Clustering | Grouping, quality: Quality, silhouette: SilhouetteEstimate) -> None:
    """Show each measure with what it says and what it means."""
    overlap = quality.davies_bouldin
    own = _of_kmeans(clustering) if isinstance(clustering, Clustering) else _of_others(clustering)
    measures = (
        ("Silhouette", _value(silhouette), _word(silhouette.mean, SILHOUETTES)),
        own[0],
        ("Davies-Bouldin", number(overlap), _word(overlap, OVERLAPS)),
        ("Calinski-Harabasz", number(quality.calinski_harabasz), "compare with other k"),
        *own[1:],
    )
    with st.container(horizontal=True, key="explore_clusters.metrics"):
        for label, value, words in measures:
            meaning = _silhouette_help(silhouette) if label == "Silhouette" else terms.meaning(label)
            st.metric(
                label, value, words, delta_color="off", delta_arrow="off", help=meaning, width="content"
            )


def _of_kmeans(clustering: Clustering) -> Measures:
    return (
        ("Explained", share(clustering.explained), _word(clustering.explained, EXPLAINED)),
        ("Inertia", number(clustering.inertia, 4), "compare with other k"),
        ("Iterations", f"{clustering.n_iter:,}", "came to rest" if clustering.converged else "still moving"),
    )


def _of_others(grouping: Grouping) -> Measures:
    scattered = int((grouping.labels < 0).sum())
    part = share(scattered / len(grouping.labels))
    return (("In no cluster", f"{scattered:,}", f"{part} of the rows"),)


def how_it_was_made(groups: Groups) -> None:
    """Show where k-means' restarts ended, or what another algorithm chose by itself."""
    found = groups.clustering
    if isinstance(found, Clustering):
        kmeans = session.choices().kmeans
        allowed = 1 if kmeans.init == "own centres" else kmeans.n_init
        charts.show(
            overview.restarts(found.restarts, found.inertia, page.theme(), allowed=allowed),
            key="explore_clusters.restarts",
            alt=f"The inertia of {len(found.restarts)} restarts",
        )
        return
    st.markdown(f"**{not_kmeans.in_words(found.settings)}**: good at {found.settings.good_at}.")
    for note in found.notes:
        st.caption(escape(note, 300))
    st.button("Use k-means again", key="explore_clusters.use_kmeans", on_click=session.use, args=(None,))


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
