"""Data: drop a table or take a sample, see how it was read, choose what takes part."""

from __future__ import annotations

import numpy as np
import streamlit as st

from pages.shared.data import arriving, columns, datasets, doubts, how_it_was_read, samples
from pages.shared.elements import page, problems, row_tables, shares
from pages.shared.elements.words import count, escape
from pages.shared.results import answers, tables
from pages.shared.sidebar import settings
from pages.shared.state import session

line = page.top("Groups in a table, colours in a picture", "pages/table/choose_k.py", "Choose k")
line.write("Found, judged and explained, with every row back as it came.")

arriving.draw()
how_it_was_read.explain()

table = session.table()
st.subheader(
    f"{escape(table.name)}: {count(table.n_rows, 'row')}, {count(len(table.columns), 'column')}", anchor=False
)
found = st.empty()
datasets.tell()
if about := samples.ABOUT.get(session.sample() or ""):
    st.caption(about)
how_it_was_read.tell(table)
with problems.shown():
    doubts.show(table)
row_tables.show_rows(
    table, np.arange(min(10, table.n_rows)), {}, key="load_data.preview", alt="The first rows of the table"
)

st.subheader("Columns", anchor=False)
columns.show(table)
settings.draw(table, None)

st.subheader("What will happen", anchor=False)
with problems.shown():
    matrix = tables.prepare(table, session.choices().preparation)
left, right = st.columns(2)
with left:
    st.markdown("\n".join(f"- {escape(line, 400)}" for line in matrix.ledger))
with right:
    shares.show(matrix)

with found.container(), problems.shown():  # last, because trying every k takes longest
    before = session.choices()
    answers.follow(matrix)
    if session.choices() != before:
        st.rerun()  # the sidebar was drawn before its k was known
