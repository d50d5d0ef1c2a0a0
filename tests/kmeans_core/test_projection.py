"""What can be seen in two and three dimensions."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np

from kmeans_core.projection import density, project, sample_rows


def test_a_line_of_points_is_explained_by_one_component_that_names_its_columns():
    values = np.outer(np.arange(5.0), [3, -4, 0]) / 5
    matrix = SimpleNamespace(values=values, names=("income", "age", "visits"))
    seen = project(matrix, values[[0, 4]], 2)
    assert np.allclose(seen.explained, [1, 0])
    assert np.allclose(np.abs(seen.places[:, 0]), [2, 1, 0, 1, 2])
    assert np.allclose(seen.centres, seen.places[[0, 4]])
    assert seen.names[0] == "PC 1, 100%: age, −income"


def test_more_columns_than_rows_give_the_same_distances_between_rows():
    values = np.random.default_rng(1).normal(size=(4, 50))
    matrix = SimpleNamespace(values=values, names=tuple(map(str, range(50))))
    seen = project(matrix, values[:2], 3)
    apart = np.linalg.norm(values[0] - values[1])
    assert np.isclose(np.linalg.norm(seen.places[0] - seen.places[1]), apart)
    assert np.isclose(sum(seen.explained), 1)


def test_a_density_counts_every_row_once_in_its_cluster():
    x, y = np.array([0.0, 0, 1, 1]), np.array([0.0, 1, 0, 1])
    seen = density(x, y, np.array([0, 0, 1, 1], np.int32), bins=2)
    assert seen.counts.tolist() == [[[1, 0], [1, 0]], [[0, 1], [0, 1]]]
    assert seen.x_edges.tolist() == [0, 0.5, 1]


def test_a_sample_keeps_tiny_clusters_and_the_rows_order():
    labels = np.repeat(np.array([0, 1, 2], np.int32), [10_000, 500, 5])
    rows = sample_rows(labels, 1_000, seed=3)
    assert np.bincount(labels[rows]).tolist() == [951, 47, 5]
    assert (np.diff(rows) > 0).all()
    assert (rows == sample_rows(labels, 1_000, seed=3)).all()
