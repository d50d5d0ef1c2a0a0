"""Choose k: how many clusters, how sure is that, and is k-means right for these data at all?"""

from __future__ import annotations

import streamlit as st

from pages.shared.choose_k import (
    criteria,
    findings,
    k_range,
    robustness,
    silhouettes,
    starts,
    verdict,
    without_column,
)
from pages.shared.data import doubts
from pages.shared.elements import not_kmeans, page, problems, stability
from pages.shared.results import answers, clusters, groups, profiles, sweeps, tables
from pages.shared.sidebar import settings
from pages.shared.state import session

line = page.top("Choose k", "pages/table/explore_clusters.py", "Clusters")

not_kmeans.back("choose_k.use_kmeans")
table = session.table()
with problems.shown():
    matrix = tables.prepare(table, session.choices().preparation)
    place = st.container()  # the waiting for every k stands above everything
    with place:
        answers.follow(matrix, rows=matrix.values.size)
    settings.draw(table, matrix.n_distinct)
    with place:
        found = answers.recommendation(
            matrix, session.choices().kmeans, answers.within(matrix, session.choices().k_range)
        )
    present, judged = groups.by_kmeans(matrix), groups.of_k(matrix, found.k)
    fit = sweeps.findings(judged, found.criteria.structure)
    stable = profiles.stability(judged)
    line.caption(page.head(present, clusters.silhouette(matrix, present.clustering).mean))
    later = verdict.show(answers.answer(found, matrix, fit, stable), found)

k_range.draw(matrix, found)
criteria.main(found.criteria)
with page.unfolding("The other criteria and their picks", "choose_k.criteria") as unfolded:
    if unfolded:
        criteria.others(found.criteria)
with problems.shown():
    left, right = st.columns(2)
    with left:
        silhouettes.show(present)
    with right:
        criteria.splits(found.sweep, present)
    findings.show(fit, found.k)
    stability.badges(judged)
    with page.unfolding("Where do the starts end?", "choose_k.starts") as unfolded:
        if unfolded:
            starts.show(present)
    with page.unfolding("What if the settings were others?", "choose_k.others") as unfolded:
        if unfolded:
            robustness.show(present)
    with page.unfolding("What does each column do?", "choose_k.without") as unfolded:
        if unfolded:
            without_column.table(matrix)
    if not found.clear and (doubted := doubts.open_ones(table)):
        doubts.point_to(later, doubted)
    elif without_column.wanted(found, matrix):
        without_column.tell(later, found, matrix)  # last, because it takes longest
