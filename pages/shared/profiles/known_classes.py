"""Clusters beside known classes: the values of any column."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.figures import heat_maps
from kmeans_core.figures.groups import Group
from kmeans_core.profiles import Agreement, possible_classes
from pages.shared.elements import charts, page, row_tables
from pages.shared.elements.words import count, cut, escape, number, share
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

MEANING = {
    "Adjusted Rand index": "1: the same grouping; 0: no better than chance.",
    "NMI": "Normalised mutual information: 1 when each grouping tells the other, 0 when neither does.",
    "Homogeneity": "1 when every cluster holds one class only.",
    "Completeness": "1 when every class lies in one cluster only.",
    "V-measure": "The harmonic mean of homogeneity and completeness.",
}


def show(groups: Groups, shown: tuple[Group, ...]) -> None:
    """Compare the clusters with the values of any column."""
    offered = possible_classes(groups.table)
    if not offered:
        st.caption("No column has between 2 and 100 different values.")
        return
    truth = groups.table.truth
    label = st.selectbox(
        "Column with the classes",
        offered,
        index=offered.index(truth) if truth in offered else len(offered) - 1,
        format_func=cut,
        width=320,
        key=f"profile.truth.{groups.table.digest}",
    )
    found = profiles.classes(groups, label)
    if found.agreement is None:
        st.info("No row that takes part has a class in this column, so there is nothing to compare.")
        return
    agreement = a = found.agreement
    values = [a.ari, a.v_measure, a.homogeneity, a.completeness, a.v_measure]
    with st.container(horizontal=True, key="profile_agreement"):
        for (name, meaning), value in zip(MEANING.items(), values, strict=True):
            st.metric(name, number(value), help=meaning, width="content")
    rows = int(agreement.counts.sum())
    title = f"{share(agreement.matched / max(rows, 1))} of the rows lie in the cluster of their class"
    charts.show(
        heat_maps.crosstab(agreement.counts, found.names, shown, page.theme(), title=title),
        key="profile.crosstab",
        alt=f"How many rows of each cluster have each value of {label}",
    )
    st.markdown(escape(_matching(found.names, agreement, shown), 2_000))
    if agreement.unknown:
        st.caption(f"{count(agreement.unknown, 'row')} without a class, or in no cluster, took no part.")
    _disagreeing(groups, found.names, agreement, shown)


def _matching(names: tuple[str, ...], agreement: Agreement, shown: tuple[Group, ...]) -> str:
    pairs = [
        f"cluster {group.number} {'has no class' if c is None else f'is {names[c]}'}"
        for group, c in zip(shown[:30], agreement.match, strict=False)
    ]
    return f"Best matching: {', '.join(pairs)}."


def _disagreeing(
    groups: Groups, names: tuple[str, ...], agreement: Agreement, shown: tuple[Group, ...]
) -> None:
    """List the rows whose class is not their cluster's."""
    rows = agreement.disagreeing
    if not len(rows):
        st.markdown("**Every row lies in the cluster of its class.**")
        return
    st.markdown(f"**{count(len(rows), 'row')} of {len(groups.matrix.rows):,} disagree**")
    labels = groups.clustering.labels[np.searchsorted(groups.matrix.rows, rows[: row_tables.ROWS_LISTED])]
    expected = [agreement.match[c] for c in labels]
    row_tables.show_rows(
        groups.table,
        rows,
        {
            "cluster": row_tables.titles(shown, labels),
            "cluster's class": ["none" if c is None else names[c] for c in expected],
        },
        key="profile.disagreeing",
        alt="The rows whose class is not their cluster's",
    )
