"""Rows are grouped as scikit-learn groups them or better, numbered the same way every time."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.datasets import load_iris

from kmeans_core.clustering.clusterer import cluster, fit
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.common.errors import DataProblem, Stopped, TooFewRows
from kmeans_core.features import Preparation, prepare, to_original_units
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


@pytest.mark.parametrize("n", [400, 4000])
def test_the_same_settings_give_the_same_labels(n):
    values, asked = blobs(n, 5, 12), KMeansSettings(10, seed=3)
    first, second = fit(values, asked), fit(values.copy(), asked)
    np.testing.assert_array_equal(first.labels, second.labels)
    np.testing.assert_array_equal(first.centres, second.centres)
    assert first.digest == second.digest
    assert fit(values, replace(asked, seed=4)).digest != first.digest


def test_a_search_that_was_cut_short_says_so():
    values, asked = blobs(300, 2, 6), KMeansSettings(6, search="restarts", n_init=1)
    whole, short = fit(values, asked), fit(values, replace(asked, max_iter=1))
    assert whole.converged is True
    assert whole.n_iter > 2
    assert (short.n_iter, short.converged) == (1, False)


def test_a_solution_keeps_its_settings_and_is_named_by_its_source_too():
    asked = KMeansSettings(2)
    found = fit(FOUR, asked, source="one table")
    assert found.settings is asked
    assert found.digest == fit(FOUR, asked, source="one table").digest
    assert found.digest != fit(FOUR, asked, source="another").digest


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


@pytest.mark.parametrize("scale", [1e-60, 1e-9, 1e9, 1e60])
def test_the_grouping_does_not_depend_on_the_unit(scale):
    values = load_iris().data
    plain, scaled = fit(values, KMeansSettings(3)), fit(values * scale, KMeansSettings(3))
    np.testing.assert_array_equal(plain.labels, scaled.labels)
    assert scaled.inertia == pytest.approx(plain.inertia * scale * scale)


def test_a_large_common_offset_changes_nothing():
    values = np.round(load_iris().data * 10)
    np.testing.assert_array_equal(
        fit(values, KMeansSettings(3)).labels, fit(values + 2.0**40, KMeansSettings(3)).labels
    )


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


def test_shared_arrays_cannot_be_written_into():
    found = fit(FOUR, KMeansSettings(2))
    for array in (found.labels, found.sizes, found.centres, found.distances, found.second, found.margins):
        with pytest.raises(ValueError) as refused:
            array[0] = 0
        assert str(refused.value) == "assignment destination is read-only"


@pytest.mark.parametrize("seed", range(8))
def test_iris_ends_at_the_inertia_that_every_tutorial_quotes(seed: int) -> None:
    matrix = prepare(load_sample("Iris"), Preparation(scaling="none"))
    assert cluster(matrix, KMeansSettings(k=3, seed=seed)).inertia == pytest.approx(78.851441426, rel=1e-9)
