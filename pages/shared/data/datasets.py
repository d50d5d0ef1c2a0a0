"""Data that lie on this server: a button for each, and the drawn rows that stand for all of them."""

from __future__ import annotations

import streamlit as st

from kmeans_core.common import DataProblem, Stopped
from pages.shared.elements import problems
from pages.shared.elements.words import escape
from pages.shared.results import datasets
from pages.shared.state import session, visit


def draw() -> None:
    """Offer what the server was started with; nothing where that is nothing."""
    entries = datasets.entries()
    if not entries:
        return
    chosen = datasets.present()
    st.caption("Data on this server")
    with st.container(horizontal=True, key="load_data.datasets"):
        for number, entry in enumerate(entries):
            st.button(
                escape(entry.name),
                key=f"load_data.dataset.{number}",
                type="primary" if chosen and chosen.entry == entry else "secondary",
                icon=":material/database:",
                help=escape(entry.about, 400) or None,
                on_click=visit.ask_for_data,
                args=(entry.name,),
            )


def take_in() -> None:
    """Look at all rows of what was asked for, and take in those that were drawn."""
    asked = visit.data_asked()
    if asked is None and len(datasets.entries()) == 1 and visit.comes_first():
        asked = datasets.entries()[0].name  # a server that was started with some data begins with them
    if asked is None:
        return
    try:
        data = datasets.opened(asked)
        if data is not None:
            session.receive(datasets.upload(data, datasets.look(data)))
    except DataProblem as problem:
        problems.tell(problem, asked)
    except Stopped:
        visit.resume()
    visit.ask_for_data(None)


def tell() -> None:
    """Say what the present table stands for, where it was drawn from more."""
    data = datasets.present()
    if data is None:
        return
    with problems.shown():
        seen = datasets.look(data)
    for note in seen.source.notes:
        st.info(escape(note, 600), icon=":material/info:")
    if seen.source.left_out:
        st.warning(f"Left out as damaged: {escape(', '.join(seen.source.left_out), 600)}.")
    if seen.drawn.num_rows < seen.n_rows:
        st.info(
            f"These {seen.drawn.num_rows:,} rows were drawn evenly from all {seen.n_rows:,}, so that every "
            "page answers at once. **Export** finishes on all rows: exact sizes and means, a label for each.",
            icon=":material/database:",
        )
