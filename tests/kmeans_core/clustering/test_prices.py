"""Prices are what the inertia rises or falls by, and pair cheap removals with profitable splits."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering.assignment import Assignment, assign
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.prices import Trade, along, best_cuts, removal_losses, split_gains, unit_rows

CORNERS = np.array([(0, 0), (0, 2), (10, 0), (10, 2)], dtype=float)


def grid(side: int, rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    truth = np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)
    random = np.random.default_rng(seed)
    return truth, np.repeat(truth, rows, axis=0) + random.normal(0, 0.12, (side * side * rows, 2))


def test_a_split_gains_what_the_inertia_falls_by():
    gains, left, right = split_gains(
        np.array([[0.0], [1.0], [9.0], [10.0], [30.0]]),
        np.array([[5.0], [30.0]]),
        np.array([0, 0, 0, 0, 1], np.int32),
        np.ones(5),
    )
    assert gains.tolist() == [81, 0]
    assert sorted([left[0, 0], right[0, 0]]) == [0.5, 9.5]


def test_a_split_finds_halves_that_lie_across_the_longest_axis():
    values = np.array([[x, y] for x in (0.0, 1.0) for y in (0.0, 1.0, 40.0, 41.0)])
    gains, left, right = split_gains(values, np.array([[0.5, 20.5]]), np.zeros(8, np.int32), np.ones(8))
    assert gains.tolist() == pytest.approx([8 * 20**2])
    assert sorted([left[0].tolist(), right[0].tolist()]) == [[0.5, 0.5], [0.5, 40.5]]


def test_a_cluster_of_equal_rows_gains_nothing_by_a_split():
    gains, left, _ = split_gains(
        np.full((4, 2), 3.0), np.full((1, 2), 3.0), np.zeros(4, np.int32), np.ones(4)
    )
    assert gains.tolist() == [0]
    assert left.tolist() == [[3, 3]]


def test_a_removal_costs_what_the_inertia_rises_by():
    values = np.array([[0.0], [2.0], [3.0], [20.0]])
    centres = np.array([[1.0], [3.0], [20.0]])
    losses = removal_losses(values, centres, assign(values, centres), np.ones(4))
    assert losses.tolist() == pytest.approx([14 / 3 - 2, 14 / 3 - 2, 1 / 2 * 17**2])


def test_the_rows_of_a_removed_centre_go_to_different_neighbours():
    values = np.array([[-4.0], [-1.0], [1.0], [4.0]])
    centres = np.array([[-4.0], [0.0], [4.0]])
    losses = removal_losses(values, centres, assign(values, centres), np.ones(4))
    assert losses[1] == pytest.approx(2 * (3**2 / 2) - 2)  # a pair three apart on either side, against 1 + 1


def test_weights_count_as_repeated_rows():
    values, times = CORNERS, np.array([1, 3, 2, 5])
    centres, repeated = np.array([(0.0, 1.5), (10.0, 1.0)]), np.repeat(CORNERS, times, axis=0)
    near, near_repeated = assign(values, centres), assign(repeated, centres)
    for weighted, plain in zip(
        (*split_gains(values, centres, near.labels, times.astype(float)),),
        (*split_gains(repeated, centres, near_repeated.labels, np.ones(11)),),
        strict=True,
    ):
        np.testing.assert_allclose(weighted, plain)
    np.testing.assert_allclose(
        removal_losses(values, centres, near, times.astype(float)),
        removal_losses(repeated, centres, near_repeated, np.ones(11)),
    )


def test_directions_have_length_one_or_none():
    assert unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist() == [[0.6, 0.8], [0, 0]]


def trade(gains: list[float], losses: list[float], heavy: bool = False) -> Trade:
    return Trade(
        np.array(gains), np.zeros((len(gains), 1)), np.zeros((len(gains), 1)), np.array(losses), heavy
    )


def neighbours(labels: list[int], second: list[int]) -> Assignment:
    return Assignment(
        np.array(labels, np.int32), np.ones(len(labels)), np.array(second, np.int32), np.ones(len(labels))
    )


def test_the_cheapest_centre_goes_where_it_gains_most():
    prices = trade([5, 1, 9, 4], [3, 2, 50, 60])
    assert prices.pairs(neighbours([0, 1, 2, 3], [1, 0, 3, 2]), 4) == [(1, 2)]  # 0 takes the rows of 1


def test_pairs_that_touch_different_clusters_are_made_at_once_and_no_more_than_asked():
    prices, nearest = (
        trade([0, 0, 90, 80, 0, 0], [1, 2, 99, 99, 99, 99]),
        neighbours([0, 1, 2, 3], [4, 5, 3, 2]),
    )
    assert prices.pairs(nearest, 6) == [(0, 2), (1, 3)]
    assert prices.pairs(nearest, 1) == [(0, 2)]
    assert prices.pairs(nearest, 0) == []


def test_no_pair_is_made_where_a_split_gains_no_more_than_the_removal_costs():
    assert trade([7, 0], [9, 7]).pairs(neighbours([0, 1], [1, 0]), 2) == []
    assert trade([7, 0], [9, 6.9]).pairs(neighbours([0, 1], [1, 0]), 2) == [(1, 0)]


def test_a_cluster_is_not_split_to_pay_for_its_own_removal():
    assert trade([50, 0], [1, 60]).pairs(neighbours([0, 1], [1, 0]), 2) == []


def test_a_solution_is_settled_when_removals_cost_three_times_what_splits_gain():
    assert trade([3, 2], [7, 11]).settled()  # 2 < .3 x 7 and 3 < .3 x 11
    assert not trade([3, 2.2], [7, 11]).settled()
    assert not trade([3.4, 2], [7, 11]).settled()
    assert trade([90, 2], [7, 301]).settled()  # the same cluster's split pays for nothing
    assert not trade([3, 2], [7, 11], heavy=True).settled()


def test_prices_are_taken_on_every_so_many_rows_of_a_long_table():
    random = np.random.default_rng(0)
    values = random.normal(0, 3, (4, 2))[random.integers(4, size=40_000)] + random.normal(size=(40_000, 2))
    points = Points(values)
    found = descend(points, values[:4])
    prices = Trade.of(points, found)
    exact = split_gains(values, found.centres, found.nearest.labels, points.mass)[0]
    losses = removal_losses(values, found.centres, found.nearest, points.mass)
    np.testing.assert_allclose(prices.gains, exact, rtol=0.25)
    np.testing.assert_allclose(prices.losses, losses, rtol=0.25)
    assert (prices.gains != exact).all()
    assert not prices.heavy


def test_where_one_row_holds_much_of_the_inertia_every_row_is_priced():
    values = np.vstack([np.random.default_rng(0).normal(size=(9_999, 2)), [(200, 0)]])
    points = Points(values, np.where(np.arange(10_000) < 9_999, 1.0, 2.0))
    found = descend(points, values[:2])
    assert found.nearest.labels[-1] in found.nearest.labels[:-1]
    prices = Trade.of(points, found)
    assert prices.heavy
    exact = split_gains(values, found.centres, found.nearest.labels, points.mass)[0]
    np.testing.assert_allclose(prices.gains, exact)
    assert not prices.settled()


def test_a_row_is_heavy_by_the_rows_it_stands_for():
    values = np.vstack([np.random.default_rng(0).normal(size=(9_999, 2)), [(4, 0)]])
    for last, heavy in ((1, False), (400, True)):
        points = Points(values, np.append(np.ones(9_999), last))
        assert Trade.of(points, descend(points, values[:2])).heavy is heavy


def test_a_solution_far_better_than_any_swap_is_settled():
    truth, values = grid(3, 50)
    best = descend(Points(values), truth)
    assert Trade.of(Points(values), best).settled()
    stuck = descend(Points(values), np.vstack([truth[1:], truth[-1:] + 0.01]))
    assert not Trade.of(Points(values), stuck).settled()


def test_the_pairs_tried_in_hope_are_those_that_come_nearest_to_paying():
    prices = trade([5, 1, 9, 3.5], [12, 2, 29, 60])
    assert prices.hopes(3) == [(1, 2), (1, 0), (0, 2)]  # 9 - 1, 5 - 1 and 9 - 6
    assert prices.hopes(20) == [(1, 2), (1, 0), (0, 2), (1, 3)]  # none that gains under .3 of its loss
    assert trade([5], [1]).hopes(3) == []


def test_a_pair_takes_one_centre_away_and_splits_another():
    centres = np.array([[0.0], [5.0], [9.0]])
    prices = Trade(np.zeros(3), centres - 1, centres + 1, np.zeros(3), False)
    assert prices.moved(centres, [(0, 2)]).tolist() == [[10], [5], [8]]
    assert centres.tolist() == [[0], [5], [9]]


def test_the_best_cut_of_every_cluster_is_found_at_once():
    places = np.array([0.0, 100, 1, 2, -50, 3, -51, 90])
    labels = np.array([0, 1, 0, 0, 1, 0, 1, 1])
    beyond = best_cuts(places, labels, np.ones(8))
    assert beyond.tolist() == [False, True, False, True, False, True, False, True]
    heavy = best_cuts(np.array([0.0, 1, 2, 7]), np.zeros(4, int), np.array([1, 1, 50, 1.0]))
    assert heavy.tolist() == [False, False, False, True]


def test_a_cluster_of_few_far_rows_and_many_is_cut_between_them():
    values = np.r_[np.random.default_rng(0).normal(size=(500, 2)), [(0, 90), (0, 95)]]
    gains, left, right = split_gains(values, values.mean(axis=0)[None], np.zeros(502, np.int32), np.ones(502))
    assert sorted([left[0, 1], right[0, 1]])[1] == 92.5
    assert gains[0] == pytest.approx(1000 / 502 * (92.5 - values[:500, 1].mean()) ** 2, rel=1e-2)


@pytest.mark.parametrize("k", [2, 9])  # fewer and more than there are columns
def test_rows_are_placed_along_the_axis_of_their_cluster(k):
    random = np.random.default_rng(0)
    offsets, axes, labels = (
        random.normal(size=(50, 4)),
        random.normal(size=(k, 4)),
        random.integers(k, size=50),
    )
    expected = [offsets[i] @ axes[labels[i]] for i in range(50)]
    np.testing.assert_allclose(along(offsets, axes, labels), expected)
