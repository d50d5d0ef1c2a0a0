"""The scatter of the Clusters page: which axes, how many points, and the rows a person selected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from kmeans_core import views
from kmeans_core.common import sample_rows
from kmeans_core.features import to_original_units
from kmeans_core.figures import scatter
from pages.shared.elements import page, row_tables
from pages.shared.elements.words import count, number, share
from pages.shared.results import clusters
from pages.shared.results.groups import Groups

AS_POINTS = 50_000  # beyond, a browser needs seconds: draw a sample or a density
HOVER_POINTS = 5_000


@dataclass(frozen=True, eq=False)
class Axis:
    """One thing to draw along: its name, every row's value and every centre's."""

    name: str
    values: NDArray[np.float64]
    centres: NDArray[np.float64]
    feature: str | None  # the label of the column, for an axis in original units


@st.fragment
def show(groups: Groups) -> None:
    """Draw the scatter with its controls, and list the rows selected in it."""
    offered = _axes(groups)
    many = len(groups.clustering.labels) > AS_POINTS
    with st.container(horizontal=True, vertical_alignment="bottom", key="scatter_controls"):
        dims = st.segmented_control(
            "View",
            [2, 3] if len(offered) > 2 else [2],
            format_func="{}-D".format,
            default=2,
            required=True,
            key="scatter.dims",
        )
        axes = [_pick(offered, i, groups.matrix.digest) for i in range(int(dims))]
        density = many and dims == 2 and _wants_density()
    if density:
        _draw_density(groups, axes)
    else:
        _draw_points(groups, axes)


def _axes(groups: Groups) -> list[Axis]:
    """Offer principal components first when there are more than two features, else the features first."""
    view = clusters.project(groups.matrix, groups.clustering)
    components = [
        Axis(name, view.places[:, i], view.centres[:, i], None) for i, name in enumerate(view.names)
    ]
    known = {column.label for column in groups.table.columns}
    centres = to_original_units(groups.matrix, groups.clustering.centres)
    features = [
        Axis(label, groups.matrix.originals[:, j], centres[:, j], label if label in known else None)
        for j, label in enumerate(groups.matrix.original_names)
    ]
    return features + components if len(features) == 2 else components + features


def _pick(offered: list[Axis], place: int, digest: str) -> Axis:
    chosen = st.selectbox(
        f"{'xyz'[place]} axis",
        range(len(offered)),
        index=min(place, len(offered) - 1),
        format_func=lambda i: offered[i].name,
        key=f"scatter.axis_{place}.{digest}",
    )
    return offered[chosen]


def _wants_density() -> bool:
    names = {"density": "Density of all rows", "sample": f"Sample of {scatter.SELECTABLE:,} rows"}
    drawn = st.segmented_control(
        "Draw", names, default="density", required=True, format_func=names.__getitem__, key="scatter.drawn"
    )
    return drawn == "density"


def _draw_density(groups: Groups, axes: list[Axis]) -> None:
    x, y = axes
    k, labels = len(groups.shown), groups.clustering.labels
    binned = views.density(x.values, y.values, labels, k=k, bins=160)
    points = _points(groups, axes, np.arange(0))
    figure = scatter.density(binned, points, groups.shown, page.theme(), title=_finding(groups))
    st.plotly_chart(figure, theme=None, key="scatter.density", alt=_in_words(groups, axes))
    st.caption(f"All {len(x.values):,} rows as a density: the stronger the colour, the more rows.")


def _draw_points(groups: Groups, axes: list[Axis]) -> None:
    labels = groups.clustering.labels
    picks = np.arange(len(labels))
    if len(labels) > AS_POINTS:
        picks = sample_rows(labels, scatter.SELECTABLE, seed=0)
        st.caption(f"A sample of {len(picks):,} of {len(labels):,} rows, every cluster in it.")
    points = _points(groups, axes, picks)
    figure = scatter.scatter(points, groups.shown, page.theme(), title=_finding(groups))
    event = st.plotly_chart(
        figure,
        theme=None,
        key=f"scatter.points.{len(axes)}",
        on_select="rerun",
        selection_mode=("points", "box", "lasso"),
        config={"displayModeBar": True, "displaylogo": False},
        alt=_in_words(groups, axes),
    )
    if len(picks) > HOVER_POINTS:
        st.caption(
            f"Beyond {HOVER_POINTS:,} points, hovering tells the row's number; select it to see its cells."
        )
    out = sum(len(rows) for _, rows in groups.matrix.left_out)
    if points.others is not None and len(points.others) < out:
        st.caption(f"{len(points.others):,} of the {out:,} rows that took no part can be drawn here.")
    _list_selected(groups, event)


def _points(groups: Groups, axes: list[Axis], picks: NDArray[np.int64]) -> scatter.Points:
    return scatter.Points(
        places=np.column_stack([axis.values[picks] for axis in axes]),
        labels=groups.clustering.labels[picks],
        rows=groups.matrix.rows[picks],
        axes=tuple(axis.name for axis in axes),
        centres=np.column_stack([axis.centres for axis in axes]),
        hover=row_tables.hover_texts(groups.table, groups.matrix.rows[picks])
        if len(picks) <= HOVER_POINTS
        else (),
        others=_others(groups, axes),
    )


def _others(groups: Groups, axes: list[Axis]) -> NDArray[np.float64] | None:
    """Place the rows that took no part, where the axes are columns in which they have numbers."""
    out = [rows for _, rows in groups.matrix.left_out]
    if not out or any(axis.feature is None for axis in axes):
        return None
    rows = np.concatenate(out)[:HOVER_POINTS]
    numbers = [groups.table.column(axis.feature or "").numbers for axis in axes]
    if any(column is None for column in numbers):
        return None
    places = np.column_stack([column[rows] for column in numbers if column is not None])
    return places[np.isfinite(places).all(axis=1)]


def _list_selected(groups: Groups, event: Any) -> None:
    """List the selected rows with all their fields and their cluster."""
    chosen = [np.ravel(point["customdata"])[0] for point in event.selection.points if "customdata" in point]
    if not chosen:
        st.caption("Select points with the box or lasso tool to list their rows here.")
        return
    rows = np.array(sorted({int(row) for row in chosen}))
    cluster_of = dict(zip(groups.matrix.rows.tolist(), groups.clustering.labels.tolist(), strict=True))
    names = [groups.shown[cluster_of[row]].title for row in rows.tolist()]
    st.markdown(f"**{count(len(rows), 'selected row')}**")
    with st.container(key="scatter_selected"):
        row_tables.show_rows(
            groups.table, rows, {"cluster": names}, key="scatter.rows", alt="The selected rows"
        )


def _finding(groups: Groups) -> str:
    clustering = groups.clustering
    return f"{len(groups.shown)} clusters explain {share(clustering.explained)} of the spread"


def _in_words(groups: Groups, axes: list[Axis]) -> str:
    """Say what the picture shows, for people who cannot see it."""
    places = "; ".join(
        f"{group.title}, {count(group.size, 'row')}, centre at "
        + ", ".join(f"{axis.name} {number(float(axis.centres[i]))}" for axis in axes)
        for i, group in enumerate(groups.shown[:20])
    )
    return f"Scatter of {' against '.join(axis.name for axis in axes)}. {places}."
