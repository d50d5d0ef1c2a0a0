"""Data: upload a table or take a sample, see how it was read, choose what takes part."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.figures import overview
from kmeans_core.tables import SAMPLES
from pages.shared.data import columns, how_it_was_read
from pages.shared.elements import page, problems, row_tables
from pages.shared.elements.words import count, escape
from pages.shared.results import tables
from pages.shared.sidebar import settings
from pages.shared.state import session, widgets
from pages.shared.state.choices import Upload


def show_sample(name: str | None) -> None:
    if name is not None:
        session.show_sample(name)


st.title("Data")
left, right = st.columns([3, 2])
with left:
    file = st.file_uploader(
        "Upload a table",
        key="load_data.file",
        help="CSV, TSV or other delimited text (also .gz or .zip), Excel, OpenDocument or Parquet.",
    )
if file is not None and not session.received(file.file_id):
    session.receive(Upload(file.name, file.file_id, file.getvalue()))
with st.empty().container(), problems.shown():
    problem = how_it_was_read.read_waiting()

with right:
    st.selectbox(
        "Or look at a sample",
        list(SAMPLES),
        index=None,
        placeholder="Choose a sample",
        **widgets.bind("load_data.sample", session.sample(), show_sample),
    )
    about = session.table().about or "Your file stays in this server's memory and goes nowhere else."
    st.caption(escape(about, 300))
if problem is not None:
    how_it_was_read.explain(problem)
    st.stop()

table = session.table()
st.subheader(f"{escape(table.name)}: {count(table.n_rows, 'row')}, {count(len(table.columns), 'column')}")
how_it_was_read.tell(table)
row_tables.show_rows(
    table, np.arange(min(10, table.n_rows)), {}, key="load_data.preview", alt="The first rows of the table"
)

st.subheader("Columns")
columns.show(table)
settings.draw(table, None)

st.subheader("What will happen")
with problems.shown():
    matrix = tables.prepare(table, session.choices().preparation)
left, right = st.columns(2)
with left:
    st.markdown("\n".join(f"- {escape(line, 400)}" for line in matrix.ledger))
with right:
    st.plotly_chart(
        overview.distance_shares(matrix.shares, page.theme()),
        theme=None,
        key="load_data.shares",
        alt="Share of each column in the squared distance: "
        + ", ".join(f"{n} {s:.0%}" for n, s in matrix.shares[:20]),
    )
page.next_page("pages/table/choose_k.py", "Choose how many clusters")
