"""The frame around a page: its colours, its quiet first line and the way to the next one."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures.theme import DARK, LIGHT, Theme
from pages.shared.elements.words import count, escape, number
from pages.shared.results.groups import Groups
from pages.shared.state import session


def theme() -> Theme:
    """Return the chart colours for the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def head(groups: Groups, silhouette: float | None = None) -> str:
    """Write the quiet line at the top of a table page: the table, its settings and the result in one row."""
    choices, clustering = session.choices(), groups.clustering
    searched = clustering.searched_rows
    sampled = f"searched on {searched:,} rows" if searched < len(clustering.labels) else "sampled: no"
    parts = [
        escape(groups.table.name),
        count(groups.table.n_rows, "row"),
        count(len(groups.matrix.original_names), "feature"),
        f"{choices.preparation.scaling} scaling" if choices.preparation.scaling != "none" else "no scaling",
        f"k \\= {choices.kmeans.k}",
        *([f"silhouette {number(silhouette)}"] if silhouette is not None else []),
        sampled,
    ]
    return " · ".join(parts)


def next_page(path: str, label: str) -> None:
    """Link to the natural next page."""
    st.divider()
    st.page_link(path, label=label, icon=":material/arrow_forward:", icon_position="right")
