"""What could spoil the clusters, by column, each with one click that mends it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.common import among
from kmeans_core.features import Doubt
from kmeans_core.tables import Amendment, Table
from pages.shared.data import taking_part
from pages.shared.elements.words import count, escape
from pages.shared.results import tables
from pages.shared.state import session

AT_ONCE = 4  # in view; the others unfold
WORDS = {
    "leave out": "Leave it out",
    "category": "Use as categories",
    "circle": "Place on a circle",
    "order": "Use in this order",
}


def show(table: Table) -> None:
    """List what is doubtful about the columns that take part, and words that could take part in an order."""
    found = open_ones(table)
    if not found:
        return
    with st.container(border=True, key="doubts"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{count(len(found), 'doubt')} before clustering**", width="content")
            if len(found) > 1:
                st.button(
                    "Mend all as proposed",
                    key="doubts.all",
                    on_click=_mend_all,
                    args=(found,),
                    type="primary",
                )
        for i, doubt in enumerate(found[:AT_ONCE]):
            _row(doubt, i)
        if rest := found[AT_ONCE:]:
            with st.expander(f"{count(len(rest), 'more doubt')}"):
                for i, doubt in enumerate(rest, AT_ONCE):
                    _row(doubt, i)


def open_ones(table: Table) -> tuple[Doubt, ...]:
    """Return the doubts that nobody has dealt with."""
    choices = session.choices()
    dealt_with = {*choices.trusted, *choices.preparation.one_hot, *dict(choices.preparation.circles)}
    chosen = tuple(label for label in taking_part.labels(table) if label not in dealt_with)
    return tuple(each for each in tables.doubts(table, chosen) if each.column not in dealt_with)


def point_to(place: DeltaGenerator, found: tuple[Doubt, ...]) -> None:
    """Say beside a verdict that finds nothing that doubts are open, with the way to them."""
    columns = among([escape(doubt.column, 30) for doubt in found], 4)
    with place.container():
        st.markdown(f":material/lightbulb: {count(len(found), 'doubt')} about columns may be why: {columns}.")
        st.page_link("pages/table/load_data.py", label="Mend them", icon=":material/table:")


def _row(doubt: Doubt, i: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"doubts.{i}"):
        st.markdown(f":material/help: {escape(doubt.words, 300)}", width="stretch")
        mend = WORDS.get(doubt.remedy, f"Count {doubt.value:g} as missing")
        st.button(mend, key=f"doubts.mend.{i}", on_click=_mend, args=(doubt,))
        st.button("Keep it", key=f"doubts.keep.{i}", type="tertiary", on_click=_trust, args=(doubt.column,))


def _trust(column: str) -> None:
    choices = session.choices()
    session.save(replace(choices, trusted=(*choices.trusted, column)))


def _mend_all(found: tuple[Doubt, ...]) -> None:
    for doubt in found:
        _mend(doubt)


def _mend(doubt: Doubt) -> None:
    """Apply what was proposed for the column."""
    table = session.table()  # as it is now: another doubt may have been mended by the same click
    used, codes = set(taking_part.labels(table)), set(taking_part.codes(table))
    column, preparation = doubt.column, session.choices().preparation
    if doubt.remedy == "leave out":
        taking_part.save(table, used - {column}, codes)
    elif doubt.remedy == "category":
        taking_part.save(table, used, codes | {column})
    elif doubt.remedy == "circle":
        session.change_preparation(circles=(*preparation.circles, (column, doubt.value)))
    elif doubt.remedy == "blank":
        session.amend(Amendment(column, blanks=(doubt.value,)))
    else:
        session.amend(Amendment(column, order=doubt.order))
        if preparation.features is not None:
            session.change_preparation(features=(*preparation.features, column))
