"""Rows as points in two and three dimensions, and as a density."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import plotly.graph_objects as go

from kmeans_core.figures.groups import Group
from kmeans_core.figures.scatter import Points, density, scatter
from kmeans_core.figures.theme import LIGHT
from kmeans_core.views.density import Density
from tests.kmeans_core.drawings import axes

GROUPS = (Group(1, "high <b>income</b>", 3, 4), Group(2, "", 1, 0))


def points(dims: int = 2, others: np.ndarray | None = None) -> Points:
    places = np.array([[0, 0, 0], [0, 2, 0], [1, 1, 0], [10, 0, 5.0]])[:, :dims]
    return Points(
        places=places,
        labels=np.array([0, 0, 0, 1], np.int32),
        rows=np.array([3, 4, 6, 9]),
        axes=("income %{x}", "age", "visits")[:dims],
        centres=np.array([[1 / 3, 1, 0], [10, 0, 5.0]])[:, :dims],
        hover=("a", "b", "c", "d"),
        others=others,
    )


def named(fig: go.Figure, name: str) -> go.Scatter:
    return next(trace for trace in fig.data if trace.name == name)


def test_every_cluster_is_one_trace_in_its_own_colour_and_the_centres_carry_their_numbers():
    fig = scatter(points(), GROUPS, LIGHT)
    first, second, centres = fig.data
    assert [len(first.x), len(second.x)] == [3, 1]
    assert (first.marker.color, second.marker.color) == (LIGHT.clusters[4], LIGHT.clusters[0])
    assert list(centres.text) == ["1", "2"]
    assert list(first.customdata) == [4, 5, 7]


def test_legend_entries_give_number_name_and_size_and_user_text_is_no_markup():
    fig = scatter(points(), GROUPS, LIGHT)
    assert fig.data[0].name == "1 · high &lt;b&gt;income&lt;/b&gt; (3)"
    assert fig.data[1].name == "Cluster 2 (1)"
    assert "%{x}" not in fig.layout.xaxis.title.text


def test_three_columns_of_places_make_a_picture_in_space_with_all_axes_named():
    fig = scatter(points(dims=3), GROUPS, LIGHT)
    assert all(isinstance(trace, go.Scatter3d) for trace in fig.data)
    assert (fig.layout.scene.yaxis.title.text, fig.layout.scene.zaxis.title.text) == ("age", "visits")


def test_rows_that_took_no_part_are_grey_rings():
    fig = scatter(points(others=np.array([[5.0, 5.0]])), GROUPS, LIGHT)
    ring = named(fig, "1 row that took no part")
    assert (ring.marker.symbol, ring.marker.color) == ("circle-open", LIGHT.quiet)


def test_a_density_shows_each_cell_in_the_colour_of_its_largest_cluster():
    binned = Density(np.array([[[3, 0]], [[1, 2]]]), np.array([0.0, 1, 2]), np.array([0.0, 1]))
    fig = density(binned, points(), GROUPS, LIGHT)
    first, second = (trace for trace in fig.data if isinstance(trace, go.Heatmap))
    assert np.isfinite(first.z).tolist() == [[True, False]]
    assert np.isfinite(second.z).tolist() == [[False, True]]
    assert first.customdata.tolist() == [[4, 2]]


def test_few_points_are_drawn_sharp_and_many_fast():
    many = Points(
        np.zeros((2_001, 2)), np.zeros(2_001, np.int32), np.arange(2_001), ("a", "b"), np.zeros((1, 2))
    )
    assert isinstance(scatter(points(), GROUPS, LIGHT).data[0], go.Scatter)
    points_drawn, centres = scatter(many, GROUPS[:1], LIGHT).data
    assert isinstance(points_drawn, go.Scattergl)
    assert isinstance(centres, go.Scattergl)  # else the points would lie above them


def test_axes_carry_the_names_of_the_columns():
    fig = scatter(points(), GROUPS, LIGHT)
    assert axes(fig) == ("income %&#123;x&#125;", "age")


def test_rows_that_took_no_part_are_rings_in_space_too():
    ring = named(scatter(points(dims=3, others=np.zeros((2, 3))), GROUPS, LIGHT), "2 rows that took no part")
    assert isinstance(ring, go.Scatter3d)
    assert len(ring.z) == 2


def test_clusters_without_centres_and_rows_in_no_cluster_are_drawn_as_they_are():
    fig = scatter(replace(points(), centres=None, labels=np.array([0, 0, -1, 1], np.int32)), GROUPS, LIGHT)
    assert [len(trace.x) for trace in fig.data] == [1, 2, 1]
    assert fig.data[0].name == "in no cluster (1)"
