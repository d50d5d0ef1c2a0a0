"""Compare: other algorithms on the same rows, side by side, and the way to use one of them."""

from __future__ import annotations

import streamlit as st

from pages.shared.compare import advice, agreement, choosing, side_by_side
from pages.shared.elements import page, problems
from pages.shared.results import answers, groups, tables
from pages.shared.sidebar import settings
from pages.shared.state import session

line = page.top("Compare", "pages/table/explore_clusters.py", "Clusters")

table, choices = session.table(), session.choices()
with line.container(), problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    answers.follow(matrix)
    settings.draw(table, matrix.n_distinct)
    present = groups.by_kmeans(matrix)
line.caption(page.head(present))

first = st.empty()
ways = choosing.chosen(matrix)
if not ways:
    st.info("Choose at least one algorithm.")
    st.stop()
tried = side_by_side.show(present, ways)
with first.container(), problems.shown():
    advice.show(present, tried)
with problems.shown():
    agreement.show(present, tried)
