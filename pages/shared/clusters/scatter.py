"""The scatter of the Clusters page: which axes, which clusters, how many points, and what is selected."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from kmeans_core import views
from kmeans_core.common import sample_rows
from kmeans_core.figures import scatter
from kmeans_core.groupings import certainty, title_of
from pages.shared.clusters import axes as ways
from pages.shared.clusters import selected_rows
from pages.shared.clusters.axes import Axis
from pages.shared.elements import charts, page, row_tables
from pages.shared.elements.words import count, cut, number, share
from pages.shared.results.groups import Groups, OfKMeans
from pages.shared.state import widgets

AS_POINTS = 50_000  # beyond, a browser needs seconds: draw a sample or a density
HOVER_POINTS = 5_000
EDGE = 0.05  # of an axis's length, beyond the outermost points


@st.fragment
def show(groups: Groups) -> None:
    """Draw the scatter with its controls, and show the rows selected in it."""
    many = len(groups.clustering.labels) > AS_POINTS
    with st.container(horizontal=True, vertical_alignment="bottom", key="scatter_controls"):
        dims = st.segmented_control(
            "View",
            [2, 3] if len(groups.matrix.original_names) > 2 else [2],
            format_func="{}-D".format,
            default=2,
            required=True,
            key="scatter.dims",
        )
        axes = ways.pick(groups, int(dims))
        only = _only(groups)
        equal = dims == 2 and not axes[1].strip and _equal()
        if dims == 2:
            _offer_pale(groups)
        density = many and dims == 2 and only is None and _wants_density()
    if density:
        _draw_density(groups, axes, equal)
    else:
        _draw_points(groups, axes, only, equal)


def _offer_pale(groups: Groups) -> None:
    """Let rows be drawn the paler the less surely they belong to their cluster, where that is known."""
    if certainty(groups.clustering) is not None:
        st.toggle(
            "Paler where unsure",
            key="scatter.pale",
            help="A mixture's probability, or for k-means how much farther the second centre is.",
        )


def _strength(groups: Groups, picks: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Return how strongly to draw each row, where that was asked for: half sure is palest."""
    sure = certainty(groups.clustering)
    if sure is None or not widgets.widget("scatter.pale"):
        return None
    return np.clip(2 * sure[picks] - 1, 0, 1)


def _only(groups: Groups) -> int | None:
    """Let one cluster be looked at alone."""
    key = _only_key(groups)
    titles = ["All", *(cut(group.title, 40) for group in groups.shown)]
    chosen: int = st.selectbox(
        "Show",
        range(len(titles)),
        format_func=titles.__getitem__,
        key=key,
        help="One cluster alone; a click on one of its points, its centre or its name below does the same.",
    )
    if chosen:
        st.button("Show all", key="scatter.all", on_click=widgets.put, args=(key, 0), icon=":material/undo:")
    return chosen - 1 if chosen else None


def _only_key(groups: Groups) -> str:
    return f"scatter.only.{len(groups.shown) + 1}"


def _equal() -> bool:
    return st.toggle(
        "Equal scales",
        key="scatter.equal",
        help="One unit is as long on both axes, so that distances look as they are.",
    )


def _wants_density() -> bool:
    names = {"density": "Density of all rows", "sample": f"Sample of {scatter.SELECTABLE:,} rows"}
    drawn = st.segmented_control(
        "Draw", names, default="density", required=True, format_func=names.__getitem__, key="scatter.drawn"
    )
    return drawn == "density"


def _framed(figure: charts.Figure, axes: list[Axis], equal: bool) -> charts.Figure:
    """Let a click on the legend isolate a cluster; make scales equal, or hide a height without meaning."""
    figure.update_layout(legend_itemclick="toggleothers", legend_itemdoubleclick="toggle")
    if equal:
        figure.update_yaxes(scaleanchor="x", scaleratio=1)
    if len(axes) == 2 and axes[1].strip:
        figure.update_yaxes(title_text="", showticklabels=False, showgrid=False, range=[-0.5, 1.5])
    return figure


def _stand_still(figure: charts.Figure, axes: list[Axis]) -> None:
    """Keep the axes as they are with all clusters, so that one alone stays where it was."""
    for axis, update in zip(axes, (figure.update_xaxes, figure.update_yaxes), strict=True):
        low, high = float(axis.values.min()), float(axis.values.max())
        update(range=[low - EDGE * (high - low), high + EDGE * (high - low)])


def _draw_density(groups: Groups, axes: list[Axis], equal: bool) -> None:
    x, y = axes
    k, labels = len(groups.shown), groups.clustering.labels
    binned = views.density(x.values, y.values, labels, k=k, bins=160)
    points = _points(groups, axes, np.arange(0))
    figure = scatter.density(binned, points, groups.shown, page.theme(), title=_finding(groups))
    charts.show(_framed(figure, axes, equal), key="scatter.density", alt=_in_words(groups, axes))
    st.caption(f"All {len(x.values):,} rows as a density: the stronger the colour, the more rows.")


def _draw_points(groups: Groups, axes: list[Axis], only: int | None, equal: bool) -> None:
    labels = groups.clustering.labels
    picks = np.arange(len(labels)) if only is None else np.flatnonzero(labels == only)
    if len(picks) > AS_POINTS:
        all_of_them = len(picks)
        picks = picks[sample_rows(labels[picks] + 1, scatter.SELECTABLE, seed=0)]
        st.caption(f"A sample of {len(picks):,} of {all_of_them:,} rows, every cluster in it.")
    points = _points(groups, axes, picks)
    figure = scatter.scatter(points, groups.shown, page.theme(), title=_finding(groups))
    if only is not None and len(axes) == 2:
        _stand_still(figure, axes)
    event = charts.select(
        _framed(figure, axes, equal),
        key=f"scatter.points.{len(axes)}",
        alt=_in_words(groups, axes),
        clicked=partial(_clicked, _only_key(groups)),
    )
    if len(picks) > HOVER_POINTS:
        st.caption(
            f"Beyond {HOVER_POINTS:,} points, hovering tells the row's number; select it to see its cells."
        )
    out = sum(len(rows) for _, rows in groups.matrix.left_out)
    if points.others is not None and len(points.others) < out:
        st.caption(f"{len(points.others):,} of the {out:,} rows that took no part can be drawn here.")
    chosen = [row for point in event.selection.points if (row := _row(point)) is not None]
    clicked = widgets.widget("scatter.clicked")
    if not chosen and only is not None and clicked in groups.matrix.rows[picks]:
        chosen = [clicked]  # the chart was drawn anew for its cluster, with nothing selected
    selected_rows.show(groups, chosen)


def _row(point: dict[str, Any]) -> int | None:
    """Return the table's row that a point stands for; a centre stands for none."""
    number = point.get("customdata")
    return None if number is None else int(np.ravel(number)[0]) - 1


def _clicked(key: str, point: dict[str, Any]) -> None:
    """Isolate the cluster of a point, or of a centre, which has its number written on it."""
    widgets.put("scatter.clicked", _row(point))
    number = point.get("legendgroup") or point.get("text") or ""
    if str(number).isdigit():
        widgets.put(key, int(number))


def _points(groups: Groups, axes: list[Axis], picks: NDArray[np.int64]) -> scatter.Points:
    return scatter.Points(
        places=np.column_stack([axis.values[picks] for axis in axes]),
        labels=groups.clustering.labels[picks],
        rows=groups.matrix.rows[picks],
        axes=tuple(axis.name for axis in axes),
        centres=_centres(axes),
        hover=row_tables.hover_texts(groups.table, groups.matrix.rows[picks])
        if len(picks) <= HOVER_POINTS
        else (),
        others=_others(groups, axes),
        strength=_strength(groups, picks),
    )


def _centres(axes: list[Axis]) -> NDArray[np.float64] | None:
    placed = [axis.centres for axis in axes if axis.centres is not None]
    return np.column_stack(placed) if len(placed) == len(axes) else None


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


def _finding(groups: Groups) -> str:
    if isinstance(groups, OfKMeans):
        return f"{len(groups.shown)} clusters explain {share(groups.clustering.explained)} of the spread"
    out = int((groups.clustering.labels < 0).sum())
    left = f", {count(out, 'row')} in none" if out else ""
    return f"{title_of(groups.clustering.settings)}: {count(len(groups.shown), 'cluster')}{left}"


def _in_words(groups: Groups, axes: list[Axis]) -> str:
    """Say what the picture shows, for people who cannot see it."""
    told = [axis for axis in axes if not axis.strip]
    places = "; ".join(
        f"{group.title}, {count(group.size, 'row')}"
        + (", centre at " if told and told[0].centres is not None else "")
        + ", ".join(
            f"{axis.name} {number(float(axis.centres[i]))}" for axis in told if axis.centres is not None
        )
        for i, group in enumerate(groups.shown[:20])
    )
    return f"Scatter of {' against '.join(axis.name for axis in told)}. {places}."
