"""Robustness: the agreement with the present clusters when scaling, k and seed change."""

from __future__ import annotations

import sys
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.robustness import robustness
from tests.kmeans_core.matrices import groups, matrix_of

THREE = KMeansSettings(k=3, n_init=2)


def test_robustness_is_1_where_nothing_changes() -> None:
    matrix = matrix_of(groups(3))
    found = robustness({"none": matrix, "again": matrix}, cluster(matrix, THREE), [2, 3], [0, 1])
    assert found.ari.shape == (2, 2, 2)
    assert found.ari[:, 1] == pytest.approx(1)
    assert (found.ari[:, 0] < 0.9).all()


def test_robustness_has_a_gap_where_k_passes_the_distinct_rows() -> None:
    matrix = matrix_of(np.repeat([[0.0], [1.0], [5.0]], 4, axis=0))
    found = robustness({"none": matrix}, cluster(matrix, THREE), [3, 4], [0])
    assert found.ari[0, 0, 0] == pytest.approx(1)
    assert np.isnan(found.ari[0, 1, 0])


def test_agreement_lies_at_its_scaling_k_and_seed() -> None:
    values = groups(3)
    matrix, turned = matrix_of(values), matrix_of(np.random.default_rng(0).normal(size=values.shape))
    found = robustness({"plain": matrix, "noise": turned}, cluster(matrix, THREE), [3, 2, 4], [5, 9])
    assert (found.scalings, found.ks, found.seeds) == (("plain", "noise"), (3, 2, 4), (5, 9))
    assert found.ari[0, 0] == pytest.approx(1)
    assert found.ari[0, 1] == pytest.approx(0.57, abs=0.02)  # two of three groups as one
    assert (np.abs(found.ari[1]) < 0.1).all()


def test_each_seed_gives_its_own_answer() -> None:
    matrix = matrix_of(np.random.default_rng(0).uniform(size=(60, 3)))
    found = robustness({"none": matrix}, cluster(matrix, KMeansSettings(k=7)), [7], [0, 1, 2, 3])
    assert len(set(found.ari[0, 0].tolist())) > 1


def test_every_cell_is_one_start_with_its_k_and_seed() -> None:
    values = np.random.default_rng(0).uniform(size=(120, 3))
    matrix, asked = matrix_of(values), KMeansSettings(k=9, n_init=10, search="restarts")
    present = cluster(matrix, asked)
    found = robustness({"none": matrix}, present, [7, 9], [3, 4])
    for (i, k), (j, number) in product(enumerate([7, 9]), enumerate([3, 4])):
        again = cluster(matrix, replace(asked, k=k, seed=number, n_init=1))
        assert found.ari[0, i, j] == pytest.approx(adjusted_rand_score(present.labels, again.labels))


def test_own_centres_are_no_part_of_the_comparison() -> None:
    own = KMeansSettings(k=3, init="own centres", own_centres=((0.0, 0.0), (8.0, 8.0), (16.0, 0.0)))
    matrix = matrix_of(groups(3))
    found = robustness({"none": matrix}, replace(cluster(matrix, THREE), settings=own), [2, 3], [0])
    assert found.ari[0, 1, 0] == pytest.approx(1)
    assert np.isfinite(found.ari).all()


def test_a_scaling_that_leaves_out_rows_is_not_compared() -> None:
    matrix, shorter = matrix_of(groups(3)), matrix_of(groups(3)[1:])
    found = robustness({"none": matrix, "log": shorter}, cluster(matrix, THREE), [3], [0])
    assert found.ari.ravel().tolist() == pytest.approx([1, np.nan], nan_ok=True)
    assert found.rows == 180


def test_a_large_table_is_compared_on_drawn_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[robustness.__module__], "MINIMA_ROWS", 50)
    matrix = matrix_of(groups(3))
    found = robustness({"none": matrix}, cluster(matrix, THREE), [3], [0])
    assert found.rows == 50
    assert found.ari.ravel().tolist() == [1]


def test_rows_too_rare_for_a_draw_are_compared_all_the_same() -> None:
    values = np.repeat([0.0, 1, 2, 3, 4, 5, 6], [59_994, 1, 1, 1, 1, 1, 1])[:, None]
    matrix = matrix_of(values)
    present = cluster(matrix, KMeansSettings(k=5))
    found = robustness({"none": matrix}, present, [4, 5, 7], [0])
    assert 20_000 < found.rows <= 20_006  # those that were drawn, and the rare ones that were not
    assert np.isfinite(found.ari).all()
    assert found.ari[0, 1, 0] > 0.9


def test_progress_names_the_scaling_and_k() -> None:
    said: list[tuple[float, str]] = []
    matrix = matrix_of(groups(3))
    robustness(
        {"none": matrix, "log": matrix},
        cluster(matrix, THREE),
        [2, 3],
        [0],
        progress=lambda done, words: said.append((done, words)),
    )
    assert said == [(0, "none, k = 2"), (0.25, "none, k = 3"), (0.5, "log, k = 2"), (0.75, "log, k = 3")]
