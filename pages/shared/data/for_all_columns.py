"""What concerns all columns: missing values, codes, principal components and skewed columns."""

from __future__ import annotations

import streamlit as st

from kmeans_core.features import Transform
from kmeans_core.tables import Table
from pages.shared.data import taking_part
from pages.shared.elements.words import count, escape
from pages.shared.results import tables
from pages.shared.state import session, widgets

MISSING = {
    "median": "Fill with the median",
    "mean": "Fill with the mean",
    "nearest": "Fill from the nearest rows",
    "drop": "Drop the row",
}


def draw(table: Table) -> None:
    """Offer what concerns all columns: missing values, codes, principal components and skewed columns."""
    with st.container(horizontal=True, vertical_alignment="bottom", key="columns_all"):
        _missing()
        _codes(table)
        _components(table)
        _uneven(table)


def _missing() -> None:
    st.selectbox(
        "Missing values",
        MISSING,
        format_func=MISSING.__getitem__,
        width=260,
        help="What happens where a chosen column has no number; rows with nothing left are dropped.",
        **widgets.bind(
            "columns.missing",
            session.choices().preparation.missing,
            lambda way: session.change_preparation(missing=way),
        ),
    )


def _codes(table: Table) -> None:
    numbers = {column.label for column in table.columns if column.numbers is not None}
    st.multiselect(
        "Numbers that are codes",
        [label for label in taking_part.labels(table) if label in numbers],
        placeholder="none",
        width=260,
        help="Their size means nothing: each value becomes a column of 0 and 1, as with words.",
        **widgets.bind(
            "columns.codes",
            taking_part.codes(table),
            lambda chosen: taking_part.save(table, set(taking_part.labels(table)), set(chosen)),
        ),
    )


def _components(table: Table) -> None:
    present = session.choices().preparation.components
    st.number_input(
        "Principal components",
        min_value=1,
        max_value=max(1, len(taking_part.labels(table)), present or 1),
        placeholder="all columns",
        width=200,
        help="Cluster on so many combinations of the columns instead; helps with very many columns.",
        **widgets.bind("columns.components", present, _save_components),
    )


def _uneven(table: Table) -> None:
    transformed = dict(session.choices().preparation.transforms)
    uneven = {
        label: kind
        for label, kind in tables.skewed(table).items()
        if label in taking_part.labels(table) and label not in transformed
    }
    if uneven:
        st.button(
            f"Even out {count(len(uneven), 'skewed column')}",
            key="columns.even_out",
            help="By "
            + ", ".join(f"a {kind} of {escape(label, 30)}" for label, kind in list(uneven.items())[:12]),
            on_click=_even_out,
            args=(uneven,),
        )


def _save_components(components: int | None) -> None:
    session.change_preparation(components=None if components is None else int(components))


def _even_out(transforms: dict[str, Transform]) -> None:
    present = session.choices().preparation.transforms
    session.change_preparation(transforms=present + tuple(transforms.items()))
