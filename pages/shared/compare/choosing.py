"""Which algorithms are compared, with which settings, and the pictures that help to choose these."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

import streamlit as st

from kmeans_core.common import DataProblem
from kmeans_core.features import FeatureMatrix
from kmeans_core.figures import groupings as drawings
from kmeans_core.groupings import (
    Agglomerative,
    Bisecting,
    Covariance,
    Dbscan,
    Hdbscan,
    How,
    Linkage,
    Mixture,
    Spectral,
)
from pages.shared.elements import charts, page
from pages.shared.elements.words import escape
from pages.shared.results import comparisons
from pages.shared.state import session

COVARIANCES: dict[Covariance, str] = {
    "full": "each its own shape",
    "tied": "one shape for all",
    "diag": "along the columns",
    "spherical": "round",
}
LINKAGES: dict[Linkage, str] = {
    "ward": "Ward: round, alike in size",
    "average": "average distance",
    "complete": "farthest rows",
    "single": "nearest rows: chains",
}
USUAL = ("k-means", "Gaussian mixture", "HDBSCAN", "Spectral")


def chosen(matrix: FeatureMatrix) -> list[How]:
    """Let algorithms be picked and set; return them with their settings."""
    picked = st.pills(
        "Algorithms",
        ["k-means", *WAYS],
        selection_mode="multi",
        default=USUAL,
        key="compare.algorithms",
        persist_state="session",
    )
    with st.expander("Their settings", key="compare.settings"):
        st.caption("What is left empty is found from the rows. The seed is the sidebar's.")
        return [_one(name, matrix) for name in ["k-means", *WAYS] if name in picked]


def _one(name: str, matrix: FeatureMatrix) -> How:
    if name == "k-means":
        st.markdown("**k-means** takes its settings from the sidebar.")
        return session.choices().kmeans
    st.markdown(f"**{name}**")
    return WAYS[name](matrix)


def _k(name: str, matrix: FeatureMatrix) -> int:
    most = max(2, matrix.n_distinct)
    return int(
        st.number_input(
            "Clusters (k)",
            min_value=2,
            max_value=most,
            value=min(max(session.choices().kmeans.k, 2), most),
            key=f"compare.k.{name}.{session.choices().kmeans.k}.{most}",
            width=160,
        )
    )


def _mixture(matrix: FeatureMatrix) -> Mixture:
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.mixture"):
        k = _k("mixture", matrix)
        kind: Covariance = st.selectbox(
            "Clouds",
            get_args(Covariance),
            format_func=COVARIANCES.__getitem__,
            key="compare.covariance",
            persist_state="session",
            width=240,
        )
        wanted = st.toggle("BIC over k", key="compare.bic")
    if wanted:
        _picture(lambda: drawings.information(comparisons.informed(matrix, kind), k, page.theme()), "bic")
    return Mixture(k, kind, session.choices().kmeans.seed)


def _hdbscan(matrix: FeatureMatrix) -> Hdbscan:
    with st.container(horizontal=True, key="compare.hdbscan"):
        smallest = _whole("Smallest cluster", "compare.smallest", 2, len(matrix.values))
        neighbours = _whole(
            "Neighbours of a dense place", "compare.hdbscan_neighbours", 1, len(matrix.values)
        )
    return Hdbscan(smallest, neighbours)


def _dbscan(matrix: FeatureMatrix) -> Dbscan:
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.dbscan"):
        eps = st.number_input(
            "eps",
            min_value=1e-9,
            value=None,
            placeholder="where distances bend",
            format="%.4g",
            key="compare.eps",
            persist_state="session",
            width=220,
        )
        neighbours = _whole("Neighbours within eps", "compare.dbscan_neighbours", 1, len(matrix.values))
        wanted = st.toggle("Distances to neighbours", key="compare.bend")
    how = Dbscan(eps, neighbours)
    if wanted:

        def drawn() -> charts.Figure:
            found = comparisons.bend(matrix, how)
            return drawings.neighbour_distances(found, how.eps or found.eps, page.theme())

        _picture(drawn, "bend")
    return how


def _agglomerative(matrix: FeatureMatrix) -> Agglomerative:
    with st.container(horizontal=True, vertical_alignment="bottom", key="compare.agglomerative"):
        linkage: Linkage = st.selectbox(
            "Joined by",
            get_args(Linkage),
            format_func=LINKAGES.__getitem__,
            key="compare.linkage",
            persist_state="session",
            width=240,
        )
        wanted = st.toggle("Tree", key="compare.tree")
    if not wanted:
        return Agglomerative(_k("agglomerative", matrix), linkage)
    most = min(30, matrix.n_distinct)
    k = st.slider(
        "Cut the tree into so many branches",
        2,
        max(3, most),
        min(session.choices().kmeans.k, most),
        key=f"compare.cut.{session.choices().kmeans.k}",
    )
    _picture(lambda: drawings.joins(comparisons.tree(matrix, linkage), k, page.theme()), "tree")
    return Agglomerative(k, linkage)


def _spectral(matrix: FeatureMatrix) -> Spectral:
    with st.container(horizontal=True, key="compare.spectral"):
        k = _k("spectral", matrix)
        near = st.number_input(
            "Neighbours",
            min_value=2,
            max_value=100,
            value=10,
            key="compare.spectral_neighbours",
            persist_state="session",
            width=160,
        )
    return Spectral(k, int(near), session.choices().kmeans.seed)


def _bisecting(matrix: FeatureMatrix) -> Bisecting:
    return Bisecting(_k("bisecting", matrix), session.choices().kmeans.seed)


def _whole(label: str, key: str, least: int, most: int) -> int | None:
    value = st.number_input(
        label,
        min_value=least,
        max_value=max(least, most),
        value=None,
        placeholder="found",
        key=key,
        persist_state="session",
        width=220,
    )
    return None if value is None else int(value)


def _picture(draw: Callable[[], charts.Figure], name: str) -> None:
    """Draw a picture for choosing a setting, or say why there is none."""
    try:
        figure = draw()
    except DataProblem as problem:
        st.caption(escape(str(problem), 300))
        return
    charts.show(figure, key=f"compare.{name}_chart", alt=str(figure.layout.title.text))


WAYS: dict[str, Callable[[FeatureMatrix], How]] = {
    Mixture.title: _mixture,
    Hdbscan.title: _hdbscan,
    Dbscan.title: _dbscan,
    Agglomerative.title: _agglomerative,
    Spectral.title: _spectral,
    Bisecting.title: _bisecting,
}
