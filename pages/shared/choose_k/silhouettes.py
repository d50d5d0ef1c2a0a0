"""Every row's silhouette within its cluster."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.figures import silhouettes
from pages.shared.elements import charts, page, row_tables
from pages.shared.elements.words import count
from pages.shared.results import clusters
from pages.shared.results.groups import OfKMeans


def show(groups: OfKMeans) -> None:
    """Show every row's silhouette within its cluster, and list the negative ones."""
    rows = clusters.row_silhouettes(groups.matrix, groups.clustering)
    mean = clusters.silhouette(groups.matrix, groups.clustering)
    figure = silhouettes.outlines(
        rows, mean, labels=groups.clustering.labels, groups=groups.shown, theme=page.theme()
    )
    charts.show(figure, key="choose_k.silhouettes", alt="Silhouettes of all rows")
    if not rows.exact:
        st.caption(
            f"Estimated: every row is compared with {rows.references:,} rows of each cluster; the mean and "
            f"its 95 % interval rest on {mean.rows:,} rows."
        )
    below = np.flatnonzero(rows.values < 0)
    if len(below):
        with st.expander(f"{count(len(below), 'row')} below 0: nearer to another cluster than to their own"):
            worst = below[np.argsort(rows.values[below], kind="stable")]
            row_tables.show_rows(
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
