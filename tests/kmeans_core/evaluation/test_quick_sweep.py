"""The ladder: quick solutions, each from the one before, for every k that can be."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from kmeans_core.evaluation.quick_sweep import Ladder, prediction_strength, worst_share
from tests.kmeans_core.matrices import groups


def test_every_step_has_one_more_cluster_and_less_inertia() -> None:
    ladder = Ladder.of(groups(4), 7, 0)
    assert [len(each.centres) for each in ladder.steps] == [2, 3, 4, 5, 6, 7]
    assert (np.diff(ladder.log_inertias) < 0).all()
    assert np.exp(ladder.log_inertias) == pytest.approx([each.inertia for each in ladder.steps])
    assert ladder.steps[2].inertia == pytest.approx(
        sum(((part - part.mean(axis=0)) ** 2).sum() for part in np.split(groups(4), 4))
    )


def test_a_step_ends_when_centres_move_by_a_thousandth_of_a_columns_variance() -> None:
    values = np.random.default_rng(0).normal([5, 900], [1, 3], size=(400, 2))
    points = Ladder.of(values, 2, 0).points
    assert points.tolerance == pytest.approx(1e-3 * values.var(axis=0).mean())
    assert points.max_iter == 50


def test_silhouettes_are_highest_at_the_true_number() -> None:
    assert Ladder.of(groups(4, apart=10), 8, 0).silhouettes.argmax() == 2


def test_a_ladder_ends_at_the_different_rows() -> None:
    values = np.repeat([[0.0], [1], [5], [9]], 10, axis=0)
    ladder = Ladder.of(values, 9, 0)
    assert [len(each.centres) for each in ladder.steps] == [2, 3, 4]
    assert ladder.silhouettes[-1] == 1
    assert np.isfinite(ladder.log_inertias).all()


def test_a_ladder_does_not_depend_on_the_unit() -> None:
    values = groups(4, each=20)
    plain, small = Ladder.of(values, 6, 0), Ladder.of(values * 1e-6, 6, 0)
    assert [each.inertia * 1e12 for each in small.steps] == pytest.approx(
        [each.inertia for each in plain.steps]
    )


def test_climbing_on_gives_what_climbing_at_once_gives() -> None:
    values = np.random.default_rng(0).uniform(size=(100, 2))
    first = Ladder.of(values, 4, 5)
    assert first.climbed(8).log_inertias.tolist() == Ladder.of(values, 8, 5).log_inertias.tolist()
    assert len(first.steps) == 3


def test_prediction_strength_is_high_at_the_true_k_and_falls_after_it() -> None:
    strength, _ = prediction_strength(groups(3, each=100), 5, 0)
    assert strength[1] > 0.95
    assert strength[2:].max() < 0.8


def test_the_worst_cluster_counts_by_its_pairs() -> None:
    own = np.array([0] * 4 + [1] * 3, np.int32)
    predicted = np.array([0, 0, 0, 1] + [1] * 3, np.int32)  # 3 of 6 pairs of the first stay together
    assert worst_share(own, predicted, 2) == 0.5
    assert worst_share(own, own, 2) == 1
    assert worst_share(np.array([0, 1], np.int32), np.array([1, 1], np.int32), 2) == 1  # no pairs to part


def test_the_error_is_the_spread_over_the_root_of_five_splits() -> None:
    values = np.random.default_rng(0).normal(size=(120, 2))
    strength, error = prediction_strength(values, 3, 0)
    said: list[tuple[float, str]] = []
    prediction_strength(values, 3, 0, lambda done, words: said.append((done, words)))
    assert said == [(i / 5, "Predicting halves") for i in range(5)]
    assert (error > 0).all()
    assert (error < 0.5 / np.sqrt(5)).all()  # shares lie between 0 and 1: their deviation is at most a half
    assert (strength > 0).all()
    assert (strength < 1).all()


def test_strength_and_error_of_five_splits_by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares of .1, .2, .3, .4 and .9: mean .38, deviation √.0776, and that over √5."""
    shares = iter([0.1, 0.2, 0.3, 0.4, 0.9])
    monkeypatch.setattr(
        sys.modules[prediction_strength.__module__], "worst_share", lambda own, predicted, k: next(shares)
    )
    strength, error = prediction_strength(groups(2), 2, 0)
    assert strength.tolist() == [pytest.approx(0.38)]
    assert error.tolist() == [pytest.approx(0.0776**0.5 / 5**0.5)]


def test_a_k_that_one_split_cannot_reach_is_judged_by_the_others() -> None:
    values = np.concatenate([np.repeat([[0.0], [9]], 40, axis=0), [[20.0]]])  # the third value is in one half
    strength, error = prediction_strength(values, 4, 0)
    assert strength[0] == 1
    assert np.isnan(strength[1:]).all()
    assert np.isnan(error[1:]).all()


def test_one_half_that_is_all_alike_predicts_nothing() -> None:
    strength, error = prediction_strength(np.repeat([[1.0], [1.0]], 10, axis=0), 3, 0)
    assert np.isnan(strength).all()
    assert np.isnan(error).all()


def test_few_rows_allow_few_k() -> None:
    assert len(prediction_strength(groups(2, each=6), 10, 0)[0]) == 2  # 12 rows: k = 2 and 3
    assert len(prediction_strength(groups(2, each=3), 10, 0)[0]) == 0
