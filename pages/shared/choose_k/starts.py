"""Where many starts end, and how one of these solutions differs from the best."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from kmeans_core.clustering import assign, contingency
from kmeans_core.evaluation import LocalMinima, Minimum
from kmeans_core.figures import sweep
from pages.shared.elements import charts, page
from pages.shared.elements.words import count, number
from pages.shared.results import sweeps
from pages.shared.results.groups import OfKMeans

SAME = 1 + 1e-6  # inertias that differ by rounding only


def show(groups: OfKMeans) -> None:
    """Show where many starts end, and how one of these solutions differs from the best."""
    found = sweeps.minima(groups)
    picked = st.selectbox(
        "Show a solution",
        range(len(found.minima)),
        format_func=lambda i: _named(i, found.minima[i], found.minima[0]),
        key="choose_k.minimum",
        help="Plain k-means ends in different places from different starts; 1 is the best of them.",
    )
    figure = sweep.minima(found, picked, page.theme())
    inertia, best = _inertia(groups, found), found.minima[0].inertia
    above = 100 * (inertia / best - 1) if best > 0 else 0.0
    figure.add_vline(x=above, line=dict(color=page.theme().text, dash="dot"))
    figure.add_annotation(
        x=above, y=4.8, text="the present solution", showarrow=False, xanchor="left", xshift=4
    )
    if above < 0:
        figure.update_xaxes(range=[1.2 * above, max(1.0, figure.layout.xaxis.range[1])])
    charts.show(
        figure,
        key="choose_k.minima",
        alt="Inertia of every start",
    )
    st.markdown(_present(groups, found))
    one = found.minima[picked]
    labels = assign(groups.matrix.values, one.centres).labels
    shared = contingency(groups.clustering.labels, labels, len(groups.shown), len(one.centres))
    st.markdown(
        f"Rows that this solution's clusters share with the present ones (ARI {number(one.ari)} to the best):"
    )
    st.dataframe(
        pd.DataFrame(
            {
                "present cluster": [group.title for group in groups.shown],
                **{f"its cluster {j + 1}": shared[:, j] for j in range(shared.shape[1])},
            }
        ),
        hide_index=True,
        key="choose_k.minimum_table",
        alt="Rows shared by the solution's clusters and the present ones",
    )
    if len(found.rows) < len(groups.clustering.labels):
        st.caption(f"Started on {len(found.rows):,} of {len(groups.clustering.labels):,} rows.")


def _present(groups: OfKMeans, found: LocalMinima) -> str:
    """Say where the present solution stands among the starts, on the same rows."""
    settings = groups.clustering.settings
    inertia, best = _inertia(groups, found), found.minima[0].inertia
    place = "the lowest that any start reaches"
    if inertia > best * SAME:
        place = f"{number(100 * (inertia / best - 1))} % above the lowest"
    elif inertia < best / SAME:
        place = "lower than any start reaches"
    how = f"{settings.search} search, {settings.init}, {count(settings.n_init, 'restart')}"
    return (
        f"These are {count(len(found.ends), 'plain start')} without swaps. **The present solution** ({how}) "
        f"has inertia {number(inertia, 4)} on the same rows: {place}."
    )


def _inertia(groups: OfKMeans, found: LocalMinima) -> float:
    """Return the present solution's inertia on the rows that the starts were made on."""
    rows = groups.matrix.values[found.rows]
    own = groups.clustering.centres[groups.clustering.labels[found.rows]]
    return float(((rows - own) ** 2).sum())


def _named(i: int, one: Minimum, best: Minimum) -> str:
    above = one.inertia / best.inertia - 1 if best.inertia > 0 else 0.0
    reached = count(one.starts, "start")
    return (
        f"{i + 1}: the best, {reached}"
        if i == 0
        else f"{i + 1}: {100 * above:.2f} % above, {reached}, ARI {one.ari:.2f}"
    )
