"""Prediction strength: one half of the rows tells whether the other half's groups are real."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from kmeans_core.evaluation.prediction_strength import prediction_strength, worst_share
from tests.kmeans_core.matrices import groups


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
