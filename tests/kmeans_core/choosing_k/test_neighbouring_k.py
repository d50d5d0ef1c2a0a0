"""Solutions grown from neighbours: named by all that they depend on, never worse for the neighbour's help."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from kmeans_core.choosing_k import neighbouring_k
from kmeans_core.choosing_k.sweep import Sweep, sweep
from kmeans_core.clustering import coresets
from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings
from tests.kmeans_core.matrices import groups, matrix_of

OTHERS = {
    "init": "random rows",
    "n_init": 1,
    "max_iter": 1,
    "tol": 0.3,
    "algorithm": "mini-batch",
    "seed": 1,
    "search": "restarts",
    "own_centres": ((0.0, 0.0), (1.0, 1.0)),
    "all_rows": True,
}
TABLE = np.random.default_rng(0).uniform(size=(500, 2))


@pytest.fixture(autouse=True)
def tables_of_200_rows_are_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coresets, "_ROWS", 200)
    monkeypatch.setattr(coresets, "_ROWS_PER_CENTRE", 40)


def assert_equal_where_named_equal(one: Sweep, other: Sweep) -> None:
    """Every solution that has the same digest in both is the same."""
    for k in set(one.ks) & set(other.ks):
        a, b = one.at(k), other.at(k)
        if a.digest == b.digest:
            assert (a.labels == b.labels).all(), k
            assert (a.centres == b.centres).all(), k


def test_every_setting_is_tried_below() -> None:
    assert set(OTHERS) | {"k"} == {each.name for each in fields(KMeansSettings)}


@pytest.mark.parametrize("field", OTHERS)
def test_another_setting_gives_another_digest_or_the_same_labels(field: str) -> None:
    matrix, settings = matrix_of(TABLE), KMeansSettings(n_init=2)
    other = replace(settings, **{field: OTHERS[field]})
    assert_equal_where_named_equal(sweep(matrix, settings, 2, 5), sweep(matrix, other, 2, 5))


@pytest.mark.parametrize("ends", [(2, 14), (2, 6), (3, 9), (4, 5)])
def test_another_range_gives_another_digest_or_the_same_labels(ends: tuple[int, int]) -> None:
    matrix = matrix_of(TABLE)
    assert_equal_where_named_equal(
        sweep(matrix, KMeansSettings(), 2, 8), sweep(matrix, KMeansSettings(), *ends)
    )


def test_another_table_gives_other_digests() -> None:
    one, other = (sweep(matrix_of(values), KMeansSettings(), 2, 4) for values in (TABLE, TABLE + 1e-9))
    assert {each.digest for each in one.clusterings}.isdisjoint(each.digest for each in other.clusterings)


def test_a_solution_is_not_named_as_the_one_that_is_found_alone() -> None:
    matrix = matrix_of(TABLE)
    found = sweep(matrix, KMeansSettings(n_init=1), 2, 6).at(6)
    alone = cluster(matrix, found.settings)
    assert found.digest != alone.digest


@pytest.mark.parametrize("k", [2, 3, 4, 5, 6, 8])
def test_a_small_k_is_searched_on_the_same_rows_whatever_the_range(k: int) -> None:
    on = neighbouring_k.Ground.of(matrix_of(TABLE), KMeansSettings())
    drawn = on.searched(k)
    assert len(drawn.values) <= max(200, 40 * k)
    assert drawn.weights is not None
    assert drawn.weights.sum() == pytest.approx(500, rel=0.15)  # they stand for all rows


def test_all_rows_are_searched_where_the_sample_would_hold_them_or_a_person_asks_for_them() -> None:
    on = neighbouring_k.Ground.of(matrix_of(TABLE), KMeansSettings())
    assert on.searched(13) is on.every
    on = neighbouring_k.Ground.of(matrix_of(TABLE), KMeansSettings(all_rows=True))
    assert on.searched(2) is on.every


def test_the_best_split_parts_the_widest_group() -> None:
    values = np.array([[-9.0], [-8], [0], [4], [20], [24.5]])
    split = neighbouring_k.split(Points(values), np.array([[-8.5], [2], [22.25]]))
    assert sorted(split.ravel().tolist()) == [-8.5, 2, 20, 24.5]


def test_weights_decide_which_group_is_split() -> None:
    rows = Points(np.array([[0.0], [4], [20], [24.5]]), np.array([2.0, 2, 1, 1]))
    assert sorted(neighbouring_k.split(rows, np.array([[2.0], [22.25]])).ravel().tolist()) == [0, 4, 22.25]


def test_the_cheapest_merger_joins_the_nearest_groups() -> None:
    values = np.array([[0.0], [1], [3], [4], [30], [31]])
    merged = neighbouring_k.merged(Points(values), np.array([[0.5], [3.5], [30.5]]))
    assert 30.5 in merged.ravel().tolist()
    assert len(merged) == 2


def test_a_merger_is_taken_only_where_it_is_better() -> None:
    matrix = matrix_of(groups(4))
    on = neighbouring_k.Ground.of(matrix, KMeansSettings(all_rows=True))
    found = sweep(matrix, KMeansSettings(all_rows=True), 3, 4)
    assert neighbouring_k.shrunk(on, found.at(3), found.at(4), lambda done, words: None) is found.at(3)
    bad = replace(found.at(3), inertia=found.at(3).inertia * 2)
    again = neighbouring_k.shrunk(on, bad, found.at(4), lambda done, words: None)
    assert again.inertia < bad.inertia
    assert again.digest != bad.digest


def test_small_k_have_fresh_starts_and_larger_ones_only_their_neighbours_split() -> None:
    found = sweep(matrix_of(groups(5, each=20)), KMeansSettings(all_rows=True), 2, 5)
    assert [len(each.restarts) for each in found.clusterings] == [3, 4, 1, 1]
    few = sweep(matrix_of(groups(5, each=20)), KMeansSettings(n_init=1, all_rows=True), 4, 5)
    assert [len(each.restarts) for each in few.clusterings] == [1, 1]


def test_a_solution_merged_back_keeps_the_starts_and_settings_of_its_own_k() -> None:
    matrix, settings = matrix_of(groups(4)), KMeansSettings(all_rows=True)
    found = sweep(matrix, settings, 3, 4)
    bad = replace(found.at(3), inertia=found.at(3).inertia * 2)
    again = neighbouring_k.shrunk(
        neighbouring_k.Ground.of(matrix, settings), bad, found.at(4), lambda done, words: None
    )
    assert (again.restarts, again.settings) == (bad.restarts, bad.settings)
    assert again.searched_rows == 240


def test_inertia_that_would_rise_after_merging_back_is_grown_anew() -> None:
    matrix, settings = matrix_of(groups(4)), KMeansSettings(all_rows=True)
    known = {each.settings.k: each for each in sweep(matrix, settings, 2, 4).clusterings}
    spoilt = {2: known[2], 3: replace(known[3], inertia=known[2].inertia * 2)}
    again = sweep(matrix, settings, 2, 3, known=spoilt)
    assert again.at(2) is known[2]
    assert again.at(3).inertia == pytest.approx(known[3].inertia, rel=0.2)


def test_every_solution_but_the_last_may_be_the_larger_one_merged_back() -> None:
    matrix, settings = matrix_of(groups(5)), KMeansSettings(all_rows=True)
    known = {each.settings.k: each for each in sweep(matrix, settings, 2, 5).clusterings}
    for k in (2, 3, 4):
        worse = 0.9 * known[k - 1].inertia if k > 2 else 2 * known[k].inertia  # which does not rise with k
        again = sweep(matrix, settings, 2, 5, known={**known, k: replace(known[k], inertia=worse)})
        assert again.at(k).inertia < worse, k


def test_a_common_offset_changes_nothing_in_a_sweep() -> None:
    values = np.round(np.random.default_rng(0).uniform(size=(200, 2)) * 64)
    plain, far = (sweep(matrix_of(values + offset), KMeansSettings(n_init=1), 2, 6) for offset in (0, 2**20))
    for k in plain.ks:
        assert far.at(k).labels.tolist() == plain.at(k).labels.tolist()


def test_sampled_inertia_that_rises_is_put_right_on_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix = matrix_of(TABLE)
    on = neighbouring_k.Ground.of(matrix, KMeansSettings())
    two = sweep(matrix, KMeansSettings(), 2, 2).at(2)
    misled = neighbouring_k.Ground.finished

    def worse(self: neighbouring_k.Ground, here: object, found: object, progress: object) -> object:
        return replace(misled(self, here, found, progress), inertia=10 * two.inertia)  # type: ignore[arg-type]

    monkeypatch.setattr(neighbouring_k.Ground, "finished", worse)
    three = neighbouring_k.grown(on, KMeansSettings(k=3), two, lambda done, words: None)
    assert three.inertia < two.inertia
    assert three.sizes.sum() == 500
