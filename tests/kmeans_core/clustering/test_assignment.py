"""Every row's nearest and second-nearest centre, and sums over groups of rows."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering.assignment import assign, closest, step, sums
from kmeans_core.clustering.points import Points
from kmeans_core.common import Stopped

CORNERS = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)


def test_the_nearest_and_second_nearest_are_found_by_hand():
    found = assign(CORNERS, np.array([(0.0, 1.0), (10.0, 1.0), (0.0, 5.0)]))
    assert found.labels.tolist() == [0, 0, 1, 1]
    assert found.second.tolist() == [2, 2, 0, 0]
    assert found.d1.tolist() == [1, 1, 1, 1]
    assert found.d2.tolist() == [25, 9, 101, 101]


def test_ties_go_to_the_smaller_number():
    found = assign(np.array([[1.0]]), np.array([[0.0], [2.0], [2.0]]))
    assert (found.labels.tolist(), found.second.tolist()) == ([0], [1])
    assert closest(np.array([[1.0]]), np.array([[0.0], [2.0], [2.0]])).tolist() == [0]


@given(
    st.integers(0, 10**6), st.sampled_from([1, 7, 600, 70_000]), st.integers(2, 9), st.sampled_from([0, 1e6])
)
def test_distances_equal_those_computed_one_by_one(number, n, k, offset):
    random = np.random.default_rng(number)
    values, centres = random.normal(offset, 1, (n, 2)), random.normal(offset, 1, (k, 2))
    squared = ((values[:, None] - centres) ** 2).sum(axis=2)
    found = assign(values, centres)
    near, next_near = np.sort(squared, axis=1)[:, :2].T
    np.testing.assert_allclose(squared[np.arange(n), found.labels], near, rtol=1e-9, atol=1e-3 * (offset > 0))
    np.testing.assert_allclose(found.d1, squared[np.arange(n), found.labels], rtol=1e-9)
    np.testing.assert_allclose(found.d2, next_near, rtol=1e-7, atol=1e-2 * (offset > 0))
    assert (found.second != found.labels).all()
    np.testing.assert_array_equal(closest(values, centres), found.labels)


@given(st.integers(0, 10**6), st.sampled_from([1, 7, 600, 70_000]), st.integers(2, 9), st.booleans())
def test_a_step_sums_the_rows_nearest_to_each_centre(number, n, k, weighted):
    random = np.random.default_rng(number)
    values, centres = random.normal(size=(n, 2)), random.normal(size=(k, 2))
    weights = random.uniform(0, 3, n) if weighted else None
    labels = assign(values, centres).labels
    totals, counts = step(Points(values, weights), centres)
    np.testing.assert_allclose(totals, sums(values, labels, k, weights), atol=1e-9 * n)
    np.testing.assert_allclose(counts, np.bincount(labels, weights, k), rtol=1e-9)


def test_rows_that_equal_their_centre_lie_at_no_distance_from_it():
    values = np.random.default_rng(0).normal(1e3, 1e3, (500, 3))
    assert (assign(values, values[:200]).d1[:200] == 0).all()


def test_an_assignment_of_many_rows_stops_when_asked():
    def stop(done, words):
        raise Stopped

    with pytest.raises(Stopped):
        assign(np.random.default_rng(0).normal(size=(500_000, 2)), CORNERS, stop)


@pytest.mark.parametrize("look", [assign, closest])
def test_an_assignment_of_many_rows_tells_how_far_it_is(look):
    told = []
    values = np.random.default_rng(0).normal(size=(500_000, 2))
    look(values, CORNERS, lambda done, words: told.append((done, words)))
    assert {words for _, words in told} == {"Assigning rows"}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert 0.8 < told[-1][0] <= 1


@pytest.mark.parametrize("d", [2, 900])  # few numbers, and many
def test_sums_are_by_group_and_weighted(d):
    values, labels = np.repeat(CORNERS, d // 2, axis=1), np.array([0, 2, 2, 0], np.int32)
    summed = sums(values, labels, 3, np.array([1.0, 2.0, 3.0, 4.0]))
    assert summed[:, [0, -1]].tolist() == [[40, 8], [0, 0], [30, 4]]
    assert sums(values, labels, 3)[:, [0, -1]].tolist() == [[10, 2], [0, 0], [10, 2]]


def test_sums_of_many_rows_miss_none_and_take_none_twice():
    random = np.random.default_rng(0)
    values, labels = random.integers(9, size=(300_000, 2)).astype(float), random.integers(5, size=300_000)
    weights = random.integers(1, 4, 300_000).astype(float)
    for given_weights, mass in ((None, np.ones(300_000)), (weights, weights)):
        expected = [[(values[labels == j, i] * mass[labels == j]).sum() for i in (0, 1)] for j in range(5)]
        assert sums(values, labels.astype(np.int32), 5, given_weights).tolist() == expected
