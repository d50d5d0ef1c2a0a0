"""Small tables are searched thoroughly, large ones on a sample, and settings are heard in all of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits, load_wine

from kmeans_core.clustering import solving, swaps
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points, centred
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.solving import different_rows, sample, solve

VALUES = np.random.default_rng(0).normal(size=(1_000, 3))


def blobs(n: int, d: int, k: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0, 5, (k, d))[random.integers(k, size=n)] + random.normal(size=(n, d))


@pytest.mark.parametrize(
    ("n", "change", "rows"),
    [
        (20_000, {}, 20_000),
        (20_001, {"all_rows": True}, 20_001),
        (30_000, {"k": 100}, 30_000),
        (50_000, {"search": "restarts", "n_init": 1}, 50_000),
        (50_000, {"algorithm": "mini-batch"}, 50_000),
    ],
)
def test_tables_that_are_not_large_are_searched_whole(n, change, rows):
    values = np.random.default_rng(0).normal(size=(n, 2))
    found = solve(Points(values, max_iter=2), KMeansSettings(**{"k": 3, "n_init": 2, **change}), None)
    assert found.searched_rows == rows


@pytest.mark.parametrize(("n", "k", "size"), [(20_001, 3, 20_000), (30_001, 100, 30_000)])
def test_larger_tables_are_searched_on_a_sample(n, k, size, monkeypatch):
    values = np.random.default_rng(0).normal(size=(n, 1))
    found = solve(Points(values, max_iter=2), KMeansSettings(k, n_init=1), None)
    assert 0.5 * size < found.searched_rows <= size


def test_equal_rows_are_searched_once_with_their_number_as_weight():
    random = np.random.default_rng(0)
    rows = random.normal(size=(60, 3))
    values = rows[random.choice(60, 5_000, p=random.dirichlet(np.ones(60)))]
    different, copies = different_rows(Points(values))
    assert len(different.values) == len(np.unique(values, axis=0))
    assert different.mass.sum() == 5_000
    np.testing.assert_array_equal(different.values[copies], values)
    found = solve(Points(values), KMeansSettings(20), None)
    assert found.searched_rows == len(found.best.nearest.labels) == 5_000
    again = descend(Points(values), found.best.centres)
    assert found.best.inertia == pytest.approx(again.inertia)
    assert found.best.nearest.d1.sum() == pytest.approx(again.inertia)
    starts = fit(values, KMeansSettings(20, search="restarts", n_init=30)).restarts
    assert found.best.inertia <= min(starts) * (1 + 1e-9)


def test_equal_rows_that_stand_for_several_keep_what_they_stand_for():
    values, weights = np.repeat(np.eye(3), 1_000, axis=0), np.repeat([1.0, 2, 3], 1_000)
    different, _ = different_rows(Points(values, weights))
    assert {tuple(row): mass for row, mass in zip(different.values, different.mass, strict=True)} == {
        (1, 0, 0): 1_000,
        (0, 1, 0): 2_000,
        (0, 0, 1): 3_000,
    }


def test_rows_that_mostly_differ_are_taken_as_they_are():
    points = Points(VALUES)
    assert different_rows(points)[0] is points


def test_rows_whose_keys_are_equal_by_chance_are_not_taken_as_equal(monkeypatch):
    points = Points(VALUES)
    monkeypatch.setattr(np, "einsum", lambda *_: np.zeros(len(VALUES)))
    assert different_rows(points)[0] is points


def test_a_small_search_keeps_to_the_number_of_steps():
    points = centred(VALUES).points(1, 0.0)
    found = solve(points, KMeansSettings(12, max_iter=1), None)
    assert found.best.n_iter == 1
    assert found.best.inertia <= min(found.restarts)
    assert found.searched_rows == 1_000


def test_progress_only_rises_while_a_small_table_is_searched():
    told = []
    points = centred(VALUES).points(300, 1e-4, lambda done, words: told.append(done))
    solve(points, KMeansSettings(6), None)
    assert told == sorted(told)
    assert told[0] == 0
    assert 0.5 < max(told) <= 1


def test_a_sample_of_clear_clusters_is_searched_once():
    random = np.random.default_rng(0)
    values = random.normal(0, 50, (5, 2))[random.integers(5, size=50_000)] + random.normal(size=(50_000, 2))
    found = solve(centred(values).points(300, 1e-4), KMeansSettings(5), None)
    assert len(found.restarts) == 1
    assert 15_000 < found.searched_rows <= 20_000


tables = st.integers(0, 2**32 - 1).flatmap(
    lambda seed: st.builds(
        lambda n, d, grid: (
            np.random.default_rng(seed).integers(0, grid, (n, d)).astype(float)
            if grid
            else np.random.default_rng(seed).standard_t(2, (n, d))
        ),
        st.integers(4, 60),
        st.integers(1, 4),
        st.sampled_from([0, 2, 5, 40]),
    )
)


@settings(max_examples=60, deadline=None)
@given(tables, st.integers(2, 8), st.integers(0, 99), st.sampled_from([0, 2000]), st.integers(1, 5))
def test_swap_search_is_never_worse_than_the_restarts_it_started_from(values, k, seed, small, n_init):
    assume(len(np.unique(values, axis=0)) >= k)
    asked = KMeansSettings(k, seed=seed, n_init=n_init)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(swaps, "SMALL_ROWS", small)
        found = fit(values, asked)
    starts = fit(values, replace(asked, search="restarts", n_init=len(found.restarts)))
    assert found.restarts == starts.restarts
    assert found.inertia <= min(starts.restarts) * (1 + 1e-12) + 1e-12
    assert found.sizes.min() > 0


def test_a_large_table_is_searched_on_a_sample_and_described_on_all_rows(monkeypatch):
    monkeypatch.setattr(swaps, "SMALL_ROWS", 100)
    monkeypatch.setattr(solving, "ROWS", 2_000)
    values = blobs(20_000, 3, 5)
    found = fit(values, KMeansSettings(5))
    whole = fit(values, KMeansSettings(5, all_rows=True))
    assert 1_800 < found.searched_rows <= 2_000
    assert whole.searched_rows == 20_000
    assert len(found.labels) == 20_000
    assert found.inertia <= whole.inertia * 1.0005


def test_a_tiny_far_group_is_not_missed_by_the_sample(monkeypatch):
    monkeypatch.setattr(solving, "ROWS", 2_000)
    values = np.vstack([blobs(30_000, 2, 2), np.random.default_rng(1).normal(900, 1, (4, 2))])
    found = fit(values, KMeansSettings(3))
    assert found.sizes[-1] == 4


def test_digits_reach_the_best_known_inertia():
    assert fit(load_digits().data, KMeansSettings(10)).inertia <= 1_165_110 * 1.003


def test_more_restarts_are_more_effort_where_starts_do_not_agree():
    values = np.random.default_rng(3).normal(size=(3_000, 6))
    few, more, many = (fit(values, KMeansSettings(25, n_init=n)).inertia for n in (1, 20, 100))
    assert many < more < few


@pytest.mark.parametrize("n", [400, 2_500])
def test_own_centres_are_the_only_start_of_a_swap_search(n):
    values = blobs(n, 2, 3)
    own = tuple(tuple(row) for row in values[:3].tolist())
    found = fit(values, KMeansSettings(3, "own centres", own_centres=own))
    plain = fit(values, KMeansSettings(3, "own centres", own_centres=own, search="restarts"))
    assert found.restarts == pytest.approx(plain.restarts)
    assert len(found.restarts) == 1


def test_a_random_partition_starts_with_every_cluster():
    found = fit(load_wine().data, KMeansSettings(5, "random partition", search="restarts"))
    assert found.sizes.min() > 0


def test_a_row_that_stands_for_many_is_drawn_as_often_as_they_would_be() -> None:
    rows = np.random.default_rng(0).normal(size=(40_000, 2))
    weights = np.where(rows[:, 0] > 0, 9.0, 1.0)
    drawn = sample(Points(rows, weights), 20_000, np.random.default_rng(1))
    right = drawn.values[:, 0] > 0
    assert drawn.weights is not None
    assert drawn.weights.sum() == pytest.approx(weights.sum(), rel=0.01)
    assert drawn.weights[right].sum() == pytest.approx(weights[rows[:, 0] > 0].sum(), rel=0.01)
    assert right.mean() > 0.7  # 9 to 1 by mass, each different row at most once
