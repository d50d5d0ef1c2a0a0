"""What differs where, and how one column is spread: the pictures of the Profiles page."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.figures import distributions, heat_maps, profile_lines
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import plain
from kmeans_core.profiles import Distinction, Profile
from pages.shared.elements import charts, page
from pages.shared.elements.words import cut, number, share
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

FEW = 12  # columns that lines and radars can hold
AROUND = 3  # columns that make a radar


@st.fragment
def differences(told: Profile, shown: tuple[Group, ...]) -> None:
    """Draw the heat map, or lines or a radar where columns are few."""
    theme, numbers = page.theme(), told.numbers
    columns = [int(j) for j in np.flatnonzero(numbers.took_part) if numbers.of("sd")[-1, j] > 0]
    ways = ["Heat map"] + ["Lines"] * (2 <= len(columns) <= FEW) + ["Radar"] * (AROUND <= len(columns) <= FEW)
    way = st.segmented_control(
        "Differences as", ways, default=ways[0], required=True, key=f"profile.way.{len(ways)}"
    )
    if way == "Lines":
        figure = profile_lines.lines(numbers, columns, shown, theme)
    elif way == "Radar":
        figure = profile_lines.radar(numbers, columns, shown, theme)
    else:
        figure = heat_maps.differences(numbers, shown, theme)
    charts.show(figure, key=f"profile.differences.{way}", alt=_in_words(told, shown))
    st.caption(
        "Cells hold means in original units. The colour is Cohen's d: how far a mean lies from that of all "
        "other rows, in standard deviations; beyond ±0.8 is a large difference."
        if way == "Heat map"
        else "0 is the mean of all rows; only columns that made the clusters are drawn."
    )
    if way == "Heat map" and len(numbers.labels) > heat_maps.MOST_COLUMNS:
        st.caption(
            f"The {heat_maps.MOST_COLUMNS} columns with the largest differences of {len(numbers.labels):,}; "
            "the table below has all."
        )


def _in_words(told: Profile, shown: tuple[Group, ...]) -> str:
    parts = [
        f"{group.title}: " + ", ".join(map(_said, found))
        for group, found in zip(shown[:20], told.distinctions, strict=False)
    ]
    return "; ".join(parts)


def _said(d: Distinction) -> str:
    return f"{d.column} around {number(d.inside)}" if d.direction == "around" else f"{d.direction} {d.column}"


@st.fragment
def one_column(groups: Groups, told: Profile, shown: tuple[Group, ...]) -> None:
    """Draw how one column's values, numbers or words, are spread over the clusters."""
    numbers, theme = told.numbers, page.theme()
    words = {shares.label: shares for shares in told.words if shares.categories}
    order = np.argsort(-np.nan_to_num(numbers.eta_squared), kind="stable")
    offered = [numbers.labels[j] for j in order] + list(words)
    if not offered:
        return
    label = st.selectbox("Column", offered, format_func=cut, key=f"profile.column.{told.digest}")
    if label in words:
        figure = heat_maps.shares(words[label], shown, theme)
        charts.show(figure, key="profile.shares", alt=f"Shares of {label} by cluster")
        return
    j = numbers.labels.index(label)
    way = st.segmented_control(
        "Draw", ["Histogram", "Boxes", "Violins"], default="Histogram", required=True, key="profile.spread"
    )
    eta = numbers.eta_squared[j]
    title = "" if np.isnan(eta) else f"{share(eta)} of the spread of {plain(label, 28)} lies between clusters"
    if way == "Boxes":
        figure = distributions.boxes(numbers, j, shown, theme, title=title)
    elif way == "Violins":
        figure = distributions.violins(profiles.spread(groups, told, j), shown, theme, title=title)
    else:
        figure = distributions.histogram(profiles.spread(groups, told, j), shown, theme, title=title)
    charts.show(figure, key=f"profile.spread.{way}", alt=f"{way} of {label} by cluster")
