"""What each criterion says of each k: its pick, its curve, and how groups split."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from kmeans_core.choosing_k import Criteria, Criterion, Sweep
from kmeans_core.figures import splits as bands
from kmeans_core.figures import sweep as figures
from pages.shared.elements import charts, page
from pages.shared.elements.words import number
from pages.shared.results.groups import Groups
from pages.shared.state import session

MEANINGS = {
    "Inertia": "Sum of squared distances to the centres; it always falls, and a knee is a hint at best.",
    "Silhouette": "How much nearer rows are to their own cluster than to the next; higher is better.",
    "Davies-Bouldin": "How much the most similar pairs of clusters overlap; lower is better.",
    "Calinski-Harabasz": "Spread between the clusters over the spread within; higher is better.",
    "Gap": "How far the logarithm of inertia lies below that of noise; the first k near the top is picked.",
    "Prediction strength": "How well half of the rows predicts the other half's groups; stable from 0.8.",
}


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
            charts.show(
                figures.criterion(each, criteria.ks, chosen, theme),
                key=f"choose_k.{each.name.lower().replace(' ', '_').replace('-', '_')}",
                alt=f"{each.name} over k",
            )
            st.caption(MEANINGS[each.name])


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
        charts.show(figure, key="choose_k.splits", alt="How groups split from k to k + 1")
