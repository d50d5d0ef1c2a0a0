"""Choose k: how many clusters, how sure is that, and is k-means right for these data at all?"""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.choosing_k import verdict
from pages.shared import cached, controls, problems, session, solidity_view, swept, verdict_view
from pages.shared.groups import current

st.title("Choose k")
line = st.empty()

table, choices = session.table(), session.choices()
with problems.shown():
    matrix = cached.prepare(table, choices.preparation)
    controls.settings(table, matrix.n_distinct)


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
    **session.bind("choose_k.low", low, lambda k: change_range(0, int(k))),
)
last.number_input(
    "To k",
    min_value=2,
    max_value=most,
    help="The largest; a wider range costs only its new k. It ends at the number of different rows.",
    **session.bind("choose_k.high", high, lambda k: change_range(1, int(k))),
)
top = st.container()
with problems.shown():
    found, whole = swept.sweep(matrix, choices.kmeans, (low, high))
    if not whole:
        done = ", ".join(str(k) for k in found.ks)
        st.info(f"Stopped: k = {done} of {low} to {high} are shown.", icon=":material/pause:")
        st.button("Go on", key="choose_k.go_on", on_click=session.resume)
    criteria = swept.judged(matrix, found)
    groups = current()

with top:
    verdict_view.verdict(verdict(found, criteria), criteria)
    verdict_view.votes(criteria)
verdict_view.charts(criteria)
with problems.shown():
    line.caption(controls.head(groups, cached.silhouette(matrix, groups.clustering).mean))
    left, right = st.columns(2)
    with left:
        verdict_view.splits(found, groups)
    with right:
        solidity_view.row_silhouettes(groups)
    verdict_view.findings(swept.findings(groups, criteria.structure))
    solidity_view.stability(groups)
    st.subheader("Where do the starts end?", anchor=False)
    solidity_view.minima(groups)
    st.subheader("What if the settings were others?", anchor=False)
    solidity_view.robustness(groups)

controls.next_page("pages/table/explore_clusters.py", "Look at the clusters")
