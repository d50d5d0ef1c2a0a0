"""What is said where the present clusters are not k-means' own."""

from __future__ import annotations

import streamlit as st

from kmeans_core.groupings import Other, title_of
from pages.shared.elements.words import escape, number
from pages.shared.state import session

SETTINGS = {
    "k": "k",
    "covariance": "covariance",
    "smallest": "smallest cluster",
    "neighbours": "neighbours",
    "eps": "eps",
    "linkage": "linkage",
    "seed": "seed",
}


def in_words(other: Other) -> str:
    """Write an algorithm and its settings, safe for Markdown: "HDBSCAN, smallest cluster 20"."""
    told = [
        f"{words} {number(value, 6) if isinstance(value, float) else value}"
        for name, words in SETTINGS.items()
        if (value := getattr(other, name, None)) is not None
    ]
    return escape(", ".join([other.title, *told]), 200)


def back(key: str) -> None:
    """Offer the way back to k-means where another algorithm made the present clusters."""
    other = session.choices().other
    if other is None:
        return
    st.info(
        f"The present clusters on the other pages are those of {escape(title_of(other))}. "
        "This page is about k-means.",
        icon=":material/alt_route:",
    )
    st.button("Use k-means again", key=key, on_click=session.use, args=(None,))
