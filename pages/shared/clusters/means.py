"""Sizes, centres and means of the clusters in numbers and words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.features import to_original_units
from kmeans_core.profiles import pointed_at
from pages.shared.elements.html_tables import html_table
from pages.shared.elements.words import count, cut, number
from pages.shared.results.groups import Groups

NARROW = 5  # clusters beside each other on a phone


def sizes_in_words(groups: Groups) -> str:
    return "Rows in each cluster: " + ", ".join(f"{g.title} {g.size:,}" for g in groups.shown)


def show(groups: Groups) -> None:
    """Show means and centres in original units, one row a cluster."""
    middle = groups.clustering.centres
    if middle is None:
        st.subheader("Means, in original units")
        _table(groups, _closed(groups, _means(groups)), "Means")
        st.caption("These clusters have no centres.")
        return
    st.subheader("Means and centres, in original units")
    means, centres = _means(groups), to_original_units(groups.matrix, middle)
    same = np.allclose(means, centres, rtol=1e-6, atol=1e-12, equal_nan=True)
    shown = st.segmented_control(
        "Show",
        ["Means", "Centres"],
        default="Means",
        required=True,
        key="cluster_tables.shown",
        label_visibility="collapsed",
    )
    _table(groups, _closed(groups, means if shown == "Means" else centres), str(shown))
    if same:
        st.caption("Here each centre is the mean of its rows, in original units too.")
    else:
        st.caption(
            "Means are those of the cells that are there. Centres are means after the preparation (filled "
            "cells, logs, shares, components), put back to original units, and can differ from them."
        )


def _means(groups: Groups) -> np.ndarray:
    """Return each cluster's means of the cells that are there, as the profiles do, without filled ones."""
    labels, k = groups.clustering.labels, len(groups.shown)
    means = []
    for label, filled in zip(groups.matrix.original_names, groups.matrix.originals.T, strict=True):
        cells = _cells(groups, label, filled)
        there = np.isfinite(cells) & (labels >= 0)
        counts = np.bincount(labels[there], minlength=k)
        sums = np.bincount(labels[there], cells[there], k)
        means.append(np.divide(sums, counts, out=np.full(k, np.nan), where=counts > 0))
    return np.column_stack(means)


def _closed(groups: Groups, values: np.ndarray) -> pd.DataFrame:
    """Name the values' columns; a sine and a cosine become the one place on the circle they point at."""
    frame = pd.DataFrame(dict(zip(groups.matrix.original_names, values.T, strict=True)))
    for label, period in groups.matrix.preparation.circles:
        sine, cosine = f"{label} (sine)", f"{label} (cosine)"
        numbers = groups.table.column(label).numbers
        if {sine, cosine} <= {*frame.columns} and numbers is not None:
            arrows = (frame[cosine] + 1j * frame.pop(sine)).to_numpy()
            frame[cosine] = pointed_at(arrows, period, float(np.nanmin(numbers)))
            frame = frame.rename(columns={cosine: label})
    return frame


def _cells(groups: Groups, label: str, filled: np.ndarray) -> np.ndarray:
    """Return a feature's cells as they came; one level of an encoded column is there in every row."""
    if label not in {column.label for column in groups.table.columns}:
        return filled
    numbers = groups.table.column(label).numbers
    return filled if numbers is None else numbers[groups.matrix.rows]


def _table(groups: Groups, told: pd.DataFrame, what: str) -> None:
    labels, values = list(told.columns), told.to_numpy()
    frame = pd.DataFrame(values, columns=[f"f{j}" for j in range(len(labels))])
    frame.insert(0, "cluster", [group.title for group in groups.shown])
    frame.insert(1, "rows", [group.size for group in groups.shown])
    config = {
        f"f{j}": st.column_config.NumberColumn(cut(label), format=_format(values[:, j]))
        for j, label in enumerate(labels)
    }
    narrow = _turned(groups, told)
    if narrow:
        with st.container(key="cluster_tables_narrow"):
            st.html(narrow)
    with st.container(key="cluster_tables_wide" if narrow else "cluster_tables"):
        _grid(groups, frame, config, what)


def _turned(groups: Groups, told: pd.DataFrame) -> str:
    """Write the table with a line for each column, for screens on which longer lines are cut off."""
    if len(groups.shown) > NARROW:
        return ""
    heads = ("column", *(str(group.number) for group in groups.shown))
    lines = [("rows", *(f"{group.size:,}" for group in groups.shown))]
    lines += [
        (cut(label), *map(number, values))
        for label, values in zip(told.columns, told.to_numpy().T, strict=True)
    ]
    return html_table(heads, lines, numeric=len(groups.shown))


def _grid(groups: Groups, frame: pd.DataFrame, config: dict[str, Any], what: str) -> None:
    st.dataframe(
        frame,
        hide_index=True,
        column_config={
            "cluster": st.column_config.TextColumn("cluster", pinned=True),
            "rows": st.column_config.NumberColumn("rows", format="localized"),
            **config,
        },
        key=f"cluster_tables.{what}",
        alt=f"{what} of {count(len(groups.shown), 'cluster')} in original units",
    )


def _format(values: np.ndarray) -> str:
    """Give a column so many decimals that its smallest spread is seen with three digits."""
    finite = np.abs(values[np.isfinite(values)])
    top = float(finite.max()) if len(finite) else 0.0
    if top and (top >= 1e9 or top < 1e-4):
        return "%.2e"
    places = 0 if top >= 1000 else 1 if top >= 100 else 2 if top >= 1 else 4
    return f"%.{places}f"
