"""A short rule for each cluster, in words."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures.groups import Group
from kmeans_core.profiles import Rule
from pages.shared.elements.html_tables import html_table
from pages.shared.elements.words import share
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

GOOD = 0.8  # precision and recall of a rule that can be relied on


def show(groups: Groups, shown: tuple[Group, ...]) -> None:
    """Show one rule for each cluster and how right it is."""
    st.caption(
        "A short rule for each cluster, from a small decision tree. “Right” is the share of the rows under "
        "the rule that belong to the cluster; “found” is the share of the cluster that is under the rule."
    )
    found = profiles.found_rules(groups)
    rows = [
        (group.title, "no rows" if rule is None else rule.words(), *_how_right(rule))
        for group, rule in zip(shown, found, strict=True)
    ]
    st.html(html_table(("cluster", "rule", "right", "found"), rows, numeric=2))
    weak = [g.number for g, r in zip(shown, found, strict=True) if r is not None and r.f1 < GOOD]
    if weak:
        numbers = ", ".join(map(str, weak[:20]))
        st.caption(f"No short rule describes {'cluster' if len(weak) == 1 else 'clusters'} {numbers} well.")


def _how_right(rule: Rule | None) -> tuple[str, str]:
    return ("–", "–") if rule is None else (share(rule.precision), share(rule.recall))
