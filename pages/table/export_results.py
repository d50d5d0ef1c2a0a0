"""Export: the upload's rows with their clusters, every cell as it came, and everything that repeats them."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.features import texts_of
from kmeans_core.groupings import title_of
from pages.shared.elements import page, problems, row_tables
from pages.shared.elements.words import escape
from pages.shared.results import answers, profiles, tables
from pages.shared.results.groups import OfKMeans, current
from pages.shared.sidebar import settings
from pages.shared.state import session
from pages.shared.takeaway import all_rows, documents, labelled, repeat

PREVIEWED = 10
NO_CLUSTER = {-2: "took no part", -1: "in no cluster"}

line = page.top("Export", "pages/table/load_data.py", "Another table")

table, choices = session.table(), session.choices()
with line.container(), problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    answers.follow(matrix)
    settings.draw(table, matrix.n_distinct)
    groups = current()
    told = profiles.profile(groups)
    shown = profiles.named(groups, told)
line.caption(page.head(groups))

all_rows.draw(groups, tuple(group.name for group in shown))
labelled.draw(groups, shown, told)

names = [group.title for group in shown]
rows = np.arange(min(PREVIEWED, table.n_rows))
where = np.full(table.n_rows, -2)
where[matrix.rows] = groups.clustering.labels
row_tables.show_rows(
    table,
    rows,
    {"cluster": [NO_CLUSTER.get(label) or names[label] for label in where[rows].tolist()]},
    key="export_results.preview",
    alt="The first rows with their clusters",
)
if isinstance(groups, OfKMeans):
    documents.draw(groups, shown)
if texts_of(table, choices.preparation):
    st.caption(
        "Recipe, script and model repeat numbers and categories alone; these clusters are of texts, too."
    )
elif isinstance(groups, OfKMeans):
    repeat.draw(groups, tuple(group.name for group in shown))
else:
    st.caption(
        f"Recipe, script and model repeat k-means alone; these clusters are those of "
        f"{escape(title_of(groups.clustering.settings))}, made as written above."
    )
