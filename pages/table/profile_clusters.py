"""Profiles: what each cluster is, in original units and plain words."""

from __future__ import annotations

import streamlit as st

from pages.shared import (
    cached,
    controls,
    problems,
    profile_cards,
    profile_compare,
    profile_pictures,
    profile_tables,
    profile_tests,
    profiled,
    session,
)
from pages.shared.groups import current

st.title("Profiles")
line = st.empty()

table, choices = session.table(), session.choices()
with problems.shown():
    matrix = cached.prepare(table, choices.preparation)
    controls.settings(table, matrix.n_distinct)
    groups = current()
    told = profiled.profile(groups)

line.caption(controls.head(groups))
shown = profile_cards.named(groups, told)
badges = profile_cards.show(groups, told)

left, right = st.columns(2)
with left:
    profile_pictures.differences(told, shown)
with right:
    profile_pictures.one_column(groups, told, shown)

profile_tables.show(groups, told, shown)

sections = {
    "Rules": lambda: profile_tests.rules(groups, shown),
    "Tests": lambda: profile_tests.tests(groups, told, shown),
    "Known classes": lambda: profile_compare.known_classes(groups, shown),
    "Two clusters": lambda: profile_compare.two_clusters(told, shown),
    "Two settings": lambda: profile_compare.two_settings(groups, shown),
}
for tab, draw in zip(
    st.tabs(list(sections), key="profile.sections", on_change="rerun"), sections.values(), strict=True
):
    if tab.open:
        with tab, problems.shown():
            draw()

controls.next_page("pages/table/export_results.py", "Export the labelled table")

with problems.shown():  # last, because drawing the rows anew takes longest
    profile_cards.add_stability(groups, badges)
