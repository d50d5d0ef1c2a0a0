"""How surely each cluster is found again, as badges."""

from __future__ import annotations

from typing import Literal

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.evaluation import ClusterStability
from pages.shared.elements.words import count, escape, number
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

COLOURS: dict[str, Literal["green", "orange", "red", "gray"]] = {
    "very stable": "green",
    "stable": "green",
    "a pattern": "orange",
    "doubtful": "red",
    "not testable": "gray",
}


WORDS = {"a pattern": "fairly stable"}  # what Hennig calls a pattern


def badges(groups: Groups) -> None:
    """Show a badge for each cluster: is it found again when the rows are drawn anew?"""
    found = profiles.stability(groups)
    st.subheader(
        "Is each cluster found again?",
        anchor=False,
        help="Rows are drawn with replacement and clustered again. Point at a badge for its number.",
    )
    with st.container(horizontal=True, gap="small", key="stability"):
        for i, group in enumerate(groups.shown):
            badge(st.empty(), found, i, f"{escape(group.title)}: ")
    st.caption(f"Drawn anew {count(found.draws, 'time')}, {count(found.rows, 'row')} each time.")


def badge(place: DeltaGenerator, found: ClusterStability, i: int, before: str = "") -> None:
    """Say in words how surely a cluster is found again, with the number for whoever points at it."""
    level = found.level(i)
    place.badge(
        f"{before}{WORDS.get(level, level)}",
        color=COLOURS[level],
        help=f"Mean Jaccard index with the most similar cluster over {found.draws} draws of {found.rows:,} "
        f"rows (Hennig 2007): {number(float(found.jaccard[i]), 2)}. 1 is the same rows every time; from .85 "
        "very stable, from .75 stable, from .6 fairly stable, below doubtful.",
    )
