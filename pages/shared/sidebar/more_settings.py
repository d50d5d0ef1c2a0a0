"""The settings that few people change: how the centres are searched, and when a search ends."""

from __future__ import annotations

import streamlit as st

from kmeans_core.clustering import KMeansSettings
from pages.shared.state import session, widgets

SEARCHES = {"swap": "Swap search", "restarts": "Restarts only"}
ALGORITHMS = {"lloyd": "Lloyd", "elkan": "Elkan", "mini-batch": "Mini-batch"}


def draw() -> None:
    """Draw how centres are searched, when a search ends, and what it draws on."""
    _search()
    _ends()
    _draws()


def changed() -> tuple[str, ...]:
    """Return which of these settings are not as usual."""
    kmeans, usual = session.choices().kmeans, KMeansSettings()
    fields = ("search", "algorithm", "max_iter", "tol", "seed", "all_rows")
    return tuple(name for name in fields if getattr(kmeans, name) != getattr(usual, name))


def _search() -> None:
    kmeans = session.choices().kmeans
    st.selectbox(
        "Search",
        SEARCHES,
        format_func=SEARCHES.__getitem__,
        help="Swap search moves badly placed centres after the start; restarts only is scikit-learn's way.",
        **widgets.bind("table.search", kmeans.search, lambda search: session.change_kmeans(search=search)),
    )
    st.selectbox(
        "Algorithm",
        ALGORITHMS,
        format_func=ALGORITHMS.__getitem__,
        help="Lloyd and Elkan give the same result; mini-batch is approximate.",
        **widgets.bind(
            "table.algorithm", kmeans.algorithm, lambda name: session.change_kmeans(algorithm=name)
        ),
    )


def _ends() -> None:
    kmeans = session.choices().kmeans
    st.number_input(
        "Steps at most (max_iter)",
        min_value=1,
        max_value=100_000,
        help="A start ends after so many steps even if the centres still move.",
        **widgets.bind("table.max_iter", kmeans.max_iter, lambda n: session.change_kmeans(max_iter=int(n))),
    )
    st.number_input(
        "Tolerance (tol)",
        min_value=0.0,
        max_value=1.0,
        step=1e-4,
        format="%.6f",
        help="A start ends when the centres move less than this, relative to the spread of the data.",
        **widgets.bind("table.tol", kmeans.tol, lambda tol: session.change_kmeans(tol=float(tol))),
    )


def _draws() -> None:
    kmeans = session.choices().kmeans
    st.number_input(
        "Seed",
        min_value=0,
        max_value=2**32 - 1,
        help="The same seed gives the same result every time.",
        **widgets.bind("table.seed", kmeans.seed, lambda seed: session.change_kmeans(seed=int(seed))),
    )
    st.toggle(
        "All rows in every restart",
        help="Large tables are searched on a sample of rows first; this uses every row from the start.",
        **widgets.bind(
            "table.all_rows", kmeans.all_rows, lambda on: session.change_kmeans(all_rows=bool(on))
        ),
    )
