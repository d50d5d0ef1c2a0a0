"""Clusters: the scatter, the sizes, the centres and means, and how good and how certain the solution is."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import overview
from pages.shared import cached, cluster_tables, controls, problems, scatter_view, session, solidity_view
from pages.shared.groups import current
from pages.shared.words import number, share

st.title("Clusters")
line = st.empty()

table, choices = session.table(), session.choices()
with line.container(), problems.shown():
    matrix = cached.prepare(table, choices.preparation)
    controls.settings(table, matrix.n_distinct)
    groups = current()
    quality = cached.quality(matrix, groups.clustering)
    silhouette = cached.silhouette(matrix, groups.clustering)

line.caption(controls.head(groups, silhouette.mean))
theme, clustering = controls.theme(), groups.clustering

with st.container(horizontal=True, key="explore_clusters.metrics"):
    st.metric(
        "Inertia",
        number(clustering.inertia, 4),
        help="Sum of the squared distances of all rows to their centre.",
        width="content",
    )
    st.metric(
        "Explained",
        share(clustering.explained),
        help="Share of the total sum of squares that the clusters account for.",
        width="content",
    )
    st.metric(
        "Silhouette",
        number(silhouette.mean) if silhouette.exact else f"≈ {number(silhouette.mean)}",
        help=cluster_tables.silhouette_help(silhouette),
        width="content",
    )
    st.metric(
        "Davies-Bouldin",
        number(quality.davies_bouldin),
        help="How much neighbouring clusters overlap; lower is better.",
        width="content",
    )
    st.metric(
        "Calinski-Harabasz",
        number(quality.calinski_harabasz),
        help="Spread between clusters over spread within; higher is better.",
        width="content",
    )
    st.metric(
        "Iterations",
        f"{clustering.n_iter:,}",
        help="Steps of the last descent, which ended where the centres are now.",
        width="content",
    )

if not clustering.converged:
    st.warning(
        f"The centres still moved after {choices.kmeans.max_iter:,} steps. Allow more under More settings."
    )

scatter_view.show(groups)

left, right = st.columns(2)
with left:
    st.plotly_chart(
        overview.sizes(groups.shown, theme),
        theme=None,
        key="explore_clusters.sizes",
        alt=cluster_tables.sizes_in_words(groups),
    )
with right:
    st.plotly_chart(
        overview.restarts(clustering.restarts, clustering.inertia, theme),
        theme=None,
        key="explore_clusters.restarts",
        alt=f"The inertia of {len(clustering.restarts)} restarts",
    )

cluster_tables.show(groups)
with problems.shown():
    solidity_view.stability(groups)
controls.next_page("pages/table/profile_clusters.py", "Who is in each cluster?")
