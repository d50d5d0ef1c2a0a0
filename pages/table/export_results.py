"""Export: the upload's rows with their clusters, every cell as it came."""

from __future__ import annotations

import streamlit as st

from pages.shared import cached, controls, problems, session
from pages.shared.groups import current

EXACT_ROWS = 20_000  # silhouettes compare every pair of rows: beyond this they take minutes

st.title("Export")
line = st.empty()

table, choices = session.table(), session.choices()
with problems.shown():
    matrix = cached.prepare(table, choices.preparation)
    controls.settings(table, matrix.n_distinct)
    groups = current()
line.caption(controls.head(groups))

st.subheader("The labelled table")
st.write("Your rows in their order, with all columns and their exact text, and these columns added:")
