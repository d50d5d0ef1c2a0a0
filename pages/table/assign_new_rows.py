"""Assign new rows: a model and a table give every row its cluster."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.tables import ReadingChoices
from kmeans_core.takeaway import read_any_model
from pages.shared.elements import page, problems
from pages.shared.elements.words import count, escape, share
from pages.shared.results import tables, takeaways
from pages.shared.state.choices import Upload
from pages.shared.takeaway import drifting

page.top("Assign new rows", "pages/table/load_data.py", "Data")
st.write("A model that was saved on the Export page gives rows that it never saw their clusters.")

left, right = st.columns(2, gap="large")
saved = left.file_uploader(
    "Model", type=["json", "skops"], key="assign.model", help="A .model.json or .skops of an export."
)
new = right.file_uploader("New rows", key="assign.rows", help="A table with the same columns, by name.")
if saved is None or new is None:
    st.caption("Load a model and a table. Its own scaling is used; nothing is fitted again.")
    st.stop()

with problems.shown():
    model = read_any_model(saved.getvalue())
    table = tables.read(Upload(new.name, new.file_id, new.getvalue()), ReadingChoices())
    found = takeaways.assigned(model, table)
    file = takeaways.assigned_file(model, table, found)

for note in found.notes:
    st.info(escape(note, 400), icon=":material/info:")
for why, rows in found.left_out:
    st.warning(f"{count(len(rows), 'row')} could not be placed: {escape(why)}.")
quantile = st.segmented_control(
    "Far from its centre means farther than",
    model.quantiles[1:],
    default=model.quantiles[-2],
    format_func=lambda q: f"{share(q)} of the rows it was made from",
    required=True,
    key="assign.quantile",
)
far = found.outliers(model, quantile)
then = np.array(model.sizes) / sum(model.sizes)
now = found.sizes / found.sizes.sum()
st.download_button(
    f"Download {file.file_name}",
    lambda: file.data,
    file.file_name,
    "text/csv",
    key="assign.download",
    on_click="ignore",
    type="primary",
    icon=":material/download:",
)
st.dataframe(
    {
        "cluster": list(model.names),
        "share then": [share(value) for value in then],
        "share now": [share(value) for value in now],
        "rows": found.sizes,
        "far from their centre": np.bincount(found.labels[far], minlength=len(model.names)),
    },
    hide_index=True,
    key="assign.shares",
)
st.write(
    f"{count(int(far.sum()), 'row')} of {len(far):,} lie farther from their centre than {share(quantile)} of "
    f"the rows that the model was made from; {share(1 - quantile)} would be as expected."
)
drifting.draw(model, takeaways.drifted(model, table, found))
