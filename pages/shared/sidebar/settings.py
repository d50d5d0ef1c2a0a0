"""The settings that act on every table page, in the sidebar."""

from __future__ import annotations

import streamlit as st

from kmeans_core.clustering import KMeansSettings
from kmeans_core.features import Preparation, Scaling
from kmeans_core.tables import Table
from pages.shared.elements import marks
from pages.shared.elements.words import SCALINGS
from pages.shared.sidebar import more_settings, own_centres
from pages.shared.state import history, session, widgets
from pages.shared.state.choices import Choices

K_BY = {
    "nobody": "Found when it is first needed.",
    "verdict": "Recommended.",
    "guess": "No clear number: the one most criteria pick.",
}
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
        _k(max(2, choices.kmeans.k, distinct or table.n_rows))
        _start(table)
        with st.expander("More settings", key="table.more"):
            more_settings.draw()
        changed = _changed(choices)
        marks.accent(changed)
        _take_back(bool(changed))


def _take_back(changed: bool) -> None:
    """Draw undo and redo of choices, and the way back to the usual settings."""
    steps = (
        ("Undo", history.can_undo(), history.undo, "Take the last choice back."),
        ("Redo", history.can_redo(), history.redo, "Choose again what was taken back."),
    )
    with st.container(horizontal=True, gap="small", key="table.history"):
        for label, able, act, meaning in steps:
            st.button(
                label,
                key=f"table.{label.lower()}",
                type="tertiary",
                icon=f":material/{label.lower()}:",
                help=meaning,
                disabled=not able,
                on_click=act,
            )
        if changed:
            st.button("Reset settings", key="table.reset", type="tertiary", on_click=session.reset)


def _changed(choices: Choices) -> list[str]:
    """Return the keys of the settings that are not as usual."""
    usual, kmeans = KMeansSettings(), choices.kmeans
    more = more_settings.changed()
    found = {
        "table.scaling": choices.preparation.scaling != Preparation().scaling,
        "table.k": choices.k_by == "person",
        "table.init": kmeans.init != usual.init,
        "table.n_init": kmeans.n_init != usual.n_init,
        "table.more": bool(more),
        **{f"table.{name}": True for name in more},
    }
    return [key for key, differs in found.items() if differs]


def _k(most: int) -> None:
    """Draw k with who chose it; an emptied field follows what is recommended."""
    choices = session.choices()
    st.number_input(
        "Clusters (k)",
        min_value=2,
        max_value=most,
        value=None,
        placeholder="recommended",
        help="How many groups to form; at most the number of different rows. Empty it to use the number "
        "that Choose k recommends.",
        **widgets.bind("table.k", None if choices.k_by == "nobody" else choices.kmeans.k, session.set_k),
    )
    if choices.k_by == "person":
        st.button(
            "Use the recommended number",
            key="table.follow_k",
            type="tertiary",
            on_click=session.set_k,
            args=(None,),
        )
    else:
        st.caption(K_BY[choices.k_by])


def _start(table: Table) -> None:
    """Draw where the centres start, and how often."""
    kmeans = session.choices().kmeans
    st.selectbox(
        "Start (init)",
        INITS,
        format_func=INITS.__getitem__,
        help="Where the centres start; k-means++ spreads them out and is best nearly always.",
        **widgets.bind("table.init", kmeans.init, lambda init: session.change_kmeans(init=init)),
    )
    if kmeans.init == "own centres":
        own_centres.enter(table)
    st.number_input(
        "Restarts (n_init)",
        min_value=1,
        max_value=1000,
        help="How many starts are tried at most. Beyond small tables, swap search improves up to two in "
        "five of them and ends as soon as two agree.",
        disabled=kmeans.init == "own centres",
        **widgets.bind("table.n_init", kmeans.n_init, lambda n: session.change_kmeans(n_init=int(n))),
    )


def _save_scaling(scaling: Scaling) -> None:
    session.change_preparation(scaling=scaling)
