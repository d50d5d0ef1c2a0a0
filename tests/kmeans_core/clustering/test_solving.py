"""Small tables are searched thoroughly, large ones on a sample, and settings are heard in all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_digits, load_wine

from kmeans_core.clustering import coresets, solving
from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import Descent
from kmeans_core.clustering.points import Points, centred
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.solving import best_of, most_starts, solve

VALUES = np.random.default_rng(0).normal(size=(1_000, 3))


def blobs(n: int, d: int, k: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0, 5, (k, d))[random.integers(k, size=n)] + random.normal(size=(n, d))


class Taken(Exception):
    """Tells which search was about to begin."""


def way(n: int, d: int, asked: KMeansSettings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the name of the search that is taken."""

    def stand_in(name: str) -> Callable[..., None]:
        def search(*_: object) -> None:
            raise Taken(name)

        return search

    for name in ("mini_batches", "restarts", "search_small", "search_sample", "search"):
        monkeypatch.setattr(solving, name, stand_in(name))
    with pytest.raises(Taken) as taken:
        solve(Points(np.broadcast_to(np.zeros(1), (n, d))), asked, None)
    return str(taken.value)


@pytest.mark.parametrize(
    ("n", "d", "change", "name"),
    [
        (2_000, 1, {}, "search_small"),
        (2_001, 1, {}, "search"),
        (2_000, 980, {}, "search_small"),  # 2,000 x 3 x 1,000 = 6 million
        (2_000, 981, {}, "search"),
        (20_000, 1, {}, "search"),
        (20_001, 1, {}, "search_sample"),
        (20_001, 1, {"all_rows": True}, "search"),
        (30_000, 1, {"k": 100}, "search"),
        (30_001, 1, {"k": 100}, "search_sample"),
        (50, 1, {"search": "restarts"}, "restarts"),
        (50, 1, {"algorithm": "mini-batch"}, "mini_batches"),
        (50_000, 1, {"algorithm": "mini-batch", "search": "restarts"}, "mini_batches"),
    ],
)
def test_the_search_suits_the_table(n, d, change, name, monkeypatch):
    assert way(n, d, KMeansSettings(**{"k": 3, **change}), monkeypatch) == name


def test_more_restarts_are_more_effort():
    assert [most_starts(n) for n in (1, 3, 4, 10, 11, 20, 100)] == [1, 3, 4, 4, 4, 8, 40]


def test_the_first_of_equally_good_solutions_is_taken():
    nearest = assign(VALUES, VALUES[:2])
    one, same, lower = (
        Descent(VALUES[:2], nearest, inertia, 1, True) for inertia in (5.0, 5.0 * (1 - 1e-14), 4.9)
    )
    assert best_of([one, same]) is one
    assert best_of([one, same, lower]) is lower
    assert best_of([lower, one]) is lower


def test_a_small_search_keeps_to_the_number_of_steps():
    points = centred(VALUES).points(1, 0.0)
    found = solve(points, KMeansSettings(12, max_iter=1), None)
    assert found.best.n_iter == 1
    assert len(found.restarts) == 10
    assert found.best.inertia <= min(found.restarts)
    assert found.searched_rows == 1_000


def test_progress_only_rises_while_a_small_table_is_searched():
    told = []
    points = centred(VALUES).points(300, 1e-4, lambda done, words: told.append(done))
    solve(points, KMeansSettings(6), None)
    assert told == sorted(told)
    assert told[0] == 0
    assert max(told) == 1


def test_a_sample_of_overlapping_clusters_is_searched_twice_and_merged_on_a_larger_one():
    random = np.random.default_rng(0)
    values = random.normal(size=(50_000, 2))
    found = solve(centred(values).points(300, 1e-4), KMeansSettings(12), None)
    assert len(found.restarts) == 4
    assert 30_000 < found.searched_rows <= 50_000


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
        patch.setattr(solving, "SMALL_ROWS", small)
        found = fit(values, asked)
    starts = fit(values, replace(asked, search="restarts", n_init=len(found.restarts)))
    assert found.restarts == starts.restarts
    assert found.inertia <= min(starts.restarts) * (1 + 1e-12) + 1e-12
    assert found.sizes.min() > 0


def test_a_large_table_is_searched_on_a_sample_and_described_on_all_rows(monkeypatch):
    monkeypatch.setattr(solving, "SMALL_ROWS", 100)
    monkeypatch.setattr(coresets, "_ROWS", 2_000)
    values = blobs(20_000, 3, 5)
    found = fit(values, KMeansSettings(5))
    whole = fit(values, KMeansSettings(5, all_rows=True))
    assert 1_800 < found.searched_rows <= 2_000
    assert whole.searched_rows == 20_000
    assert len(found.labels) == 20_000
    assert found.inertia <= whole.inertia * 1.0005


def test_a_tiny_far_group_is_not_missed_by_the_sample(monkeypatch):
    monkeypatch.setattr(coresets, "_ROWS", 2_000)
    values = np.vstack([blobs(30_000, 2, 2), np.random.default_rng(1).normal(900, 1, (4, 2))])
    found = fit(values, KMeansSettings(3))
    assert found.sizes[-1] == 4


def test_digits_reach_the_best_known_inertia():
    assert fit(load_digits().data, KMeansSettings(10)).inertia <= 1_165_110 * 1.003


def test_more_restarts_are_more_effort_where_starts_do_not_agree():
    random = np.random.default_rng(3)
    values = random.normal(size=(3_000, 6))
    effort = [len(fit(values, KMeansSettings(25, n_init=n)).restarts) for n in (1, 10, 30)]
    assert effort == [1, 4, 12]


def test_a_random_partition_starts_with_every_cluster():
    found = fit(load_wine().data, KMeansSettings(5, "random partition", search="restarts"))
    assert found.sizes.min() > 0
