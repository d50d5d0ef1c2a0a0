"""All rows of data on this server: exact sizes and means, labels beside them, and what repeats them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.datasets import Finished, script_for
from kmeans_core.takeaway import write_model
from pages.shared.elements import problems
from pages.shared.elements.words import count, escape, number, share
from pages.shared.results import datasets
from pages.shared.results.datasets import Opened
from pages.shared.results.groups import Groups, OfKMeans
from pages.shared.state import session, visit


def draw(groups: Groups, names: tuple[str, ...]) -> None:
    """Offer to finish on all rows where the table was drawn from more; then show what came out."""
    data = datasets.present()
    if data is None:
        return
    st.subheader("All rows", anchor=False)
    if not isinstance(groups, OfKMeans):
        st.info("Only k-means finishes on all rows: choose it again as the algorithm.")
        return
    key = datasets.finish_key(data, groups)
    if not visit.asked_for(key):
        st.write(
            "Finds the centres on a million rows, then goes through all of them for exact sizes, means and "
            "inertia."
        )
        st.button(
            "Finish on all rows",
            key="export_results.finish",
            type="primary",
            icon=":material/database:",
            on_click=visit.ask_for,
            args=(key,),
        )
        return
    with st.empty().container(), problems.shown():
        found = datasets.finish(data, groups, names)
    _figures(found)
    _labels(data, found)
    _take_away(found)
    st.caption("What follows holds the drawn rows alone.")


def _figures(found: Finished) -> None:
    """Show the exact figures, one row a cluster."""
    figures = found.figures
    rows = int(figures.sizes.sum())
    with st.container(horizontal=True, key="export_results.exact"):
        st.metric("Rows", f"{rows:,}")
        st.metric("Inertia", number(figures.inertia, 6))
        st.metric("Explained", share(found.explained))
    columns: dict[str, object] = {
        "cluster": [escape(name) for name in found.model.names],
        "rows": [f"{size:,}" for size in figures.sizes],
        "share": [share(size / rows) for size in figures.sizes],
    }
    for label, mean, spread in zip(found.numbers, figures.means.T, figures.deviations.T, strict=True):
        told = [f"{number(m)} ± {number(s)}" for m, s in zip(mean, spread, strict=True)]
        columns[f"{label}: mean ± deviation"] = told
    for name, part in zip(found.levels, figures.shares.T, strict=True):
        columns[name] = [share(float(each)) for each in np.clip(part, 0, 1)]
    st.dataframe(pd.DataFrame(columns), hide_index=True, key="export_results.all_rows")
    with st.expander("What rests on all rows, and what on drawn ones"):
        st.markdown("\n".join(f"- {escape(line, 600)}" for line in found.ledger))


def _labels(data: Opened, found: Finished) -> None:
    """Offer to write labels beside the data, and say where they are."""
    key = f"labels {found.digest}"
    if not data.entry.labels:
        st.caption("Whoever runs this server does not let labels be written beside these data.")
        return
    st.button(
        "Write a label for every row",
        key="export_results.write_labels",
        icon=":material/edit_note:",
        help="Parquet files beside the data, in the rows' order, with cluster, distance and margin. "
        "Nothing is written over.",
        on_click=visit.ask_for,
        args=(key,),
    )
    if visit.asked_for(key):
        with st.empty().container(), problems.shown():
            target, rows = datasets.write(data, found)
        st.success(f"{count(rows, 'row')} labelled in {escape(target, 400)}.", icon=":material/check:")


def _take_away(found: Finished) -> None:
    choices = session.choices()
    with st.container(horizontal=True, key="export_results.repeat_all"):
        st.download_button(
            "Model of all rows",
            write_model(found.model),
            f"{found.source.name}_{found.digest[:10]}.model.json",
            "application/json",
            key="export_results.model_of_all",
            on_click="ignore",
            icon=":material/model_training:",
            help="Columns, scaling and centres as plain numbers: assigns new rows, here or in any language.",
        )
        st.download_button(
            "Script for all rows",
            script_for(found, choices.preparation, choices.kmeans, choices.amendments),
            f"{found.source.name}_{found.digest[:10]}.py",
            "text/x-python",
            key="export_results.script_of_all",
            on_click="ignore",
            icon=":material/code:",
            help="Does all of this again with the studio's package, from the files to the labels.",
        )
