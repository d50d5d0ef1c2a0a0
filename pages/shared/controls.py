"""Widgets and lines that more than one page shows."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.tables import Table
from pages.shared import own_centres, session
from pages.shared.groups import Groups
from pages.shared.words import count, escape, number

SCALINGS = {
    "standard": "Standard (mean 0, deviation 1)",
    "min-max": "Min-max (0 to 1)",
    "robust": "Robust (median 0, quartiles 1 apart)",
    "none": "None (original units)",
}
INITS = {
    "k-means++": "k-means++",
    "random rows": "Random rows",
    "random partition": "Random partition",
    "own centres": "Own centres",
}
SEARCHES = {"swap": "Swap search", "restarts": "Restarts only"}
ALGORITHMS = {"lloyd": "Lloyd", "elkan": "Elkan", "mini-batch": "Mini-batch"}


def theme() -> Theme:
    """Return the chart colours for the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def settings(table: Table, distinct: int | None) -> None:
    """Draw the settings that act on every table page in the sidebar; `distinct` is the largest k."""
    choices = session.choices()
    with st.sidebar:
        st.selectbox(
            "Scaling",
            SCALINGS,
            format_func=SCALINGS.get,
            help="Makes columns comparable, so that large units do not decide alone.",
            **session.bind("table.scaling", choices.preparation.scaling, _save_scaling),
        )
        st.number_input(
            "Clusters (k)",
            min_value=2,
            max_value=max(2, choices.kmeans.k, distinct or table.n_rows),
            help="How many groups to form; at most the number of different rows.",
            **session.bind("table.k", choices.kmeans.k, lambda k: session.change_kmeans(k=int(k))),
        )
        st.selectbox(
            "Start (init)",
            INITS,
            format_func=INITS.get,
            help="Where the centres start; k-means++ spreads them out and is best nearly always.",
            **session.bind("table.init", choices.kmeans.init, lambda init: session.change_kmeans(init=init)),
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
            **session.bind(
                "table.n_init", choices.kmeans.n_init, lambda n: session.change_kmeans(n_init=int(n))
            ),
        )
        with st.expander("More settings"):
            _more_settings()


def _more_settings() -> None:
    kmeans = session.choices().kmeans
    st.selectbox(
        "Search",
        SEARCHES,
        format_func=SEARCHES.get,
        help="Swap search moves badly placed centres after the start; restarts only is scikit-learn's way.",
        **session.bind("table.search", kmeans.search, lambda search: session.change_kmeans(search=search)),
    )
    st.selectbox(
        "Algorithm",
        ALGORITHMS,
        format_func=ALGORITHMS.get,
        help="Lloyd and Elkan give the same result; mini-batch is approximate.",
        **session.bind(
            "table.algorithm", kmeans.algorithm, lambda name: session.change_kmeans(algorithm=name)
        ),
    )
    st.number_input(
        "Steps at most (max_iter)",
        min_value=1,
        max_value=100_000,
        help="A start ends after so many steps even if the centres still move.",
        **session.bind("table.max_iter", kmeans.max_iter, lambda n: session.change_kmeans(max_iter=int(n))),
    )
    st.number_input(
        "Tolerance (tol)",
        min_value=0.0,
        max_value=1.0,
        step=1e-4,
        format="%.6f",
        help="A start ends when the centres move less than this, relative to the spread of the data.",
        **session.bind("table.tol", kmeans.tol, lambda tol: session.change_kmeans(tol=float(tol))),
    )
    st.number_input(
        "Seed",
        min_value=0,
        max_value=2**32 - 1,
        help="The same seed gives the same result every time.",
        **session.bind("table.seed", kmeans.seed, lambda seed: session.change_kmeans(seed=int(seed))),
    )
    st.toggle(
        "All rows in every restart",
        help="Large tables are searched on a sample of rows first; this uses every row from the start.",
        **session.bind(
            "table.all_rows", kmeans.all_rows, lambda on: session.change_kmeans(all_rows=bool(on))
        ),
    )


def _save_scaling(scaling: str) -> None:
    session.change_preparation(scaling=scaling)


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


def choose_k(k: int) -> None:
    """Choose k for every page (made for callbacks)."""
    session.change_kmeans(k=k)
