"""One card for each cluster: what it is called, how large it is, what sets it apart, and its rows."""

from __future__ import annotations

from html import escape as escape_html

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import ink
from kmeans_core.profiles import Distinction, Profile, describe
from pages.shared.elements import page, row_tables, stability
from pages.shared.elements.html_tables import html_table
from pages.shared.elements.words import count, cut, number, share
from pages.shared.results import profiles
from pages.shared.results.groups import Groups, rename
from pages.shared.state.widgets import bind

A_PAGE = 12  # cards shown at once
LONGEST_NAME = 60
Badges = dict[int, DeltaGenerator]
ARROWS = {"high": "↑", "low": "↓", "medium": "↔", "around": "↻"}


def show(groups: Groups, told: Profile) -> Badges:
    """Draw the cards, in rows of two or three; return the places for badges that take longer to compute."""
    shown = profiles.named(groups, told)
    first = _first(len(shown))
    badges = {}
    per_row = 2 if len(shown) in (2, 4) else 3
    for start in range(first, min(first + A_PAGE, len(shown)), per_row):
        members = range(start, min(start + per_row, len(shown)))
        for column, c in zip(st.columns(per_row), members, strict=False):
            with column.container(border=True, height="stretch", key=f"profile_card_{c}"):
                badges[c] = _card(groups, told, shown, c)
    unnamed = [c for c, group in enumerate(groups.shown) if not group.name]
    if unnamed:
        st.button(
            "Keep the suggested names",
            key="profile.keep_names",
            help="Uses them in all legends and exports; they stay with their groups when settings change.",
            on_click=_keep,
            args=(tuple((shown[c].colour, shown[c].name) for c in unnamed),),
        )
    return badges


def add_stability(groups: Groups, badges: Badges) -> None:
    """Say on each card how surely the cluster is found again when the rows are drawn anew."""
    found = profiles.stability(groups)
    for c, place in badges.items():
        stability.badge(place, found, c)


def _first(k: int) -> int:
    if k <= A_PAGE:
        return 0
    starts = range(0, k, A_PAGE)
    return st.selectbox(
        "Cards",
        starts,
        format_func=lambda s: f"Clusters {s + 1} to {min(s + A_PAGE, k)} of {k}",
        width=260,
        key=f"profile.first.{k}",
    )


def _card(groups: Groups, told: Profile, shown: tuple[Group, ...], c: int) -> DeltaGenerator:
    """Draw one card; return the place of its badge."""
    group = groups.shown[c]
    _title(shown[c])
    st.text_input(
        f"Name of cluster {c + 1}",
        placeholder="Give it your own name",
        max_chars=LONGEST_NAME,
        label_visibility="collapsed",
        **bind(f"profile.name.{c}", group.name, lambda name: rename(group.colour, name)),
    )
    part = share(group.size / max(int(told.sizes.sum()), 1))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{count(group.size, 'row')}** · {part}", width="content")
        badge = st.empty()
    told_in_words = escape_html(describe(told, c, tuple(g.name for g in shown)))
    st.html(f'<p class="studio-words">{told_in_words}</p>')
    if told.distinctions[c]:
        st.html(html_table(("", "", "here", "elsewhere", "d"), map(_line, told.distinctions[c]), numeric=3))
    with st.expander("Typical and odd rows"):
        if not len(told.typical[c]):
            st.caption("These clusters have no centres, so no row is nearest to one.")
            return badge
        st.caption("Nearest the centre")
        row_tables.show_rows(
            groups.table, told.typical[c], {}, key=f"profile.typical.{c}", alt="Typical rows"
        )
        st.caption("Farthest from the centre")
        row_tables.show_rows(groups.table, told.odd[c], {}, key=f"profile.odd.{c}", alt="Odd rows")
    return badge


def _title(group: Group) -> None:
    fill = group.fill(page.theme())
    st.html(
        '<h3 class="studio-card-title">'
        f'<span class="studio-disc" style="background:{fill};color:{ink(fill)}">{group.number}</span>'
        f"<span>{escape_html(group.name)}</span></h3>"
    )


def _line(d: Distinction) -> tuple[str, str, str, str, str]:
    write = number if d.category is None else share
    column = d.column if d.category is None else f"{d.column} = {d.category}"
    return (
        ARROWS[d.direction],
        cut(column) + ("" if d.took_part else " (not used)"),
        write(d.inside),
        "in between" if d.direction == "medium" else write(d.outside),
        number(-d.strength if d.direction == "low" else d.strength, 2),
    )


def _keep(names: tuple[tuple[int, str], ...]) -> None:
    for colour, name in names:
        rename(colour, name)
