"""Two clusters side by side."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kmeans_core.figures.groups import Group
from kmeans_core.profiles import Profile, contrast
from pages.shared.elements.words import cut, number, share


def show(told: Profile, shown: tuple[Group, ...]) -> None:
    """Set two clusters side by side."""
    a, b = _choose(shown)
    if a == b:
        st.caption("Choose two different clusters.")
        return
    st.dataframe(
        _differences(told, a, b),
        hide_index=True,
        column_config={
            "one": st.column_config.TextColumn(cut(shown[a].title), alignment="right"),
            "other": st.column_config.TextColumn(cut(shown[b].title), alignment="right"),
            "difference": st.column_config.NumberColumn(
                "standardised difference",
                format="%.2f",
                help="Cohen's d (h for shares): positive where the first cluster is higher; 0.8 is large.",
            ),
        },
        key="profile.two",
        alt="Two clusters side by side, by every column",
    )


def _choose(shown: tuple[Group, ...]) -> list[int]:
    with st.container(horizontal=True, key="profile_two"):
        return [
            st.selectbox(
                name,
                range(len(shown)),
                index=place,
                format_func=lambda c: cut(shown[c].title),
                width=320,
                key=f"profile.two.{place}.{len(shown)}",
            )
            for place, name in enumerate(("One cluster", "Another cluster"))
        ]


def _differences(told: Profile, a: int, b: int) -> pd.DataFrame:
    """Return each column's values in both clusters, the largest differences first."""
    found = contrast(told, a, b)
    return pd.DataFrame(
        {
            "column": [d.column if d.category is None else f"{d.column} = {d.category}" for d in found],
            "one": [number(d.inside) if d.category is None else share(d.inside) for d in found],
            "other": [number(d.outside) if d.category is None else share(d.outside) for d in found],
            "difference": [-d.strength if d.direction == "low" else d.strength for d in found],
        }
    )
