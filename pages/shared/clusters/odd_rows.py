"""Rows that fit nowhere, and rows between two clusters: listed with the reason, and to take away."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.groupings import OddRows, between, certainty, reasons
from pages.shared.elements import row_tables
from pages.shared.elements.words import count, number
from pages.shared.results import exports, oddness
from pages.shared.results.groups import Groups

LISTED = 100


def show(groups: Groups) -> None:
    """Rank all rows by how odd they are, three ways together, and say which columns make each one odd."""
    found = oddness.odd_rows(groups)
    first = found.oddest(LISTED)
    st.caption(
        "Ranked by distance to the own centre, local outlier factor and isolation forest together: high in "
        "all three is oddest. Usual is where nine in ten rows of the same cluster lie."
    )
    added: dict[str, list[object]] = {
        "cluster": list(row_tables.titles(groups.shown, groups.clustering.labels[first])),
        "why": list(reasons(groups.matrix, groups.clustering, first)),
    }
    added |= {name: [number(float(v)) for v in values[first]] for name, values in columns(found).items()}
    row_tables.show_rows(
        groups.table,
        groups.matrix.rows[first],
        added,
        key="odd_rows.table",
        alt="The oddest rows, first to last",
    )
    file = exports.with_oddness(groups, found.digest, columns(found))
    st.download_button(
        "Download the table with how odd each row is",
        lambda: file.data,
        file.file_name,
        "text/csv",
        key="odd_rows.download",
        on_click="ignore",
        icon=":material/download:",
    )


def columns(found: OddRows) -> dict[str, np.ndarray]:
    """Return what is told of every row, by the names of the new columns."""
    told = {
        "oddness": found.oddness,
        "distance from centre": found.distance,
        "local outlier factor": found.surroundings,
        "isolation": found.isolation,
    }
    return {name: values for name, values in told.items() if values is not None}


def between_two(groups: Groups) -> None:
    """List the rows that could as well be in another cluster, the least sure first."""
    rows, sure = between(groups.clustering), certainty(groups.clustering)
    second = groups.clustering.second
    if sure is None or second is None:
        st.caption("These clusters tell nothing of second choices: use k-means or a Gaussian mixture.")
        return
    if not len(rows):
        st.caption("No row sits between two clusters.")
        return
    st.caption(f"{count(len(rows), 'row')}, the least sure first; 0.5 is halfway.")
    some = rows[:LISTED]
    row_tables.show_rows(
        groups.table,
        groups.matrix.rows[some],
        {
            "cluster": row_tables.titles(groups.shown, groups.clustering.labels[some]),
            "or": row_tables.titles(groups.shown, second[some]),
            "how sure": [number(float(value), 2) for value in sure[some]],
        },
        key="odd_rows.between",
        alt="Rows between two clusters",
    )
