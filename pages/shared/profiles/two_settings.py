"""The present clusters beside those that other settings give."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from kmeans_core.clustering import KMeansSettings
from kmeans_core.features import Preparation
from kmeans_core.figures import heat_maps
from kmeans_core.figures.groups import Group
from pages.shared.elements import charts, page, problems
from pages.shared.elements.words import SCALINGS, escape, number
from pages.shared.profiles.known_classes import MEANING
from pages.shared.results import profiles
from pages.shared.results.groups import Groups
from pages.shared.state import session


def show(groups: Groups, shown: tuple[Group, ...]) -> None:
    """Set the present clusters (A) beside those of other settings (B)."""
    st.caption("The present settings are A. Choose others as B; A stays as it is.")
    preparation, kmeans = _choose(groups)
    with problems.shown():
        found = profiles.compared(groups, preparation, kmeans)
    st.metric("Adjusted Rand index", number(found.ari), help=MEANING["Adjusted Rand index"], width="content")
    names = [f"B{b + 1}" for b in range(found.counts.shape[1])]
    charts.show(
        heat_maps.crosstab(
            found.counts, names, shown, page.theme(), title=_title(found.ari), across="cluster of A"
        ),
        key="profile.overlap",
        alt="How many rows of each cluster of A fall into each cluster of B",
    )
    st.markdown("\n".join(f"- {escape(sentence, 300)}" for sentence in found.told))
    if found.only_first or found.only_second:
        st.caption(
            f"{found.rows:,} rows are compared; {found.only_first:,} took part in A only, "
            f"{found.only_second:,} in B only."
        )


def _choose(groups: Groups) -> tuple[Preparation, KMeansSettings]:
    """Offer k, scaling and seed of B; everything else is as in A."""
    choices = session.choices()
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
            list(SCALINGS),
            index=list(SCALINGS).index(choices.preparation.scaling),
            format_func=SCALINGS.__getitem__,
            width=320,
            key="profile.other_scaling",
        )
        seed = st.number_input(
            "Seed of B", min_value=0, value=choices.kmeans.seed, width=140, key="profile.seed"
        )
    kmeans = replace(choices.kmeans, k=int(k), seed=int(seed), init="k-means++", own_centres=())
    return replace(choices.preparation, scaling=scaling), kmeans


def _title(ari: float) -> str:
    if ari == 1:
        return "Both settings give the same clusters"
    return f"Both settings give {'much the same' if ari > 0.8 else 'different'} clusters"
