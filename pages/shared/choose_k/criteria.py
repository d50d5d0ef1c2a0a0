"""What each criterion says of each k: its pick, its curve, and how groups split."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kmeans_core.choosing_k import Criteria, Criterion, Sweep
from kmeans_core.figures import splits as bands
from kmeans_core.figures import sweep as figures
from pages.shared.elements import page
from pages.shared.elements.words import number
from pages.shared.results.groups import Groups
from pages.shared.state import session


def main(criteria: Criteria) -> None:
    """Show the elbow and the silhouette side by side."""
    _charts(criteria, [criteria.inertia, *criteria.voters[:1]])


def others(criteria: Criteria) -> None:
    """Show the other criteria as small pictures, and what each of them picks."""
    _charts(criteria, [*criteria.voters[1:]])
    _picks(criteria)


def _charts(criteria: Criteria, measures: Sequence[Criterion]) -> None:
    theme, chosen = page.theme(), session.choices().kmeans.k
    for column, each in zip(st.columns(len(measures)), measures, strict=True):
        with column:
            st.plotly_chart(
                figures.criterion(each, criteria.ks, chosen, theme),
                theme=None,
                key=f"choose_k.{each.name.lower().replace(' ', '_').replace('-', '_')}",
                alt=f"{each.name} over k",
            )
            st.caption(each.meaning)


def _picks(criteria: Criteria) -> None:
    """List each criterion's own pick; inertia's knee has no vote."""
    measures = [*criteria.voters, criteria.inertia]
    st.dataframe(
        pd.DataFrame(
            {
                "criterion": [each.name for each in measures],
                "picks": ["none" if each.pick is None else str(each.pick) for each in measures],
                "vote": ["yes" if each is not criteria.inertia else "no" for each in measures],
                "value there": [
                    "–" if each.pick is None else number(float(each.values[criteria.ks.index(each.pick)]))
                    for each in measures
                ],
                "computed on": [each.basis for each in measures],
            }
        ),
        hide_index=True,
        key="choose_k.votes",
        alt="Each criterion and the k it picks",
    )


def splits(found: Sweep, groups: Groups) -> None:
    """Show how groups split from k to k + 1."""
    if len(found.ks) > 1:
        levels = [each.labels for each in found.clusterings]
        figure = bands.splits(levels, groups.clustering.labels, groups.shown, page.theme())
        st.plotly_chart(figure, theme=None, key="choose_k.splits", alt="How groups split from k to k + 1")
