"""The settings that act on every table page, in the sidebar."""

from __future__ import annotations

import streamlit as st

from kmeans_core.features import Scaling
from kmeans_core.tables import Table
from pages.shared.elements.words import SCALINGS
from pages.shared.sidebar import more_settings, own_centres
from pages.shared.state import session, widgets

INITS = {
    "k-means++": "k-means++",
    "random rows": "Random rows",
    "random partition": "Random partition",
    "own centres": "Own centres",
}


def draw(table: Table, distinct: int | None) -> None:
    """Draw the settings that act on every table page in the sidebar; `distinct` is the largest k."""
    choices = session.choices()
    with st.sidebar:
        st.selectbox(
            "Scaling",
            SCALINGS,
            format_func=SCALINGS.__getitem__,
            help="Makes columns comparable, so that large units do not decide alone.",
            **widgets.bind("table.scaling", choices.preparation.scaling, _save_scaling),
        )
        st.number_input(
            "Clusters (k)",
            min_value=2,
            max_value=max(2, choices.kmeans.k, distinct or table.n_rows),
            help="How many groups to form; at most the number of different rows.",
            **widgets.bind("table.k", choices.kmeans.k, lambda k: session.change_kmeans(k=int(k))),
        )
        st.selectbox(
            "Start (init)",
            INITS,
            format_func=INITS.__getitem__,
            help="Where the centres start; k-means++ spreads them out and is best nearly always.",
            **widgets.bind("table.init", choices.kmeans.init, lambda init: session.change_kmeans(init=init)),
        )
        if choices.kmeans.init == "own centres":
            own_centres.enter(table)
        st.number_input(
            "Restarts (n_init)",
            min_value=1,
            max_value=1000,
            help="How many starts are tried at most. Beyond small tables, swap search improves up to two in "
            "five of them and ends as soon as two agree.",
            disabled=choices.kmeans.init == "own centres",
            **widgets.bind(
                "table.n_init", choices.kmeans.n_init, lambda n: session.change_kmeans(n_init=int(n))
            ),
        )
        with st.expander("More settings"):
            more_settings.draw()


def _save_scaling(scaling: Scaling) -> None:
    session.change_preparation(scaling=scaling)
