"""Criteria: every measure at every k, its errors, its pick and the rows it rests on."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.choosing_k.criteria import Criteria, judge, knee
from kmeans_core.choosing_k.sweep import sweep
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.indices import quality_of
from kmeans_core.evaluation.noise_comparison import structure
from kmeans_core.evaluation.quick_sweep import prediction_strength
from kmeans_core.evaluation.silhouettes import exact_silhouettes, sampled_silhouettes
from tests.kmeans_core.matrices import groups, matrix_of


def judged(values: np.ndarray, low: int = 2, high: int = 6) -> tuple[Criteria, None]:
    matrix = matrix_of(values)
    return judge(matrix, sweep(matrix, KMeansSettings(n_init=1), low, high)), None


def test_every_criterion_has_its_value_at_its_k() -> None:
    values = groups(3, each=40, apart=4)
    matrix = matrix_of(values)
    found = sweep(matrix, KMeansSettings(n_init=1, seed=3), 3, 5)
    criteria = judge(matrix, found)
    measures = {each.name: each for each in (criteria.inertia, *criteria.voters)}
    noise, strength = structure(values, 5, 3), prediction_strength(values, 5, 3)
    assert measures["Inertia"].values.tolist() == [each.inertia for each in found.clusterings]
    for i, each in enumerate(found.clusterings):
        quality = quality_of(values, each.labels)
        assert measures["Silhouette"].values[i] == exact_silhouettes(values, each.labels).mean()
        assert measures["Davies-Bouldin"].values[i] == quality.davies_bouldin
        assert measures["Calinski-Harabasz"].values[i] == quality.calinski_harabasz
    assert measures["Gap"].values.tolist() == noise.gap[1:].tolist()
    assert measures["Gap"].errors.tolist() == noise.gap_error[1:].tolist()
    assert measures["Prediction strength"].values.tolist() == strength[0][1:].tolist()
    assert measures["Prediction strength"].errors.tolist() == strength[1][1:].tolist()
    assert criteria.ks == (3, 4, 5)


def test_each_criterion_picks_its_best_k() -> None:
    criteria, _ = judged(np.random.default_rng(2).uniform(size=(90, 2)))
    values = {each.name: each.values for each in criteria.voters}
    picks = {each.name: each.pick for each in criteria.voters}
    assert picks["Silhouette"] == criteria.ks[values["Silhouette"].argmax()]
    assert picks["Davies-Bouldin"] == criteria.ks[values["Davies-Bouldin"].argmin()]
    assert picks["Calinski-Harabasz"] == criteria.ks[values["Calinski-Harabasz"].argmax()]
    assert picks["Gap"] == criteria.ks[values["Gap"].argmax()]
    assert picks["Prediction strength"] is None


def test_the_largest_k_whose_groups_are_predictable_is_picked() -> None:
    criteria, _ = judged(groups(4, each=60, apart=10))
    strength = next(each for each in criteria.voters if each.name == "Prediction strength")
    assert strength.pick == 4
    assert strength.values[0] + strength.errors[0] >= 0.8


def test_the_valleys_at_every_pick_are_measured() -> None:
    assert judged(groups(3, each=100))[0].depths[3] < 0.1
    criteria, _ = judged(np.random.default_rng(0).uniform(size=(400, 2)))
    assert set(criteria.depths) == {each.pick for each in criteria.voters if each.pick}
    assert min(criteria.depths.values()) > 0.75


def test_the_silhouettes_errors_are_standard_errors() -> None:
    values = groups(3, each=800, apart=3)
    matrix = matrix_of(values)
    found = sweep(matrix, KMeansSettings(n_init=1), 2, 4)
    estimates = sampled_silhouettes(values, [each.labels for each in found.clusterings], 0)
    silhouettes = judge(matrix, found).voters[0]
    assert silhouettes.errors.tolist() == [each.error for each in estimates]
    assert silhouettes.values.tolist() == [each.mean for each in estimates]


def test_of_nearly_equal_silhouettes_the_largest_k_is_picked() -> None:
    random, middle = np.random.default_rng(0), np.array([(40.0 * i, 0.0) for i in range(12)])
    middle[-1] = middle[-2] + [10, 0]  # joining these two of twelve groups hardly changes the mean
    criteria, _ = judged(np.repeat(middle, 40, axis=0) + random.normal(size=(480, 2)), 10, 13)
    silhouettes = criteria.voters[0]
    assert criteria.ks[silhouettes.values.argmax()] == 11
    assert silhouettes.pick == 12


def test_the_gap_picks_the_first_k_that_comes_near_its_top() -> None:
    random, wide = np.random.default_rng(0), np.repeat([0.5, 1.0, 2.5, 4.0], 100)[:, None]
    middle = np.repeat([[0.0, 0], [12, 0], [0, 25], [40, 30]], 100, axis=0)
    criteria, _ = judged(middle + wide * random.normal(size=(400, 2)), 2, 9)
    gap = criteria.voters[3]
    assert gap.pick == 4
    assert gap.values.argmax() >= 2  # widths that differ lift the gap beyond


def test_a_gap_that_ends_at_its_top_before_the_range_does_picks_nothing() -> None:
    places = np.array([(9.0 * (i % 6), 9.0 * (i // 6)) for i in range(36)])
    matrix = matrix_of(np.repeat(places, 12, axis=0) + np.random.default_rng(0).normal(0, 0.5, (432, 2)))
    criteria = judge(matrix, sweep(matrix, KMeansSettings(n_init=1), 28, 38))
    picks = {each.name: each.pick for each in criteria.voters}
    assert (picks["Gap"], picks["Silhouette"]) == (None, 36)
    assert np.isnan(criteria.voters[3].values[3:]).all()  # 30 clusters are compared with noise at most


def test_a_k_that_a_criterion_does_not_reach_has_no_value_there() -> None:
    criteria, _ = judged(groups(2, each=6))
    strength = next(each for each in criteria.voters if each.name == "Prediction strength")
    assert np.isfinite(strength.values).tolist() == [True, True, False, False, False]  # twelve rows: k to 3
    ends, _ = judged(np.array([[0.0], [1], [5], [9]]), 2, 4)
    ratio = ends.voters[2]
    assert (ratio.name, ratio.values.dtype) == ("Calinski-Harabasz", float)
    assert np.isfinite(ratio.values).tolist() == [True, True, False]  # as many clusters as rows


def test_progress_goes_from_silhouettes_over_noise_to_halves() -> None:
    matrix, said = matrix_of(groups(3, each=30)), list[tuple[float, str]]()
    judge(matrix, sweep(matrix, KMeansSettings(n_init=1), 2, 5), lambda *told: said.append(told))
    assert said[0] == (0, "Comparing rows with each other")
    assert [done for done, _ in said] == sorted(done for done, _ in said)
    spans = {
        words: (min(d for d, w in said if w == words), max(d for d, w in said if w == words))
        for _, words in said
    }
    assert spans["Comparing with noise"][0] == 0.2
    assert spans["Comparing with noise"][1] < 0.8
    assert spans["Predicting halves"] == pytest.approx((0.8, 0.96))


def test_criteria_are_named_by_their_sweep() -> None:
    matrix = matrix_of(groups(3, each=20))
    one, again, other = (sweep(matrix, KMeansSettings(n_init=1), 2, top) for top in (4, 4, 5))
    assert judge(matrix, one).digest == judge(matrix, again).digest != judge(matrix, other).digest


def test_a_knee_is_found_or_none() -> None:
    assert knee((2, 3, 4, 5, 6), np.array([100.0, 20, 18, 16, 14])) == 3
    assert knee((2, 3, 4), np.array([5.0, 5, 5])) is None
    assert knee((2, 3), np.array([5.0, 4])) is None
    assert knee((2, 3, 4, 5, 6), np.array([1.0, 0.1, 0.05, 0.02, 0])) == 3
    assert knee((2, 3, 4, 5), np.array([40.0, 30, 20, 10])) is None


@pytest.mark.parametrize(("second", "found"), [(55, None), (50, None), (45, 3)])
def test_a_knee_lies_more_than_one_step_of_k_below_the_line(second: float, found: int | None) -> None:
    """Five k: a quarter of the way to the end, inertia must have fallen by more than half."""
    assert knee((2, 3, 4, 5, 6), np.array([100, second, 40, 20, 0.0])) == found


def test_criteria_say_on_how_many_rows_they_rest() -> None:
    criteria, _ = judged(groups(3, each=800), 2, 4)
    basis = {each.name: each.basis for each in criteria.voters}
    assert basis["Gap"] == "1,000 of 2,400 rows"
    assert basis["Prediction strength"] == "2,000 of 2,400 rows"
    assert basis["Silhouette"] == "1,498 of 2,400 rows"
    assert basis["Calinski-Harabasz"] == "all rows"
