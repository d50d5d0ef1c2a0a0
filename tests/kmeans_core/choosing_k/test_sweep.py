"""The sweep: inertia never rises, a wider range costs only its new k, a stop keeps what is done."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.choosing_k.sweep import gathered, sweep
from kmeans_core.clustering.clusterer import Clustering, cluster
from kmeans_core.clustering.matching import flows
from kmeans_core.clustering.settings import KMeansSettings, Search, settings_for
from kmeans_core.common.errors import BadSettings, Stopped, TooFewRows
from tests.kmeans_core.matrices import groups, matrix_of

QUICK = KMeansSettings(n_init=2)


def test_every_k_of_the_range_is_there() -> None:
    found = sweep(matrix_of(groups()), QUICK, 2, 6)
    assert found.ks == (2, 3, 4, 5, 6)
    assert [len(each.sizes) for each in found.clusterings] == [2, 3, 4, 5, 6]
    assert found.at(4).settings == settings_for(QUICK, 4)


def test_four_rows_by_hand() -> None:
    matrix = matrix_of(np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]]))
    assert [each.inertia for each in sweep(matrix, QUICK, 2, 4).clusterings] == pytest.approx([4, 2, 0])


@settings(max_examples=10)
@given(st.integers(8, 60), st.integers(1, 4), st.integers(0, 50), st.sampled_from(["swap", "restarts"]))
def test_inertia_never_rises_with_k(n: int, d: int, seed: int, search: Search) -> None:
    values = np.random.default_rng(seed).integers(0, 6, (n, d)).astype(float)
    matrix = matrix_of(values)
    if matrix.n_distinct >= 2:
        found = sweep(matrix, KMeansSettings(n_init=1, search=search, seed=seed), 2, 6)
        inertias = np.array([each.inertia for each in found.clusterings])
        assert (np.diff(inertias) <= 1e-9 * inertias[0]).all()


@pytest.mark.parametrize("search", ["swap", "restarts"])
def test_a_sweeps_solution_is_the_one_that_its_k_gives_alone(search: Search) -> None:
    matrix = matrix_of(np.random.default_rng(3).uniform(size=(150, 2)))
    for each in sweep(matrix, KMeansSettings(search=search), 2, 6).clusterings:
        alone = cluster(matrix, each.settings)
        assert each.digest == alone.digest
        assert each.labels.tolist() == alone.labels.tolist()


@pytest.mark.parametrize("offset", [0, 2**20])
def test_a_solution_worse_than_that_of_fewer_clusters_makes_way_for_its_best_split(offset: int) -> None:
    matrix = matrix_of(groups(4, apart=12) + offset)
    settings = KMeansSettings(n_init=1, search="restarts")
    stuck = replace(cluster(matrix, replace(settings, k=4)), inertia=1e9)
    found = sweep(matrix, settings, 3, 4, known={4: stuck})
    assert found.at(4).inertia < found.at(3).inertia
    assert found.at(4).sizes.tolist() == [60] * 4
    assert found.at(4).digest != stuck.digest
    assert (found.at(4).restarts, found.at(4).settings) == (stuck.restarts, stuck.settings)
    assert (found.at(4).searched_rows, found.at(3).digest) == (
        240,
        sweep(matrix, settings, 3, 3).at(3).digest,
    )


def test_widening_the_range_fits_only_the_new_k() -> None:
    matrix, done = matrix_of(groups()), list[int]()
    first = sweep(matrix, QUICK, 2, 4)
    known = dict(zip(first.ks, first.clusterings, strict=True))
    wide = sweep(matrix, QUICK, 2, 6, known=known, keep=lambda each: done.append(len(each.sizes)))
    assert set(done) == {5, 6}
    assert wide.clusterings[:3] == first.clusterings


@settings(max_examples=10)
@given(st.integers(0, 1000), st.integers(3, 5))
def test_a_range_widened_in_steps_gives_what_it_gives_at_once(seed: int, first: int) -> None:
    matrix = matrix_of(np.random.default_rng(seed).uniform(size=(60, 2)))
    grown = dict[int, Clustering]()

    def keep(each: Clustering) -> None:
        grown[len(each.sizes)] = each

    sweep(matrix, QUICK, 2, first, keep=keep)
    widened, at_once = sweep(matrix, QUICK, 2, 7, known=grown), sweep(matrix, QUICK, 2, 7)
    assert [each.inertia for each in widened.clusterings] == [each.inertia for each in at_once.clusterings]
    assert (np.diff([each.inertia for each in widened.clusterings]) <= 1e-9).all()


def test_restarts_are_those_of_the_clustering() -> None:
    matrix = matrix_of(groups(4))
    for plain in (
        KMeansSettings(n_init=3, search="restarts"),
        KMeansSettings(algorithm="mini-batch"),
        KMeansSettings(n_init=3, init="random rows"),
    ):
        found: list[Clustering] = []
        sweep(matrix, plain, 2, 4, keep=found.append)
        for each in found:
            assert each.labels.tolist() == cluster(matrix, each.settings).labels.tolist()


def test_a_large_table_is_swept_on_a_sample_and_every_row_is_labelled() -> None:
    found = sweep(matrix_of(groups(3, each=9_000)), QUICK, 2, 4)
    assert found.at(3).sizes.tolist() == [9_000] * 3
    assert found.at(3).searched_rows < 27_000
    assert found.at(2).inertia > found.at(3).inertia > found.at(4).inertia


def test_a_stop_keeps_what_is_done() -> None:
    done: list[Clustering] = []

    def stop_after_two(share: float, words: str) -> None:
        if len(done) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        sweep(matrix_of(groups()), QUICK, 2, 9, keep=done.append, progress=stop_after_two)
    assert gathered(done).ks == (2, 3)


def test_progress_names_each_k() -> None:
    said: list[tuple[float, str]] = []
    sweep(matrix_of(groups()), QUICK, 2, 4, progress=lambda *told: said.append(told))
    for step, k in enumerate((2, 3, 4)):
        assert (pytest.approx(step / 3), f"k = {k}: Starting") in said
    assert [done for done, _ in said] == sorted(done for done, _ in said)


def test_the_range_ends_at_the_distinct_rows() -> None:
    matrix = matrix_of(np.repeat(np.arange(4.0)[:, None], 5, axis=0))
    found = sweep(matrix, QUICK, 2, 10)
    assert found.ks == (2, 3, 4)
    assert found.at(4).inertia == pytest.approx(0)
    assert sweep(matrix, QUICK, 4, 10).ks == (4,)
    assert sweep(matrix_of(np.arange(12.0)[:, None]), QUICK).ks == tuple(
        range(2, 11)
    )  # unless told otherwise


def test_a_range_beyond_the_distinct_rows_names_their_number() -> None:
    with pytest.raises(TooFewRows) as problem:
        sweep(matrix_of(np.array([[0.0], [1], [2], [2]])), QUICK, 5, 9)
    assert str(problem.value) == "3 different rows cannot form 5 clusters. Choose at most 3."


@pytest.mark.parametrize(("low", "high"), [(6, 3), (1, 5)])
def test_an_empty_range_and_one_from_below_two_are_refused(low: int, high: int) -> None:
    with pytest.raises(BadSettings) as problem:
        sweep(matrix_of(groups()), QUICK, low, high)
    assert str(problem.value) == (
        f"k from {low} to {high} cannot be run. Choose 2 or more, the smaller number first."
    )


def test_own_centres_serve_their_own_k() -> None:
    own = KMeansSettings(k=2, init="own centres", own_centres=((0.0, 0.0), (8.0, 8.0)))
    assert settings_for(own, 2) == own
    assert settings_for(own, 3) == KMeansSettings(k=3)


def test_the_same_settings_give_the_same_sweep() -> None:
    matrix = matrix_of(groups())
    one, two = sweep(matrix, QUICK, 2, 5), sweep(matrix, QUICK, 2, 5)
    assert one.digest == two.digest
    assert all((a.labels == b.labels).all() for a, b in zip(one.clusterings, two.clusterings, strict=True))


def test_flows_count_every_row_once() -> None:
    found = sweep(matrix_of(groups(each=20)), QUICK, 2, 3)
    moved = flows(found.at(2), found.at(3))
    assert moved.sum(axis=1).tolist() == found.at(2).sizes.tolist()
    assert moved.sum(axis=0).tolist() == found.at(3).sizes.tolist()
    assert sorted(moved.ravel().tolist()) == [0, 0, 0, 20, 20, 20]
