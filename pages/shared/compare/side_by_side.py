"""The clusters of several algorithms on the same axes, in the same colours for the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import streamlit as st

from kmeans_core.clustering import KMeansSettings, follow, shared_rows
from kmeans_core.common import DataProblem, Stopped, sample_rows
from kmeans_core.figures import scatter
from kmeans_core.figures.groups import Group
from kmeans_core.groupings import Attempt, How, title_of
from pages.shared.elements import charts, page
from pages.shared.elements.words import count, escape, number
from pages.shared.results import clusters, comparisons
from pages.shared.results.groups import Groups
from pages.shared.state import session, visit

POINTS = 700  # each; several pictures of more would take a browser seconds
HEIGHT = 300
ROUND = "round groups of similar spread"


@dataclass(frozen=True, eq=False)
class Place:
    """Where rows are drawn: the same rows on the same axes for every algorithm."""

    rows: np.ndarray
    places: np.ndarray
    axes: tuple[str, str]


def show(groups: Groups, ways: list[How]) -> list[Attempt]:
    """Run and draw each algorithm; what cannot be run says why in its place. Returns what was found."""
    place, tried = _place(groups), []
    in_a_row = 2 if len(ways) in (1, 2, 4) else 3
    for begin in range(0, len(ways), in_a_row):
        row = ways[begin : begin + in_a_row]
        for column, how in zip(st.columns(in_a_row), row, strict=False):
            with column, st.container(border=True, height="stretch", key=f"compare.card.{title_of(how)}"):
                done = _tried(groups, how)
                if done is not None:
                    _card(groups, done, place)
                    tried.append(done)
    st.caption(f"{count(len(place.rows), 'row')} on {' and '.join(map(escape, place.axes))}.")
    return tried


def _place(groups: Groups) -> Place:
    """Choose the two columns there are, or two principal components of more."""
    matrix = groups.matrix
    rows = sample_rows(groups.clustering.labels + 1, POINTS, seed=0)
    if matrix.originals.shape[1] == 2:
        return Place(rows, matrix.originals[rows], (matrix.original_names[0], matrix.original_names[1]))
    view = clusters.project(matrix, groups.clustering).places[rows]
    heights = view[:, 1] if view.shape[1] > 1 else np.arange(len(rows)) * 0.618 % 1
    return Place(rows, np.column_stack([view[:, 0], heights]), ("principal component 1", "2"))


def _tried(groups: Groups, how: How) -> Attempt | None:
    st.markdown(f"**{escape(title_of(how))}**")
    try:
        return comparisons.attempt(groups.matrix, how)
    except DataProblem as problem:
        st.info(escape(str(problem), 400), icon=":material/info:")
    except Stopped:
        st.info("Stopped.", icon=":material/pause:")
        st.button("Run again", key=f"compare.again.{title_of(how)}", on_click=visit.resume)
    return None


def _card(groups: Groups, done: Attempt, place: Place) -> None:
    found, title = done.grouping, done.title
    shown = _in_the_same_colours(groups, done)
    points = scatter.Points(
        place.places, found.labels[place.rows], groups.matrix.rows[place.rows], ("", ""), None
    )
    figure = scatter.scatter(points, shown, page.theme())
    figure.update_layout(height=HEIGHT, showlegend=False, dragmode=False, margin_t=10)
    figure.update_xaxes(showticklabels=False)
    figure.update_yaxes(showticklabels=False)
    sizes = ", ".join(f"{size:,}" for size in found.sizes[:12])
    charts.show(figure, key=f"compare.{title}", alt=f"{title}: clusters of {sizes} rows")
    st.markdown(f"{count(len(found.sizes), 'cluster')}: {sizes} rows")
    st.caption(_figures(done))
    settings = found.settings
    st.caption(f"Good at {ROUND if isinstance(settings, KMeansSettings) else settings.good_at}.")
    for note in getattr(found, "notes", ()):
        st.caption(escape(note, 300))
    _use(settings, title)


def _figures(done: Attempt) -> str:
    scattered = f" · {done.scattered:,} in none" if done.scattered else ""
    return (
        f"silhouette {number(done.silhouette, 2)} · DBCV {number(done.validity, 2)}{scattered} · "
        f"{number(done.seconds, 2)} s"
    )


def _use(how: How, title: str) -> None:
    other = None if isinstance(how, KMeansSettings) else how
    if session.choices().other == other:
        st.markdown(":material/check: In use on every page")
        return
    st.button("Use these clusters", key=f"compare.use.{title}", on_click=session.use, args=(other,))


def _in_the_same_colours(groups: Groups, done: Attempt) -> tuple[Group, ...]:
    """Give each cluster the colour of the present one with which it shares the most rows."""
    rows = groups.matrix.rows
    shared = shared_rows(groups.clustering, rows, done.grouping, rows)
    colours = follow(shared, tuple(group.colour for group in groups.shown))
    return tuple(
        Group(i + 1, "", int(size), colour)
        for i, (size, colour) in enumerate(zip(done.grouping.sizes, colours, strict=True))
    )
