"""What can be seen in two and three dimensions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.features import Preparation, prepare
from kmeans_core.tables.samples import load_sample
from kmeans_core.views.density import density
from kmeans_core.views.projection import project


def test_a_line_of_points_is_explained_by_one_component_that_names_its_columns():
    values = np.outer(np.arange(5.0), [3, -4, 0]) / 5
    matrix = SimpleNamespace(values=values, names=("income", "age", "visits"))
    seen = project(matrix, values[[0, 4]], 2)
    assert seen.names[0] == "PC 1 (100 %): age − income"
    assert np.allclose(seen.places[:, 0], [2, 1, 0, -1, -2])
    assert np.allclose(seen.centres, seen.places[[0, 4]])


def test_more_columns_than_rows_give_the_same_distances_between_rows():
    values = np.random.default_rng(1).normal(size=(4, 50))
    matrix = SimpleNamespace(values=values, names=tuple(map(str, range(50))))
    seen = project(matrix, values[:2], 3)
    apart = np.linalg.norm(values[0] - values[1])
    assert np.isclose(np.linalg.norm(seen.places[0] - seen.places[1]), apart)


def test_a_density_counts_every_row_once_in_its_cluster():
    x, y = np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])
    seen = density(x, y, np.array([0, 0, 1, 1], np.int32), k=2, bins=2)
    assert seen.counts.tolist() == [[[1, 0], [1, 0]], [[0, 1], [0, 1]]]
    assert seen.x_edges.tolist() == [0, 0.5, 1]


def test_the_picture_never_flips_and_its_axes_say_what_they_are_made_of() -> None:
    matrix = prepare(load_sample("Wine"), Preparation())
    seen = project(matrix, matrix.values[:3], 3)
    assert seen.names == (
        "PC 1 (36 %): flavanoids + total_phenols + od280/od315_of_diluted_wines",
        "PC 2 (19 %): color_intensity + alcohol + proline",
        "PC 3 (11 %): ash + alcalinity_of_ash",
    )
    np.testing.assert_allclose(seen.centres, seen.places[:3], atol=1e-12)


def test_one_column_has_one_axis() -> None:
    matrix = prepare(load_sample("Two thermometers"), Preparation())
    seen = project(matrix, matrix.values[:2], 3)
    assert seen.places.shape == (1000, 1)
    assert seen.names == ("PC 1 (100 %): temperature °C",)


def test_a_density_of_equal_places_is_one_cell() -> None:
    seen = density(np.full(5, 1e9), np.zeros(5), np.zeros(5, np.int32), k=1, bins=4)
    assert seen.counts.max() == seen.counts.sum() == 5
    assert seen.x_edges[0] < 1e9 < seen.x_edges[-1]


def test_a_cluster_without_rows_has_a_plane_of_its_own_and_rows_in_no_cluster_have_none() -> None:
    x = np.array([0.0, 0, 1, 1])
    seen = density(x, x, np.array([0, -1, 0, 0], np.int32), k=3, bins=2)
    assert seen.counts.tolist() == [[[1, 0], [0, 2]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]]


@given(st.lists(st.tuples(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9), st.integers(0, 2)), min_size=1))
def test_every_row_is_in_one_cell_between_the_edges(points: list[tuple[float, float, int]]) -> None:
    x, y, groups = (np.array(values) for values in zip(*points, strict=True))
    seen = density(x, y, groups.astype(np.int32), k=3, bins=7)
    assert seen.counts.sum(axis=(1, 2)).tolist() == np.bincount(groups, minlength=3).tolist()
    across, _ = np.histogram(x, seen.x_edges)
    assert across.sum() == len(points)
