"""Enter or upload the centres that k-means starts from, in original units."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from kmeans_core.common import BadSettings, DataProblem, digest
from kmeans_core.features import FeatureMatrix, to_original_units
from kmeans_core.tables import Table, read_table
from pages.shared.elements import problems
from pages.shared.elements.words import count, cut
from pages.shared.results import clusters, tables
from pages.shared.sidebar import drag_centres
from pages.shared.state import drafts, session


def enter(table: Table) -> None:
    """Offer to enter centres, and say how many are there."""
    kmeans = session.choices().kmeans
    if st.button("Enter centres", key="own_centres.open", width="stretch"):
        _dialog(table)
    if len(kmeans.own_centres) == kmeans.k:
        st.caption(f"{kmeans.k} centres entered.")
    else:
        st.caption(
            f"{len(kmeans.own_centres)} of {kmeans.k} centres entered. Enter {kmeans.k} to start from them."
        )


@st.dialog("Start from own centres", width="large")
def _dialog(table: Table) -> None:
    choices = session.choices()
    matrix = tables.prepare(table, choices.preparation)
    st.write("One row for each centre, in the columns' own units. Drag them, or type.")
    file = st.file_uploader(
        "Or a CSV with one row for each centre", key="own_centres.file", max_upload_size=1
    )
    belongs = digest(matrix.digest, choices.kmeans, file.file_id if file else "")
    start = drafts.draft(belongs)
    if start is None:
        start = _begin(matrix, file)
    above = st.container()
    typed = _table(matrix, start)

    def put(centre: int, values: dict[int, float]) -> None:
        moved = typed.copy()
        moved[centre, list(values)] = list(values.values())
        drafts.keep(belongs, moved)

    with above:
        drag_centres.draw(matrix, typed, put)
    if st.button("Start from these", type="primary", key="own_centres.save", disabled=len(typed) < 2):
        centres = tuple(tuple(float(v) for v in row) for row in typed)
        session.change_kmeans(own_centres=centres)
        session.set_k(len(centres))
        st.rerun()


def _begin(matrix: FeatureMatrix, file: UploadedFile | None) -> np.ndarray:
    """Return the centres of the file, or where that holds none, those that are there."""
    try:
        return _present(matrix) if file is None else _read(file.getvalue(), file.name, matrix)
    except DataProblem as problem:
        problems.tell(problem)
        return _present(matrix)


def _table(matrix: FeatureMatrix, start: np.ndarray) -> np.ndarray:
    """Draw the centres to be typed; return those that have no gap."""
    names = [f"f{i}" for i in range(len(matrix.original_names))]
    edited = st.data_editor(
        pd.DataFrame(start, columns=names),
        column_config={
            name: st.column_config.NumberColumn(cut(label), required=True)
            for name, label in zip(names, matrix.original_names, strict=True)
        },
        num_rows="dynamic",
        key=f"own_centres.table.{digest(start)}",
        alt="The centres to start from, one a row",
    )
    complete = edited.dropna()
    if len(complete) < len(edited):
        st.caption(f"{count(len(edited) - len(complete), 'row')} with a gap will not be used.")
    typed: np.ndarray = complete.to_numpy(dtype=float)
    return typed


def _present(matrix: FeatureMatrix) -> np.ndarray:
    """Propose the centres entered before, or those that are found without them."""
    kmeans = session.choices().kmeans
    if kmeans.own_centres and len(kmeans.own_centres[0]) == len(matrix.original_names):
        return np.array(kmeans.own_centres)
    found = clusters.cluster(matrix, replace(kmeans, init="k-means++", own_centres=()))
    return to_original_units(matrix, found.centres)


def _read(data: bytes, name: str, matrix: FeatureMatrix) -> np.ndarray:
    """Read centres from a CSV whose columns are named like the features, or are as many as they are."""
    table = read_table(data, name)
    by_name = {column.label: column for column in table.columns}
    columns = [by_name.get(label) for label in matrix.original_names]
    if None in columns and len(table.columns) == len(columns):
        columns = list(table.columns)
    numbers = [column.numbers for column in columns if column is not None and column.numbers is not None]
    if len(numbers) != len(matrix.original_names):
        wanted = ", ".join(matrix.original_names[:10])
        raise BadSettings(
            "The file's columns are not those of the features.",
            f"Give one column of numbers each for {wanted}.",
        )
    return np.column_stack(numbers)
