"""Clusters beside known classes, beside each other, and beside those that other settings give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.figures import profile as pictures
from kmeans_core.figures.groups import Group
from kmeans_core.profiles import Classes, Profile, contrast, possible_classes
from pages.shared import controls, frames, problems, profiled, session
from pages.shared.groups import Groups
from pages.shared.words import count, cut, escape, number, share

MEANING = {
    "Adjusted Rand index": "1: the same grouping; 0: no better than chance.",
    "NMI": "Normalised mutual information: 1 when each grouping tells the other, 0 when neither does.",
    "Homogeneity": "1 when every cluster holds one class only.",
    "Completeness": "1 when every class lies in one cluster only.",
    "V-measure": "The harmonic mean of homogeneity and completeness.",
}


def known_classes(groups: Groups, shown: tuple[Group, ...]) -> None:
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
    found = profiled.classes(groups, label)
    agreement = a = found.agreement
    values = [a.ari, a.nmi, a.homogeneity, a.completeness, a.v_measure]
    with st.container(horizontal=True, key="profile_agreement"):
        for (name, meaning), value in zip(MEANING.items(), values, strict=True):
            st.metric(name, number(value), help=meaning, width="content")
    rows = int(agreement.counts.sum())
    title = f"{share(agreement.matched / max(rows, 1))} of the rows lie in the cluster of their class"
    st.plotly_chart(
        pictures.crosstab(agreement.counts, found.names, shown, controls.theme(), title),
        theme=None,
        key="profile.crosstab",
        alt=f"How many rows of each cluster have each value of {label}",
    )
    st.markdown(escape(_matching(found, shown), 2_000))
    if agreement.unknown:
        st.caption(f"{count(agreement.unknown, 'row')} without a class took no part.")
    _disagreeing(groups, found, shown)


def _matching(found: Classes, shown: tuple[Group, ...]) -> str:
    pairs = [
        f"cluster {group.number} {'has no class' if c is None else f'is {found.names[c]}'}"
        for group, c in zip(shown[:30], found.agreement.match, strict=False)
    ]
    return f"Best matching: {', '.join(pairs)}."


def _disagreeing(groups: Groups, found: Classes, shown: tuple[Group, ...]) -> None:
    """List the rows whose class is not their cluster's."""
    rows = found.agreement.disagreeing
    if not len(rows):
        st.markdown("**Every row lies in the cluster of its class.**")
        return
    st.markdown(f"**{count(len(rows), 'row')} of {len(groups.matrix.rows):,} disagree**")
    labels = groups.clustering.labels[np.searchsorted(groups.matrix.rows, rows[: frames.ROWS_LISTED])]
    expected = [found.agreement.match[c] for c in labels]
    frames.show_rows(
        groups.table,
        rows,
        {
            "cluster": [shown[c].title for c in labels],
            "cluster's class": ["none" if c is None else found.names[c] for c in expected],
        },
        key="profile.disagreeing",
        alt="The rows whose class is not their cluster's",
    )


def two_clusters(told: Profile, shown: tuple[Group, ...]) -> None:
    """Set two clusters side by side."""
    with st.container(horizontal=True, key="profile_two"):
        a, b = (
            st.selectbox(
                name,
                range(len(shown)),
                index=place,
                format_func=lambda c: cut(shown[c].title),
                width=320,
                key=f"profile.two.{place}.{len(shown)}",
            )
            for place, name in enumerate(("One cluster", "Another cluster"))
        )
    if a == b:
        st.caption("Choose two different clusters.")
        return
    found = contrast(told, a, b)
    frame = pd.DataFrame(
        {
            "column": [d.column if d.category is None else f"{d.column} = {d.category}" for d in found],
            "one": [number(d.inside) if d.category is None else share(d.inside) for d in found],
            "other": [number(d.outside) if d.category is None else share(d.outside) for d in found],
            "difference": [d.strength if d.direction == "high" else -d.strength for d in found],
        }
    )
    st.dataframe(
        frame,
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


def two_settings(groups: Groups, shown: tuple[Group, ...]) -> None:
    """Set the present clusters (A) beside those of other settings (B)."""
    choices = session.choices()
    st.caption("The present settings are A. Choose others as B; A stays as it is.")
    with st.container(horizontal=True, vertical_alignment="bottom", key="profile_settings"):
        k = st.number_input(
            "Clusters (k) of B",
            min_value=2,
            max_value=groups.matrix.n_distinct,
            value=min(choices.kmeans.k + 1, groups.matrix.n_distinct),
            width=180,
            key=f"profile.other_k.{groups.matrix.digest}",
        )
        scaling = st.selectbox(
            "Scaling of B",
            list(controls.SCALINGS),
            index=list(controls.SCALINGS).index(choices.preparation.scaling),
            format_func=controls.SCALINGS.get,
            width=320,
            key="profile.other_scaling",
        )
        seed = st.number_input(
            "Seed of B", min_value=0, value=choices.kmeans.seed, width=140, key="profile.seed"
        )
    with problems.shown():
        found = profiled.compared(
            groups,
            replace(choices.preparation, scaling=scaling),
            replace(choices.kmeans, k=int(k), seed=int(seed), init="k-means++", own_centres=()),
        )
    st.metric("Adjusted Rand index", number(found.ari), help=MEANING["Adjusted Rand index"], width="content")
    names = [f"B{b + 1}" for b in range(found.counts.shape[1])]
    st.plotly_chart(
        pictures.crosstab(found.counts, names, shown, controls.theme(), _title(found.ari), "cluster of A"),
        theme=None,
        key="profile.overlap",
        alt="How many rows of each cluster of A fall into each cluster of B",
    )
    st.markdown("\n".join(f"- {escape(sentence, 300)}" for sentence in found.told))
    if found.only_first or found.only_second:
        st.caption(
            f"{found.rows:,} rows are compared; {found.only_first:,} took part in A only, "
            f"{found.only_second:,} in B only."
        )


def _title(ari: float) -> str:
    if ari == 1:
        return "Both settings give the same clusters"
    return f"Both settings give {'much the same' if ari > 0.8 else 'different'} clusters"
