"""Rows are grouped as scikit-learn groups them or better, numbered the same way every time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.cluster import KMeans
from sklearn.datasets import load_digits, load_iris, load_wine
from sklearn.metrics import adjusted_rand_score

from kmeans_core.clustering import clusterer as clustering
from kmeans_core.clustering import restarts
from kmeans_core.clustering.clusterer import cluster, fit
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.common.errors import BadSettings, DataProblem, Stopped, TooFewRows, UnusableFeatures
from kmeans_core.features.preparation import Preparation, prepare, to_original_units
from kmeans_core.tables.samples import load_sample

ROOT = Path(__file__).parents[3]
FOUR = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)


def blobs(n: int, d: int, k: int, seed: int = 0) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(0, 5, (k, d))[random.integers(k, size=n)] + random.normal(size=(n, d))


@pytest.mark.parametrize("search", ["swap", "restarts"])
@pytest.mark.parametrize("algorithm", ["lloyd", "elkan", "mini-batch"])
def test_four_corners_fall_into_the_two_pairs_checked_by_hand(search, algorithm):
    found = fit(FOUR, KMeansSettings(k=2, search=search, algorithm=algorithm))
    assert found.labels.tolist() == [0, 0, 1, 1]
    np.testing.assert_allclose(found.centres, [(0, 1), (10, 1)], atol=0.05)
    assert found.inertia == pytest.approx(4, abs=0.05)
    assert found.explained == pytest.approx(1 - 4 / 104, abs=0.001)
    assert found.sizes.tolist() == [2, 2]
    np.testing.assert_allclose(found.distances, 1, atol=0.05)
    assert found.second.tolist() == [1, 1, 0, 0]
    np.testing.assert_allclose(found.margins, np.sqrt(101) - 1, atol=0.1)


@pytest.mark.parametrize("k", [2, 3, 7, 20])
@pytest.mark.parametrize("init", ["k-means++", "random rows"])
@pytest.mark.parametrize("algorithm", ["lloyd", "elkan"])
@pytest.mark.parametrize("load", [load_iris, load_wine])
def test_restarts_equal_scikit_learn(k, init, algorithm, load):
    values = load().data
    ours = fit(values, KMeansSettings(k, init, n_init=4, seed=5, search="restarts", algorithm=algorithm))
    name = {"random rows": "random"}.get(init, init)
    theirs = KMeans(k, init=name, n_init=4, random_state=5, algorithm=algorithm).fit(values)
    check_equal(ours, theirs)
    assert len(ours.restarts) == 4
    assert min(ours.restarts) == pytest.approx(theirs.inertia_, rel=1e-9)


def check_equal(ours, theirs):
    assert adjusted_rand_score(ours.labels, theirs.labels_) == 1
    numbers = np.zeros(len(ours.centres), int)
    numbers[theirs.labels_] = ours.labels
    np.testing.assert_allclose(ours.centres[numbers], theirs.cluster_centers_, rtol=1e-7, atol=1e-9)
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-9)
    assert ours.n_iter == theirs.n_iter_


@pytest.mark.parametrize("init", ["k-means++", "random rows"])
def test_restarts_that_can_be_stopped_equal_scikit_learn_too(init, monkeypatch):
    monkeypatch.setattr(restarts, "_SHORT_FIT", 0)
    values = blobs(3000, 4, 9)
    ours = fit(values, KMeansSettings(9, init, n_init=3, seed=2, search="restarts"))
    theirs = KMeans(9, init={"random rows": "random"}.get(init, init), n_init=3, random_state=2).fit(values)
    assert adjusted_rand_score(ours.labels, theirs.labels_) == 1
    assert ours.inertia == pytest.approx(theirs.inertia_, rel=1e-9)


def test_one_start_from_own_centres_equals_scikit_learn():
    values = load_iris().data
    own = values[[0, 1, 2]]
    ours = fit(values, KMeansSettings(3, search="restarts"), start=own)
    check_equal(ours, KMeans(3, init=own, n_init=1).fit(values))
    assert len(ours.restarts) == 1


def test_own_centres_are_taken_as_settings():
    found = fit(FOUR, KMeansSettings(2, "own centres", own_centres=((0, 0), (1, 0)), search="restarts"))
    assert found.labels.tolist() == [0, 0, 1, 1]


def test_own_centres_are_in_original_units():
    matrix = prepare(load_sample("Iris"), Preparation())
    found = cluster(matrix, KMeansSettings(3))
    own = tuple(tuple(row) for row in to_original_units(matrix, found.centres).tolist())
    again = cluster(matrix, KMeansSettings(3, "own centres", own_centres=own, search="restarts"))
    np.testing.assert_array_equal(found.labels, again.labels)
    assert again.n_iter <= 2
    assert found.digest != again.digest != cluster(matrix, KMeansSettings(3, search="restarts")).digest


def test_k_ends_at_the_number_of_distinct_rows():
    matrix = prepare(load_sample("Iris"), Preparation())
    with pytest.raises(TooFewRows) as problem:
        cluster(matrix, KMeansSettings(matrix.n_distinct + 1))
    assert str(problem.value) == "149 different rows cannot form 150 clusters. Choose at most 149."
    assert cluster(matrix, KMeansSettings(matrix.n_distinct)).inertia == pytest.approx(0, abs=1e-9)


def test_a_random_partition_starts_with_every_cluster():
    found = fit(load_wine().data, KMeansSettings(5, "random partition", search="restarts"))
    assert found.sizes.min() > 0


@pytest.mark.parametrize("search", ["swap", "restarts"])
@pytest.mark.parametrize("n", [300, 3000])
def test_labels_centres_sizes_and_distances_agree(search, n):
    values = blobs(n, 3, 6)
    found = fit(values, KMeansSettings(6, search=search, tol=0))
    squared = ((values[:, None] - found.centres) ** 2).sum(axis=2)
    nearest, second = np.sort(squared, axis=1)[:, :2].T
    np.testing.assert_array_equal(found.labels, squared.argmin(axis=1))
    np.testing.assert_allclose(found.distances, np.sqrt(nearest), rtol=1e-9)
    np.testing.assert_allclose(found.margins, np.sqrt(second) - np.sqrt(nearest), rtol=1e-6, atol=1e-9)
    np.testing.assert_array_equal(found.second, np.argsort(squared, axis=1)[:, 1])
    np.testing.assert_array_equal(found.sizes, np.bincount(found.labels))
    means = np.array([values[found.labels == j].mean(axis=0) for j in range(6)])
    np.testing.assert_allclose(found.centres, means, atol=1e-9)
    assert found.inertia == pytest.approx(nearest.sum())
    assert found.explained == pytest.approx(1 - nearest.sum() / ((values - values.mean(axis=0)) ** 2).sum())


def test_clusters_are_numbered_by_size_and_ties_by_centre():
    values = np.array([[5.0], [5.1], [9.0], [9.1], [1.0], [1.1], [1.2]])
    found = fit(values, KMeansSettings(3))
    assert found.labels.tolist() == [1, 1, 2, 2, 0, 0, 0]


def test_numbers_do_not_depend_on_the_order_of_rows_or_the_seed():
    values = load_iris().data
    found = fit(values, KMeansSettings(3))
    turned = fit(values[::-1], KMeansSettings(3, seed=9))
    np.testing.assert_array_equal(found.labels, turned.labels[::-1])


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
        patch.setattr(clustering, "SMALL_ROWS", small)
        found = fit(values, asked)
    starts = fit(values, replace(asked, search="restarts", n_init=len(found.restarts)))
    assert found.restarts == starts.restarts
    assert found.inertia <= min(starts.restarts) * (1 + 1e-12) + 1e-12
    assert found.sizes.min() > 0


@pytest.mark.parametrize("n", [400, 4000])
def test_the_same_settings_give_the_same_labels(n):
    values, asked = blobs(n, 5, 12), KMeansSettings(10, seed=3)
    first, second = fit(values, asked), fit(values.copy(), asked)
    np.testing.assert_array_equal(first.labels, second.labels)
    np.testing.assert_array_equal(first.centres, second.centres)
    assert first.digest == second.digest
    assert fit(values, replace(asked, seed=4)).digest != first.digest


TWO_JOBS = """
from concurrent.futures import ThreadPoolExecutor
import sys
import numpy as np
import sklearn.cluster
from kmeans_core.clustering import KMeansSettings, fit
from kmeans_core.common import digest
from threadpoolctl import threadpool_info

values = np.random.default_rng(0).normal(size=(1_500, 40))
def job(k):
    found = fit(values, KMeansSettings(k, n_init=3))
    return digest(found.labels.tobytes(), found.centres.tobytes())
with ThreadPoolExecutor(int(sys.argv[1])) as pool:
    print(*pool.map(job, [8, 9, 8, 9]))
print({each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"})
"""


def test_labels_are_the_same_on_any_number_of_threads_and_with_two_jobs_at_once():
    printed = set()
    for threads, jobs in (("1", "1"), ("4", "2")):
        wanted = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), threads)
        run = [sys.executable, "-c", TWO_JOBS, jobs]
        done = subprocess.run(
            run, env={**os.environ, **wanted}, cwd=ROOT, capture_output=True, text=True, check=True
        )
        printed.add(done.stdout)
    [one] = printed
    first, second, *again = one.split()[:4]
    assert again == [first, second]
    assert one.endswith("{1}\n")


def test_a_large_table_is_searched_on_a_sample_and_described_on_all_rows(monkeypatch):
    monkeypatch.setattr(clustering, "SMALL_ROWS", 100)
    monkeypatch.setattr(clustering, "SAMPLE_ROWS", 2_000)
    values = blobs(20_000, 3, 5)
    found = fit(values, KMeansSettings(5))
    whole = fit(values, KMeansSettings(5, all_rows=True))
    assert 1_800 < found.searched_rows <= 2_000
    assert whole.searched_rows == 20_000
    assert len(found.labels) == 20_000
    assert found.inertia <= whole.inertia * 1.0005


def test_a_tiny_far_group_is_not_missed_by_the_sample(monkeypatch):
    monkeypatch.setattr(clustering, "SAMPLE_ROWS", 2_000)
    values = np.vstack([blobs(30_000, 2, 2), np.random.default_rng(1).normal(900, 1, (4, 2))])
    found = fit(values, KMeansSettings(3))
    assert found.sizes[-1] == 4


def test_mini_batches_come_close_to_the_best():
    values = blobs(30_000, 5, 6)
    quick = fit(values, KMeansSettings(6, algorithm="mini-batch"))
    assert quick.inertia <= fit(values, KMeansSettings(6)).inertia * 1.4
    assert quick.labels.tolist() == fit(values, KMeansSettings(6, algorithm="mini-batch")).labels.tolist()


@pytest.mark.parametrize("search", ["swap", "restarts"])
@pytest.mark.parametrize("n", [1, 60])
def test_as_many_clusters_as_distinct_rows_leave_no_inertia(search, n):
    values = np.repeat(np.arange(7.0), n)[:, None] ** 2
    found = fit(values, KMeansSettings(7, search=search, n_init=2))
    assert found.inertia == pytest.approx(0, abs=1e-9)
    assert found.sizes.tolist() == [n] * 7


@pytest.mark.parametrize("search", ["swap", "restarts"])
@pytest.mark.parametrize("times", [2, 900])
def test_fewer_distinct_rows_than_clusters_are_named(search, times):
    values = np.repeat(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 9.0]]), times, axis=0)
    with pytest.raises(TooFewRows) as problem:
        fit(values, KMeansSettings(5, search=search))
    assert str(problem.value) == "3 different rows cannot form 5 clusters. Choose at most 3."


def test_equal_rows_are_nothing_to_group():
    with pytest.raises(TooFewRows) as problem:
        fit(np.full((9, 2), 0.1), KMeansSettings(2))
    assert str(problem.value) == (
        "All rows are equal, so there is nothing to group. Choose columns in which the rows differ."
    )


@pytest.mark.parametrize("scale", [1e-60, 1e-9, 1e9, 1e60])
def test_the_grouping_does_not_depend_on_the_unit(scale):
    values = load_iris().data
    plain, scaled = fit(values, KMeansSettings(3)), fit(values * scale, KMeansSettings(3))
    np.testing.assert_array_equal(plain.labels, scaled.labels)
    assert scaled.inertia == pytest.approx(plain.inertia * scale * scale)


@pytest.mark.parametrize("scale", [1e-200, 1e-100, 1e100, 1e160, 1e307])
def test_numbers_whose_squares_cannot_be_held_are_a_problem(scale):
    with pytest.raises(UnusableFeatures) as problem:
        fit(load_iris().data * scale, KMeansSettings(3))
    assert problem.value.remedy == "Choose a scaling, such as standard."


def test_a_large_common_offset_changes_nothing():
    values = np.round(load_iris().data * 10)
    np.testing.assert_array_equal(
        fit(values, KMeansSettings(3)).labels, fit(values + 2.0**40, KMeansSettings(3)).labels
    )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": 1}, "k = 1 cannot be run. Choose k from 2 up."),
        ({"n_init": 0}, "n_init = 0 cannot be run. Choose n_init from 1 up."),
        ({"max_iter": 0}, "max_iter = 0 cannot be run. Choose max_iter from 1 up."),
        ({"tol": float("nan")}, "tol = nan cannot be run. Choose tol from 0 up."),
        ({"seed": -1}, "seed = -1 cannot be run. Choose seed from 0 up."),
        ({"search": "luck"}, "search = 'luck' is not known. Choose one of swap, restarts."),
        (
            {"init": "own centres", "own_centres": ((1.0, 2.0),)},
            "1 own centres were given for 3 clusters. Give 3, or change k.",
        ),
        (
            {"init": "own centres", "own_centres": ((1.0, 2.0), (1.0,), (float("inf"), 1.0))},
            "2 of 3 own centres are not 2 finite numbers. Give one number per feature, in original units.",
        ),
    ],
)
def test_settings_that_cannot_be_run_say_so(change, message):
    with pytest.raises(BadSettings) as problem:
        fit(FOUR, replace(KMeansSettings(3), **change))
    assert str(problem.value) == message


@pytest.mark.parametrize("n", [500, 5_000, 60_000])
@pytest.mark.parametrize("changes", [{}, {"search": "restarts"}, {"algorithm": "mini-batch"}])
def test_long_work_stops_when_asked(n, changes):
    calls = []

    def stop(done, words):
        assert 0 <= done <= 1
        calls.append(words)
        if len(calls) == 2:
            raise Stopped

    with pytest.raises(Stopped):
        fit(blobs(n, 4, 8), KMeansSettings(8, **changes), stop)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=2), min_size=2, max_size=30),
    st.integers(2, 9),
    st.sampled_from(["k-means++", "random rows", "random partition"]),
    st.sampled_from(["swap", "restarts"]),
    st.sampled_from(["lloyd", "elkan", "mini-batch"]),
)
def test_any_table_is_grouped_or_a_typed_problem(rows, k, init, search, algorithm):
    try:
        found = fit(np.array(rows), KMeansSettings(k, init, 2, search=search, algorithm=algorithm))
    except DataProblem:
        return
    assert len(found.labels) == len(rows)
    assert found.sizes.sum() == len(rows)
    assert (np.diff(found.sizes) <= 0).all()
    assert np.isfinite(found.centres).all()
    assert found.inertia >= 0


def test_digits_reach_the_best_known_inertia():
    assert fit(load_digits().data, KMeansSettings(10)).inertia <= 1_165_110 * 1.003


def test_more_restarts_are_more_effort_where_starts_do_not_agree():
    random = np.random.default_rng(3)
    values = random.normal(size=(3_000, 6))
    effort = [len(fit(values, KMeansSettings(25, n_init=n)).restarts) for n in (1, 10, 30)]
    assert effort == [1, 4, 12]
