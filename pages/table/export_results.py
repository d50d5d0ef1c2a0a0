"""Export: the upload's rows with their clusters, every cell as it came."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.export import LabelledOptions
from pages.shared.elements import page, problems, row_tables
from pages.shared.elements.words import count, escape
from pages.shared.results import answers, clusters, exports, profiles, tables
from pages.shared.results.groups import current
from pages.shared.sidebar import settings
from pages.shared.state import session
from pages.shared.takeaway import repeat

PREVIEWED = 10

line = page.top("Export", "pages/table/load_data.py", "Another table")

table, choices = session.table(), session.choices()
with line.container(), problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    answers.follow(matrix)
    settings.draw(table, matrix.n_distinct)
    groups = current()
    shown = profiles.named(groups, profiles.profile(groups))
line.caption(page.head(groups))

st.subheader("The labelled table")
st.write("All your rows in their order, all columns with their exact text, and the clusters in new columns.")

with st.container(horizontal=True, vertical_alignment="center", key="export_results.options"):
    with_silhouettes = st.toggle(
        "Silhouette of every row",
        key="export_results.silhouettes",
        persist_state="session",
        help="How much nearer the row is to its own cluster than to the next, from -1 to 1.",
    )
    utf8 = st.toggle(
        "Write UTF-8",
        key="export_results.utf8",
        persist_state="session",
        help="Otherwise the file keeps the encoding it came in.",
    )
    excel_safe = st.toggle(
        "Safe to open in Excel",
        key="export_results.excel_safe",
        persist_state="session",
        help="Alters cells that a spreadsheet would run as formulas: puts an apostrophe before them.",
    )

place = st.empty()
with place.container(), problems.shown():
    silhouettes = clusters.row_silhouettes(matrix, groups.clustering) if with_silhouettes else None
    options = LabelledOptions(utf8=utf8, excel_safe=excel_safe)
    file = exports.labelled(groups, tuple(group.name for group in shown), options, silhouettes)

st.download_button(
    f"Download {file.file_name}",
    lambda: file.data,  # handed over at the click: a large file is not copied at every rerun
    file.file_name,
    "text/csv",
    key="export_results.download",
    on_click="ignore",
    type="primary",
    icon=":material/download:",
)
st.caption(
    f"{count(table.n_rows, 'row')}, {count(len(table.columns), 'column')} and {len(file.added_columns)} new: "
    f"{escape(', '.join(file.added_columns), 300)}. Encoding {escape(file.encoding)}."
)
st.caption(f"Made with {page.made_with()}.")
if excel_safe:
    st.warning(f"{count(file.altered_cells, 'cell')} altered: an apostrophe stands before each formula.")
if silhouettes is not None and not silhouettes.exact:
    st.info(
        f"Silhouettes are estimated: each row is compared with {silhouettes.references:,} of each cluster."
    )
for reason, rows in matrix.left_out:
    st.info(f"{count(len(rows), 'row')} took no part ({escape(reason)}); the file says so beside each.")
for what, amount in file.not_written:
    st.caption(f"Not in the file: {amount:,} {escape(what)}, which stood outside the table.")

names = [group.title for group in shown]
rows = np.arange(min(PREVIEWED, table.n_rows))
where = np.full(table.n_rows, -1)
where[matrix.rows] = groups.clustering.labels
row_tables.show_rows(
    table,
    rows,
    {"cluster": [names[label] if label >= 0 else "took no part" for label in where[rows]]},
    key="export_results.preview",
    alt="The first rows with their clusters",
)
repeat.draw(groups, tuple(group.name for group in shown))
