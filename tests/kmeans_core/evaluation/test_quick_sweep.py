"""The ladder: quick solutions, each from the one before, for every k that can be."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.evaluation.quick_sweep import Ladder
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
