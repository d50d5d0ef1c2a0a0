"""Choose k: how many clusters, how sure is that, and is k-means right for these data at all?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core import choosing_k
from pages.shared.choose_k import criteria, findings, robustness, silhouettes, starts, verdict
from pages.shared.elements import page, problems, stability
from pages.shared.results import clusters, sweeps, tables
from pages.shared.results.groups import current
from pages.shared.sidebar import settings
from pages.shared.state import session, visit, widgets

st.title("Choose k")
line = st.empty()

table, choices = session.table(), session.choices()
with problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    settings.draw(table, matrix.n_distinct)


def change_range(end: int, k: int) -> None:
    low, high = session.choices().k_range
    pair = (k, max(k, high)) if end == 0 else (min(k, low), k)
    session.save(replace(session.choices(), k_range=pair))


first, last, _ = st.columns([1, 1, 3])
most = max(2, matrix.n_distinct)
low, high = (min(k, most) for k in choices.k_range)
first.number_input(
    "From k",
    min_value=2,
    max_value=most,
    help="The smallest number of clusters to try.",
    **widgets.bind("choose_k.low", low, lambda k: change_range(0, int(k))),
)
last.number_input(
    "To k",
    min_value=2,
    max_value=most,
    help="The largest; a wider range costs only its new k. It ends at the number of different rows.",
    **widgets.bind("choose_k.high", high, lambda k: change_range(1, int(k))),
)
top = st.container()
with problems.shown():
    found, whole = sweeps.sweep(matrix, choices.kmeans, (low, high))
    if not whole:
        done = ", ".join(str(k) for k in found.ks)
        st.info(f"Stopped: k = {done} of {low} to {high} are shown.", icon=":material/pause:")
        st.button("Go on", key="choose_k.go_on", on_click=visit.resume)
    judged = sweeps.judged(matrix, found)
    groups = current()

with top:
    verdict.show(choosing_k.verdict(found, judged), judged)
    criteria.votes(judged)
criteria.charts(judged)
with problems.shown():
    line.caption(page.head(groups, clusters.silhouette(matrix, groups.clustering).mean))
    left, right = st.columns(2)
    with left:
        criteria.splits(found, groups)
    with right:
        silhouettes.show(groups)
    findings.show(sweeps.findings(groups, judged.structure))
    stability.badges(groups)
    st.subheader("Where do the starts end?", anchor=False)
    starts.show(groups)
    st.subheader("What if the settings were others?", anchor=False)
    robustness.show(groups)

page.next_page("pages/table/explore_clusters.py", "Look at the clusters")
