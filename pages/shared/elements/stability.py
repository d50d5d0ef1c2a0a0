"""How surely each cluster is found again, as badges."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from pages.shared.elements.words import escape, number
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

COLOURS: dict[str, Literal["green", "orange", "red", "gray"]] = {
    "very stable": "green",
    "stable": "green",
    "a pattern": "orange",
    "doubtful": "red",
    "not testable": "gray",
}


def badges(groups: Groups) -> None:
    """Show a badge for each cluster: is it found again when the rows are drawn anew?"""
    found = profiles.stability(groups)
    st.subheader(
        "Is each cluster found again?",
        anchor=False,
        help="Rows are drawn with replacement and clustered again; the badge is the mean Jaccard index of "
        "the most similar cluster (Hennig 2007): from .85 very stable, from .75 stable, from .6 a pattern.",
    )
    shown = [
        f":{COLOURS[found.level(i)]}-badge[{escape(group.title)}: {found.level(i)} "
        f"{number(float(found.jaccard[i]), 2)}]"
        for i, group in enumerate(groups.shown)
    ]
    st.markdown(" ".join(shown))
    st.caption(f"{found.draws} draws of {found.rows:,} rows.")
