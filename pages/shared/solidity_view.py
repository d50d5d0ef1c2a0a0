"""How solid the chosen k is: silhouettes of all rows, stability, where starts end, other settings."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from kmeans_core.clustering import contingency
from kmeans_core.evaluation import Minimum, shown_minimum
from kmeans_core.figures import silhouettes, sweep
from pages.shared import cached, controls, frames, profiled, swept
from pages.shared.groups import Groups
from pages.shared.profiled import STABILITY_COLOURS
from pages.shared.words import count, escape, number


def row_silhouettes(groups: Groups) -> None:
    """Show every row's silhouette within its cluster, and list the negative ones."""
    rows = cached.row_silhouettes(groups.matrix, groups.clustering)
    mean = cached.silhouette(groups.matrix, groups.clustering)
    figure = silhouettes.outlines(rows, mean, groups.clustering.labels, groups.shown, controls.theme())
    st.plotly_chart(figure, theme=None, key="choose_k.silhouettes", alt="Silhouettes of all rows")
    if not rows.exact:
        st.caption(
            f"Estimated: every row is compared with {rows.references:,} rows of each cluster; the mean and "
            f"its 95 % interval rest on {mean.rows:,} rows."
        )
    below = np.flatnonzero(rows.values < 0)
    if len(below):
        with st.expander(f"{count(len(below), 'row')} below 0: nearer to another cluster than to their own"):
            worst = below[np.argsort(rows.values[below], kind="stable")]
            frames.show_rows(
                groups.table,
                groups.matrix.rows[worst],
                {
                    "silhouette": [round(float(value), 3) for value in rows.values[worst]],
                    "cluster": [groups.shown[i].title for i in groups.clustering.labels[worst]],
                    "next": [groups.shown[i].title for i in groups.clustering.second[worst]],
                },
                key="choose_k.negative",
                alt="Rows with a negative silhouette",
            )


def stability(groups: Groups) -> None:
    """Show a badge for each cluster: is it found again when the rows are drawn anew?"""
    found = profiled.stability(groups)
    st.subheader(
        "Is each cluster found again?",
        anchor=False,
        help="Rows are drawn with replacement and clustered again; the badge is the mean Jaccard index of "
        "the most similar cluster (Hennig 2007): from .85 very stable, from .75 stable, from .6 a pattern.",
    )
    badges = [
        f":{STABILITY_COLOURS[found.level(i)]}-badge[{escape(group.title)}: {found.level(i)} "
        f"{number(float(found.jaccard[i]), 2)}]"
        for i, group in enumerate(groups.shown)
    ]
    st.markdown(" ".join(badges))
    st.caption(f"{found.draws} draws of {found.rows:,} rows.")


def minima(groups: Groups) -> None:
    """Show where many starts end, and how one of these solutions differs from the best."""
    found = swept.minima(groups)
    picked = st.selectbox(
        "Show a solution",
        range(len(found.minima)),
        format_func=lambda i: _named(i, found.minima[i], found.minima[0]),
        key="choose_k.minimum",
        help="Plain k-means ends in different places from different starts; 1 is the best of them.",
    )
    st.plotly_chart(
        sweep.minima(found, picked, controls.theme()),
        theme=None,
        key="choose_k.minima",
        alt="Inertia of every start",
    )
    one = found.minima[picked]
    labels = shown_minimum(groups.matrix, one)
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


def _named(i: int, one: Minimum, best: Minimum) -> str:
    above = one.inertia / best.inertia - 1 if best.inertia > 0 else 0.0
    reached = count(one.starts, "start")
    return (
        f"{i + 1}: the best, {reached}"
        if i == 0
        else f"{i + 1}: {100 * above:.2f} % above, {reached}, ARI {one.ari:.2f}"
    )


def robustness(groups: Groups) -> None:
    """On demand: cluster with other scalings, k and seeds and show the agreement."""
    if not st.toggle(
        "Compare with other scalings, k and seeds",
        key="choose_k.robustness_on",
        help="Clusters the rows again and compares the groups by the adjusted Rand index: 1 is the same.",
    ):
        return
    k = len(groups.shown)
    ks = tuple(each for each in (k - 1, k, k + 1) if 2 <= each <= groups.matrix.n_distinct)
    found = swept.robustness(groups, ks)
    st.plotly_chart(
        sweep.agreement(found, controls.theme()),
        theme=None,
        key="choose_k.robustness",
        alt="Agreement with other settings",
    )
    if found.rows < len(groups.clustering.labels):
        st.caption(f"Compared on {found.rows:,} of {len(groups.clustering.labels):,} rows.")
