"""The rows a person selected in the scatter: listed, described as a group, and to take away."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import streamlit as st

from kmeans_core.clustering import Partition
from kmeans_core.common import digest
from pages.shared.elements import html_tables, problems, row_tables
from pages.shared.elements.words import count, cut, number, share
from pages.shared.results import exports, profiles
from pages.shared.results.groups import Groups


def show(groups: Groups, found: Iterable[int]) -> None:
    """List the rows (of the table) with all their fields and their cluster, and offer them as a group."""
    rows = np.array(sorted(set(found)), dtype=np.int64)
    if not len(rows):
        st.caption(
            "Click a point or a centre to see its cluster alone. Select points with the box or lasso tool: "
            "their rows are listed here and described as a group."
        )
        return
    inside = np.isin(groups.matrix.rows, rows)
    titles = row_tables.titles(groups.shown, groups.clustering.labels[inside])
    st.markdown(f"**{count(len(rows), 'selected row')}**")
    with st.container(key="scatter_selected"):
        row_tables.show_rows(
            groups.table, rows, {"cluster": titles}, key="scatter.rows", alt="The selected rows"
        )
    if not inside.all():
        with problems.shown():
            _as_group(groups, inside)


def _as_group(groups: Groups, inside: np.ndarray) -> None:
    """Say what sets the rows apart from all others; offer the table with a column that marks them."""
    labels = np.where(inside, 0, 1).astype(np.int32)
    chosen = Partition(
        labels, np.bincount(labels, minlength=2), digest("chosen", groups.matrix.digest, inside)
    )
    told = profiles.of_rows(groups, chosen)
    if told.distinctions[0]:
        lines = [
            (
                cut(each.column if each.category is None else f"{each.column} = {each.category}"),
                (number if each.category is None else share)(each.inside),
                (number if each.category is None else share)(each.outside),
            )
            for each in told.distinctions[0]
        ]
        heads = ("What sets them apart", "here", "elsewhere")
        st.html(html_tables.html_table(heads, lines, numeric=2))
    else:
        st.caption("In no column do these rows differ much from the others.")
    file = exports.marked(groups, chosen)
    st.download_button(
        "Download the table with these rows marked",
        lambda: file.data,
        file.file_name,
        "text/csv",
        key="scatter.marked",
        on_click="ignore",
        icon=":material/download:",
    )
