"""A large table is searched on drawn rows, and yet every row ends at its nearest centre."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering import solving
from kmeans_core.clustering.clusterer import fit
from kmeans_core.clustering.lloyd import descend
from kmeans_core.clustering.points import Points
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.clustering.solving import on_all_rows, sample


def overlapping(n: int) -> np.ndarray:
    """Rows on which a descent takes many steps."""
    random = np.random.default_rng(4)
    return random.normal(0, 0.4, (8, 6))[random.integers(8, size=n)] + random.normal(size=(n, 6))


def test_drawn_rows_stand_for_all_rows_and_keep_the_tables_order():
    values = overlapping(50_000)
    drawn = sample(Points(values, None, 9, 0.1), 5_000, np.random.default_rng(0))
    rows, weights = drawn.values, drawn.weights
    assert (drawn.max_iter, drawn.tolerance) == (9, 0.1)
    assert 4_500 < len(rows) <= 5_000
    assert abs(weights.sum() / 50_000 - 1) < 0.03
    np.testing.assert_allclose(weights @ rows / 50_000, values.mean(axis=0), atol=0.05)
    place = {row.tobytes(): i for i, row in enumerate(values)}
    places = [place[row.tobytes()] for row in rows]
    assert places == sorted(places)


@pytest.mark.parametrize("place", [0, 500, 999])
def test_a_far_row_is_drawn_wherever_it_stands_and_counts_once(place):
    values = np.random.default_rng(0).normal(size=(1_000, 2))
    values[place] = 900
    drawn = sample(Points(values), 50, np.random.default_rng(0))
    far = (drawn.values == 900).all(axis=1)
    assert drawn.weights[far].tolist() == [pytest.approx(1, abs=0.05)]


def test_progress_never_falls_back_into_an_earlier_part_of_a_large_search(monkeypatch):
    monkeypatch.setattr(solving, "ROWS", 2_000)
    told = []
    fit(overlapping(12_000), KMeansSettings(8), lambda done, words: told.append(done))
    for border in (0.3, 0.5, 0.7):  # a sample, another one, both on a larger one, all rows
        begun = next(i for i, done in enumerate(told) if done > border)
        assert max(told[:begun]) <= border <= min(told[begun:])
    assert told[0] == 0
    assert max(told) <= 1


def test_a_slow_descent_through_samples_ends_where_one_on_all_rows_may_end():
    values = overlapping(100_000)
    points, random = Points(values, tolerance=1e-4), np.random.default_rng(0)
    few = sample(points, 2_000, random)
    begin = descend(few, few.values[:8])
    assert begin.n_iter > 10
    direct = descend(points, begin.centres)
    found = on_all_rows(points, begin, 2_000, random)
    assert found.converged
    assert found.n_iter < direct.n_iter
    assert found.inertia <= direct.inertia * 1.001
    means = [values[found.nearest.labels == i].mean(axis=0) for i in range(8)]
    np.testing.assert_allclose(found.centres, means, atol=0.01)


def test_a_tiny_far_group_outlives_the_samples_of_a_slow_descent():
    values = np.vstack([overlapping(200_000), np.random.default_rng(1).normal(60, 1, (5, 6))])
    found = fit(values, KMeansSettings(9))
    assert found.sizes[-1] == 5
    assert found.labels[-5:].tolist() == [8] * 5


def test_where_clusters_overlap_a_sampled_search_comes_close_to_one_on_all_rows():
    random = np.random.default_rng(0)
    values = random.normal(0, 3, (40, 2))[random.integers(40, size=60_000)] + random.normal(size=(60_000, 2))
    found = fit(values, KMeansSettings(40))
    whole = fit(values, KMeansSettings(40, all_rows=True))
    assert 20_000 < found.searched_rows < 60_000
    assert found.inertia <= whole.inertia * 1.01


def test_a_few_huge_amounts_do_not_hide_the_rows_that_lie_between_them_and_the_rest():
    random, n = np.random.default_rng(1), 100_000
    amounts = [np.exp(random.normal(3, 1.8, n)), random.poisson(2, n), random.pareto(1.2, n) * 100]
    values = np.column_stack(amounts).round(2)
    for k in (10, 40):
        found = fit(values, KMeansSettings(k))
        assert found.inertia <= fit(values, KMeansSettings(k, search="restarts", n_init=1)).inertia * 1.005


def test_amounts_of_every_size_are_searched_as_well_as_by_a_plain_start_on_all_rows():
    values = np.random.default_rng(3).zipf(1.5, (100_000, 4)).astype(float)
    found = fit(values, KMeansSettings(40))
    assert found.inertia <= fit(values, KMeansSettings(40, search="restarts", n_init=1)).inertia
