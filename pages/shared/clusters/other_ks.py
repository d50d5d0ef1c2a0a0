"""The same rows with fewer and with more clusters, side by side."""

from __future__ import annotations

import numpy as np
import streamlit as st

from kmeans_core.clustering import follow, shared_rows
from kmeans_core.common import sample_rows
from kmeans_core.figures import scatter
from kmeans_core.figures.groups import Group
from pages.shared.elements import charts, page
from pages.shared.elements.words import count, number, share
from pages.shared.results import clusters
from pages.shared.results.groups import OfKMeans, of_k

KS = (2, 3, 4, 5)
POINTS = 800  # each; four pictures of more would take a browser seconds
HEIGHT = 300


def show(groups: OfKMeans) -> None:
    """Draw a small scatter for each k on the same axes; groups keep their colours from one to the next."""
    ks = [k for k in KS if k <= groups.matrix.n_distinct]
    rows = sample_rows(groups.clustering.labels, POINTS, seed=0)
    view = clusters.project(groups.matrix, groups.clustering)
    heights = view.places[:, 1] if view.places.shape[1] > 1 else np.arange(len(view.places)) * 0.618 % 1
    places = np.column_stack([view.places[:, 0], heights])[rows]
    for column, k in zip(st.columns(len(ks)), ks, strict=True):
        with column:
            other = groups if k == len(groups.shown) else _in_the_same_colours(groups, k)
            _one(other, places, rows)
    drawn = count(len(rows), "row")
    st.caption(f"{drawn} on the first two principal components; groups keep their colours from k to k.")


def _in_the_same_colours(groups: OfKMeans, k: int) -> OfKMeans:
    """Cluster with another k; each cluster takes the colour of the present one with most of its rows."""
    other = of_k(groups.matrix, k)
    shared = shared_rows(groups.clustering, groups.matrix.rows, other.clustering, groups.matrix.rows)
    colours = follow(shared, tuple(group.colour for group in groups.shown))
    shown = tuple(
        Group(i + 1, "", int(size), colour)
        for i, (size, colour) in enumerate(zip(other.clustering.sizes, colours, strict=True))
    )
    return OfKMeans(groups.table, groups.matrix, other.clustering, shown)


def _one(other: OfKMeans, places: np.ndarray, rows: np.ndarray) -> None:
    labels, k = other.clustering.labels[rows], len(other.shown)
    points = scatter.Points(places, labels, other.matrix.rows[rows], ("", ""), None)
    silhouette = clusters.silhouette(other.matrix, other.clustering).mean
    explained = share(other.clustering.explained)
    figure = scatter.scatter(points, other.shown, page.theme(), title=f"k = {k}")
    figure.update_layout(height=HEIGHT, showlegend=False, dragmode=False)
    figure.update_xaxes(showticklabels=False)
    figure.update_yaxes(showticklabels=False)
    sizes = ", ".join(f"{group.size:,}" for group in other.shown)
    charts.show(figure, key=f"other_ks.{k}", alt=f"Scatter with {k} clusters of {sizes} rows")
    st.caption(f"silhouette {number(silhouette)} · {explained} explained")
