"""Profiles: what each cluster is, in original units and plain words."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.elements import page, problems
from pages.shared.profiles import (
    cards,
    charts,
    idle_columns,
    known_classes,
    numbers,
    rules,
    tests,
    texts,
    two_clusters,
    two_settings,
)
from pages.shared.results import answers, profiles, tables
from pages.shared.results.groups import current
from pages.shared.sidebar import settings
from pages.shared.state import session

line = page.top("Profiles", "pages/table/export_results.py", "Export")

table, choices = session.table(), session.choices()
with problems.shown():
    matrix = tables.prepare(table, choices.preparation)
    answers.follow(matrix)
    settings.draw(table, matrix.n_distinct)
    groups = current()
    told = profiles.profile(groups)

line.caption(page.head(groups))
shown = profiles.named(groups, told)
badges = cards.show(groups, told)
idle_columns.show(told)

left, right = st.columns(2)
with left:
    charts.differences(told, shown)
with right:
    charts.one_column(groups, told, shown)

numbers.show(groups, told, shown)

sections: dict[str, Callable[[], None]] = {
    "Rules": lambda: rules.show(groups, shown),
    "Tests": lambda: tests.show(groups, told, shown),
    **({"Words": lambda: texts.show(groups, shown)} if texts.columns(groups) else {}),
    "Known classes": lambda: known_classes.show(groups, shown),
    "Two clusters": lambda: two_clusters.show(told, shown),
    "Two settings": lambda: two_settings.show(groups, shown),
}
for tab, draw in zip(
    st.tabs(list(sections), key="profile.sections", on_change="rerun"), sections.values(), strict=True
):
    if tab.open:
        with tab, problems.shown():
            draw()


with problems.shown():  # last, because drawing the rows anew takes longest
    cards.add_stability(groups, badges)
