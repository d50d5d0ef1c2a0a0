"""Swaps put every centre in its own cluster, and end when their effort is spent."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering import swaps
from kmeans_core.clustering.assignment import assign
from kmeans_core.clustering.lloyd import Descent, descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.prices import Trade
from kmeans_core.clustering.swaps import Swaps, beats, far_swap, swap_search


def grid(side: int, rows: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    truth = np.array([(x, y) for x in range(side) for y in range(side)], dtype=float)
    random = np.random.default_rng(seed)
    return truth, np.repeat(truth, rows, axis=0) + random.normal(0, 0.12, (side * side * rows, 2))


def everyone_found(centres: np.ndarray, truth: np.ndarray) -> bool:
    squared = ((centres[:, None] - truth) ** 2).sum(axis=2)
    return len(set(squared.argmin(axis=1))) == len(truth) == len(set(squared.argmin(axis=0)))


def test_one_centre_between_two_groups_and_two_in_one_are_put_right():
    truth, values = grid(3, 50)
    stuck = descend(Points(values), np.vstack([truth[:-2], (truth[-2] + truth[-1]) / 2, truth[0] + 0.01]))
    assert not everyone_found(stuck.centres, truth)
    assert everyone_found(swap_search(Points(values), stuck).centres, truth)


def test_a_worse_solution_is_never_taken(monkeypatch):
    points = Points(np.random.default_rng(0).normal(size=(3_000, 2)))
    start = descend(points, points.values[:9])
    spoilt = Descent(start.centres, start.nearest, start.inertia * 1.5, 1, True)
    monkeypatch.setattr(swaps, "descend", lambda *_: spoilt)
    search = Swaps.after(points, start, 10)
    assert search.swapped(start)[0] is start
    assert search.far_swapped(start, np.random.default_rng(0)) is start


def test_more_restarts_and_longer_ones_are_more_effort():
    points = Points(np.random.default_rng(0).normal(size=(200_000, 10)))
    quick, slow = (descend(Points(points.values, max_iter=n), points.values[:9]) for n in (2, 12))
    efforts = [Swaps.after(points, start, n).whole for start, n in ((quick, 10), (slow, 10), (slow, 50))]
    assert efforts == pytest.approx([24, 64, 320])  # .4 x n x (steps + 4)


def test_small_tables_are_allowed_all_restarts_and_at_least_as_much_for_swaps():
    points = Points(np.random.default_rng(0).normal(size=(500, 5)))
    start = descend(points, points.values[:4])
    search = Swaps.after(points, start, 10)
    assert search.thorough
    assert search.whole > 20 * (start.n_iter + 4)
    alone = Swaps.after(points, start, 1)
    assert (alone.thorough, alone.whole) == (False, pytest.approx(0.4 * (start.n_iter + 4)))


@pytest.mark.parametrize(
    ("shape", "k"), [((16_000, 2), 2), ((9_000, 10), 20), ((1_000, 2_000), 9), ((400, 2), 300)]
)
def test_tables_on_which_restarts_take_long_are_not_searched_thoroughly(shape, k):
    points = Points(np.random.default_rng(0).normal(size=shape))
    start = Descent(points.values[:k], assign(points.values, points.values[:k]), 1.0, 15, True)
    assert not Swaps.after(points, start, 10).thorough


def test_steps_and_prices_are_counted_until_nothing_is_left():
    points = Points(np.random.default_rng(0).normal(size=(200_000, 50)))
    search = Swaps.after(points, descend(Points(points.values, max_iter=1), points.values[:9]), 10)
    assert search.whole == pytest.approx(20)
    found = search.finished(points.values[:9])
    assert search.taken == found.n_iter + 1
    search.taken = 9
    search.priced(found)
    assert (search.taken, search.spent) == (19, False)  # 8 and one for each 25 columns
    search.taken += 1
    assert search.spent


def test_no_pair_is_tried_in_hope_when_the_effort_is_spent(monkeypatch):
    points = Points(np.random.default_rng(0).normal(size=(3_000, 3)))
    start = descend(points, points.values[:6])
    trade, search = Trade.of(points, start), Swaps(points, 1, False, taken=1)
    hopes = [trade.moved(start.centres, [pair]) for pair in trade.hopes(10)]
    assert hopes
    monkeypatch.setattr(swaps, "steps", None)
    assert search.hoped(start, hopes) is start
    assert search.far_swapped(start, np.random.default_rng(0)) is start


def test_tries_that_lead_back_or_nowhere_are_left_early():
    truth, values = grid(3, 400)
    points = Points(values)
    best = descend(points, truth)
    search = Swaps.after(points, best, 10)
    assert search.raced(best, truth + 0.02) is None
    assert search.taken == 1
    assert search.raced(best, np.vstack([truth[:-1], truth[0] + 0.02])) is None
    assert search.taken <= 4


def test_a_try_that_leads_below_the_best_is_taken_on():
    truth, values = grid(3, 400)
    points = Points(values)
    stuck = descend(points, np.vstack([truth[:-2], (truth[-2] + truth[-1]) / 2, truth[0] + 0.01]))
    search = Swaps.after(points, stuck, 10)
    assert everyone_found(search.hoped(stuck, [stuck.centres, truth + 0.05]).centres, truth)


def test_a_swap_puts_the_centre_that_is_missed_least_on_a_drawn_row():
    points = Points(np.array([[0.0], [0.2], [10.0], [10.1], [50.0], [80.0]]))
    found = descend(points, np.array([[0.1], [10.05], [65.0]]))
    drawn = set()
    for number in range(30):
        swapped = far_swap(points, found, np.random.default_rng(number))
        gone = [j for j in range(3) if swapped[j] != found.centres[j]]
        assert gone == [1]
        drawn.add(float(swapped[gone[0]][0]))
    assert drawn == {50.0}  # the better of the two that hold nearly all of the inertia


def test_a_fall_by_rounding_is_none():
    start = descend(Points(np.eye(3)), np.eye(3)[:2])
    one, same, lower = (Descent(start.centres, start.nearest, x, 1, True) for x in (1.0, 1 - 1e-12, 1 - 1e-6))
    assert beats(lower, one)
    assert not beats(same, one)
    assert not beats(one, one)
