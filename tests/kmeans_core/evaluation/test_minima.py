"""Local minima: restarts end in few places, which are told apart and counted."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation import minima
from kmeans_core.evaluation.minima import local_minima, shown_minimum
from tests.kmeans_core.matrices import groups, matrix_of


def test_restarts_are_gathered_by_where_they_end() -> None:
    matrix = matrix_of(groups(5, each=30, apart=12))
    found = local_minima(matrix, KMeansSettings(k=5), starts=20)
    inertias = [each.inertia for each in found.minima]
    assert inertias == sorted(inertias)
    assert sum(each.starts for each in found.minima) == len(found.ends) == 20
    assert found.minima[0].ari == 1
    assert [found.ends.count(i) for i in range(len(inertias))] == [each.starts for each in found.minima]
    for each in found.minima:
        assert each.ari == pytest.approx(adjusted_rand_score(found.minima[0].labels, each.labels))
        assert adjusted_rand_score(each.labels, shown_minimum(matrix, each)) == pytest.approx(1)


def test_every_start_that_ends_in_the_same_place_is_counted_there() -> None:
    found = local_minima(matrix_of(groups(3)), KMeansSettings(k=3), starts=7)
    assert [(each.starts, each.ari) for each in found.minima] == [(7, 1.0)]
    assert found.ends == (0,) * 7
    assert found.minima[0].inertia == pytest.approx(
        sum(((part - part.mean(axis=0)) ** 2).sum() for part in np.split(groups(3), 3))
    )


def test_starts_differ_and_a_seed_repeats_them() -> None:
    matrix = matrix_of(np.random.default_rng(0).uniform(size=(300, 2)))
    one, again, other = (local_minima(matrix, KMeansSettings(k=6, seed=s), starts=6) for s in (0, 0, 50))
    assert len(one.minima) > 1
    assert [each.inertia for each in one.minima] == [each.inertia for each in again.minima]
    assert [each.inertia for each in one.minima] != [each.inertia for each in other.minima]


def test_centres_lie_where_the_rows_do() -> None:
    values = groups(3) + 1_000
    best = local_minima(matrix_of(values), KMeansSettings(k=3), starts=2).minima[0]
    assert best.centres == pytest.approx(np.array([values[best.labels == i].mean(axis=0) for i in range(3)]))


def test_starts_on_a_large_table_are_made_on_drawn_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minima, "MINIMA_ROWS", 100)
    matrix = matrix_of(groups(3))
    found = local_minima(matrix, KMeansSettings(k=3), starts=2)
    assert (len(found.rows), len(found.minima[0].labels)) == (100, 100)
    assert found.rows.tolist() == sorted(set(found.rows.tolist()))
    assert np.bincount(shown_minimum(matrix, found.minima[0])).tolist() == [60, 60, 60]


def test_rows_too_rare_for_a_draw_have_their_centres(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(minima, "MINIMA_ROWS", 100)
    values = np.append(np.zeros(5_000), [1.0, 2, 3, 4])[:, None]
    best = local_minima(matrix_of(values), KMeansSettings(k=5), starts=2).minima[0]
    assert np.sort(best.centres.ravel()) == pytest.approx([0, 1, 2, 3, 4])


def test_progress_counts_the_starts() -> None:
    said: list[tuple[float, str]] = []
    local_minima(matrix_of(groups(3)), KMeansSettings(k=3), 4, lambda done, words: said.append((done, words)))
    assert said == [(i / 4, f"Start {i + 1} of 4") for i in range(4)]


def test_fifty_starts_are_made_unless_told_otherwise() -> None:
    matrix = matrix_of(np.array([[0.0], [1], [5], [6]]))
    assert len(local_minima(matrix, KMeansSettings(k=2)).ends) == 50


def test_any_seed_that_can_be_chosen_works() -> None:
    settings = KMeansSettings(k=3, n_init=1, seed=2**32 - 1)
    assert sum(each.starts for each in local_minima(matrix_of(groups(3)), settings, starts=3).minima) == 3
