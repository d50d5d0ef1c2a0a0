"""Clusters: the scatter, the sizes, the centres and means, and how good and how certain the solution is."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures import overview
from pages.shared.clusters import means, metrics, odd_rows, other_ks, scatter
from pages.shared.elements import charts, page, problems, stability
from pages.shared.results import answers, clusters, tables
from pages.shared.results.groups import OfKMeans, by_kmeans, current
from pages.shared.sidebar import settings
from pages.shared.state import session

line = page.top("Clusters", "pages/table/profile_clusters.py", "Profiles")

table, choices = session.table(), session.choices()
with line.container(), problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    answers.follow(matrix)
    settings.draw(table, matrix.n_distinct)
    groups = current()
    quality = clusters.quality(matrix, groups.clustering)
    silhouette = clusters.silhouette(matrix, groups.clustering)

line.caption(page.head(groups, silhouette.mean))
theme, clustering = page.theme(), groups.clustering

metrics.show(clustering, quality, silhouette)
if isinstance(groups, OfKMeans) and not groups.clustering.converged:
    st.warning(
        f"The centres still moved after {choices.kmeans.max_iter:,} steps. Allow more under More settings."
    )

scatter.show(groups)
with page.unfolding("The same rows with 2 to 5 clusters", "explore_clusters.other_ks") as unfolded:
    if unfolded:
        with problems.shown():
            other_ks.show(by_kmeans(matrix))

for label, key, draw in (
    ("Rows that fit nowhere", "explore_clusters.odd", odd_rows.show),
    ("Rows between two clusters", "explore_clusters.between", odd_rows.between_two),
):
    with page.unfolding(label, key) as unfolded:
        if unfolded:
            with problems.shown():
                draw(groups)

left, right = st.columns(2)
with left:
    charts.show(
        overview.sizes(groups.shown, theme),
        key="explore_clusters.sizes",
        alt=means.sizes_in_words(groups),
    )
with right:
    metrics.how_it_was_made(groups)

means.show(groups)
with problems.shown():
    stability.badges(groups)
