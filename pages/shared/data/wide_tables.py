"""Many columns: found by name, ordered by what tells the clusters apart, ticked all at once."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.tables import Kind, Table
from pages.shared.data import taking_part
from pages.shared.elements import problems
from pages.shared.elements.words import count
from pages.shared.results import profiles
from pages.shared.results.groups import current

FEW = 12  # columns that are seen at a glance
SENSIBLE = (Kind.NUMBER, Kind.YES_NO)


def listed(table: Table) -> tuple[int, ...]:
    """Draw what helps with many columns; return the places of those to list, in their order."""
    places = tuple(range(len(table.columns)))
    if len(places) <= FEW:
        return places
    with st.container(horizontal=True, vertical_alignment="bottom", key="columns_wide"):
        wanted = st.text_input(
            "Find columns", key="columns.find", placeholder="part of a name", width=220
        ).casefold()
        order = st.selectbox(
            "Order",
            ["as in the file", "what tells the clusters apart"],
            key="columns.order",
            width=260,
            help="By the share of a column's spread that lies between the present clusters.",
        )
        if order != "as in the file":
            with problems.shown():
                places = _by_what_tells_apart(table)
        places = tuple(place for place in places if wanted in table.columns[place].label.casefold())
        labels = tuple(table.columns[place].label for place in places if _sensible(table, place))
        for words, key in (
            ("Use all listed", "all"),
            ("Use none listed", "none"),
            ("Use only these", "only"),
        ):
            st.button(
                words, key=f"columns.{key}", on_click=_tick, args=(table, labels, key), disabled=not labels
            )
    st.caption(f"{count(len(places), 'column')} of {len(table.columns):,} listed.")
    return places


def _sensible(table: Table, place: int) -> bool:
    column = table.columns[place]
    return column.numbers is not None and column.kind in SENSIBLE


def _by_what_tells_apart(table: Table) -> tuple[int, ...]:
    """Return the columns' places, those first whose spread lies most between the clusters."""
    numbers = profiles.profile(current()).numbers
    between = dict(zip(numbers.labels, np.nan_to_num(numbers.eta_squared, nan=-1.0).tolist(), strict=True))
    return tuple(
        sorted(range(len(table.columns)), key=lambda place: -between.get(table.columns[place].label, -2.0))
    )


def _tick(table: Table, labels: tuple[str, ...], what: str) -> None:
    """Let the labelled columns take part, not take part, or be the only ones that do."""
    used = set(taking_part.labels(table))
    new = {"all": used | {*labels}, "none": used - {*labels}, "only": {*labels}}[what]
    taking_part.save(table, new, set(taking_part.codes(table)))
