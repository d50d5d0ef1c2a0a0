"""The verdict: sure where groups are plain, silent where there are none."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
import pytest

from kmeans_core.choosing_k.criteria import Criteria, judge, knee, prediction_strength
from kmeans_core.choosing_k.sweep import sweep
from kmeans_core.choosing_k.verdict import Verdict, verdict
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.noise_comparison import structure
from tests.kmeans_core.matrices import groups, matrix_of

QUICK = KMeansSettings(n_init=1)


def judged(values: np.ndarray, low: int = 2, high: int = 6) -> tuple[Criteria, Verdict]:
    matrix = matrix_of(values)
    found = sweep(matrix, QUICK, low, high)
    criteria = judge(matrix, found)
    return criteria, verdict(found, criteria)


def test_three_plain_groups_are_found_with_high_confidence() -> None:
    criteria, said = judged(groups(3))
    assert (said.k, said.confidence, said.agree) == (3, "high", 5)
    assert said.headline == "3 clusters, high confidence"
    assert said.reason == (
        f"5 of 5 criteria agree; the data stand out from noise (z = {criteria.structure.z:.0f})."
    )
    assert said.warnings == ()


NOISE: dict[str, Callable[[np.random.Generator, int, int], np.ndarray]] = {
    "uniform": lambda random, n, d: random.uniform(size=(n, d)),
    "Gaussian": lambda random, n, d: random.normal(size=(n, d)),
    "lognormal": lambda random, n, d: random.lognormal(size=(n, d)),
    "exponential": lambda random, n, d: random.exponential(size=(n, d)),
    "heavy tails": lambda random, n, d: random.standard_t(2, size=(n, d)),
}


@pytest.mark.parametrize("kind", NOISE)
@pytest.mark.parametrize("d", [1, 3])
def test_noise_has_no_structure(kind: str, d: int) -> None:
    _, said = judged(NOISE[kind](np.random.default_rng(d), 200, d), 2, 4)
    assert (said.k, said.confidence, said.structure) == (None, "none", False)
    assert said.headline == "No cluster structure found"


def test_skewed_noise_is_offered_a_log() -> None:
    values = np.random.default_rng(0).lognormal(0, 1.2, size=(400, 1))
    criteria, said = judged(values)
    assert criteria.structure.skewed == (0,)
    assert said.k is None


def test_a_pick_at_the_end_of_the_range_is_less_sure_and_says_so() -> None:
    _, said = judged(groups(6, apart=9), 2, 6)
    assert said.k == 6
    assert said.confidence == "medium"
    assert said.warnings == (
        "6 is the largest k tried. Widen the range to see whether more clusters fit better.",
    )


def test_a_range_of_one_k_is_never_sure() -> None:
    _, said = judged(groups(3), 3, 3)
    assert said.confidence != "high"
    assert said.warnings == ("Only 1 k tried. Widen the range to compare more.",)


def test_a_tiny_cluster_is_named() -> None:
    values = np.concatenate([groups(2, each=300, apart=12), np.full((3, 2), 200.0)])
    matrix = matrix_of(values + np.random.default_rng(0).normal(0, 0.01, values.shape))
    found = sweep(matrix, QUICK, 2, 5)
    said = verdict(found, judge(matrix, found))
    if said.k == 3:
        assert said.warnings == ("Cluster 3 holds less than 1 % of the rows.",)
    assert said.confidence != "high"


def test_the_silhouettes_errors_are_standard_errors() -> None:
    criteria, _ = judged(groups(3, each=800, apart=3), 2, 4)
    silhouettes = criteria.voters[0]
    assert silhouettes.errors.tolist() == [each.error for each in criteria.silhouettes]
    half = [(each.high - each.low) / 2 for each in criteria.silhouettes]
    assert silhouettes.errors * 2.262 == pytest.approx(
        half, rel=1e-3
    )  # Student's t with 9 degrees of freedom


def test_a_knee_is_found_or_none() -> None:
    assert knee((2, 3, 4, 5, 6), np.array([100.0, 20, 18, 16, 14])) == 3
    assert knee((2, 3, 4), np.array([5.0, 5, 5])) is None
    assert knee((2, 3), np.array([5.0, 4])) is None
    assert knee((2, 3, 4, 5), np.array([40.0, 30, 20, 10])) is None


def test_prediction_strength_is_high_at_the_true_k_and_falls_after_it() -> None:
    strength, _ = prediction_strength(groups(3, each=100), 5, 0)
    assert strength[1] > 0.95
    assert strength[2:].max() < 0.8


def test_the_gap_is_largest_at_the_true_k() -> None:
    found = structure(groups(4, apart=10), 6, 0)
    assert found.ks[int(found.gap.argmax())] == 4
    assert (found.gap_error >= 0).all()


def test_criteria_say_on_how_many_rows_they_rest() -> None:
    criteria, _ = judged(groups(3, each=800), 2, 4)
    basis = {each.name: each.basis for each in criteria.voters}
    assert basis["Gap"] == "1,000 of 2,400 rows"
    assert basis["Prediction strength"] == "2,000 of 2,400 rows"
    assert basis["Silhouette"] == "2,001 of 2,400 rows"
    assert basis["Calinski-Harabasz"] == "all rows"


ODD = {
    "three rows": np.array([[0.0, 1], [1, 0], [5, 5]]),
    "two values": np.repeat([[0.0], [1.0]], 30, axis=0),
    "a constant beside": np.column_stack([np.arange(20.0), np.ones(20)]),
    "more columns than rows": np.random.default_rng(0).normal(size=(12, 300)),
    "far numbers": np.random.default_rng(0).normal(size=(50, 2)) * 1e60,
    "one far row": np.append(np.zeros(60), 1e9)[:, None] + np.arange(61.0)[:, None] % 5,
    "rows too rare for a draw": np.repeat(np.arange(7.0) ** 2, [59_994, 1, 1, 1, 1, 1, 1])[:, None],
    "many equal rows": np.repeat(np.random.default_rng(0).normal(size=(7, 3)), 40, axis=0),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_tables_get_an_answer_without_a_warning(kind: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        criteria, said = judged(ODD[kind], 2, 6)
    assert said.headline
    assert len(criteria.ks) == min(5, len(np.unique(ODD[kind], axis=0)) - 1)
