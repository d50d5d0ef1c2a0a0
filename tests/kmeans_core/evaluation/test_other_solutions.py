"""Alternatives: restarts end in few places, which are counted; other settings agree or do not."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation import local_minima, robustness, stability
from tests.kmeans_core.matrices import groups, matrix_of


def test_restarts_are_gathered_by_where_they_end() -> None:
    matrix = matrix_of(groups(5, each=30, apart=12))
    found = local_minima(matrix, KMeansSettings(k=5))
    inertias = [each.inertia for each in found.minima]
    assert inertias == sorted(inertias)
    assert sum(each.starts for each in found.minima) == len(found.ends) == 50
    assert found.minima[0].ari == 1
    assert [found.ends.count(i) for i in range(len(inertias))] == [each.starts for each in found.minima]
    for each in found.minima:
        assert each.ari == pytest.approx(adjusted_rand_score(found.minima[0].labels, each.labels))
        assert adjusted_rand_score(each.labels, assign(matrix.values, each.centres).labels) == pytest.approx(
            1
        )


def test_every_start_that_ends_in_the_same_place_is_counted_there() -> None:
    found = local_minima(matrix_of(groups(3)), KMeansSettings(k=3))
    assert [(each.starts, each.ari) for each in found.minima] == [(50, 1.0)]
    assert found.ends == (0,) * 50
    assert found.minima[0].inertia == pytest.approx(
        sum(((part - part.mean(axis=0)) ** 2).sum() for part in np.split(groups(3), 3))
    )


def test_starts_differ_and_a_seed_repeats_them() -> None:
    matrix = matrix_of(np.random.default_rng(0).uniform(size=(300, 2)))
    one, again, other = (local_minima(matrix, KMeansSettings(k=6, seed=s)) for s in (0, 0, 50))
    assert len(one.minima) > 1
    assert [each.inertia for each in one.minima] == [each.inertia for each in again.minima]
    assert [each.inertia for each in one.minima] != [each.inertia for each in other.minima]


def test_centres_lie_where_the_rows_do() -> None:
    values = groups(3) + 1_000
    best = local_minima(matrix_of(values), KMeansSettings(k=3)).minima[0]
    assert best.centres == pytest.approx(np.array([values[best.labels == i].mean(axis=0) for i in range(3)]))


def test_starts_on_a_large_table_are_made_on_drawn_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "MOST_ROWS", 100)
    matrix = matrix_of(groups(3))
    found = local_minima(matrix, KMeansSettings(k=3))
    assert (len(found.rows), len(found.minima[0].labels)) == (100, 100)
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
    assert np.bincount(assign(matrix.values, found.minima[0].centres).labels).tolist() == [60, 60, 60]


def test_rows_too_rare_for_a_draw_have_their_centres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stability, "MOST_ROWS", 100)
    values = np.append(np.zeros(5_000), [1.0, 2, 3, 4])[:, None]
    best = local_minima(matrix_of(values), KMeansSettings(k=5)).minima[0]
    assert np.sort(best.centres.ravel()) == pytest.approx([0, 1, 2, 3, 4])


def test_progress_counts_the_starts() -> None:
    said: list[tuple[float, str]] = []
    local_minima(matrix_of(groups(3)), KMeansSettings(k=3), lambda done, words: said.append((done, words)))
    assert said == [(i / 50, f"Start {i + 1} of 50") for i in range(50)]


def test_any_seed_that_can_be_chosen_works() -> None:
    settings = KMeansSettings(k=3, n_init=1, seed=2**32 - 1)
    assert sum(each.starts for each in local_minima(matrix_of(groups(3)), settings).minima) == 50


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
    monkeypatch.setattr(stability, "MOST_ROWS", 50)
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
