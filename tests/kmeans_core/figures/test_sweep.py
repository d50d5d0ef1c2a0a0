"""Figures of the choice of k: picks are marked, absent picks are said, every start and setting is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.choosing_k.criteria import Criterion, judge
from kmeans_core.choosing_k.sweep import sweep
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.stability import LocalMinima, Minimum, Robustness
from kmeans_core.figures import sweep as figures
from kmeans_core.figures.theme import DARK, LIGHT
from pages.shared.choose_k.criteria import MEANINGS
from tests.kmeans_core.drawings import axes, title
from tests.kmeans_core.matrices import groups, matrix_of

KS = (2, 3, 4)


def measured(name: str, pick: int | None) -> Criterion:
    return Criterion(name, np.array([3.0, 1.0, 2.0]), np.zeros(3), pick, "all rows")


def test_a_pick_is_marked_and_said() -> None:
    fig = figures.criterion(measured("Davies-Bouldin", 3), KS, 2, LIGHT)
    assert fig.layout.title.text == "Davies-Bouldin is lowest at 3"
    assert (fig.data[1].x, fig.data[1].y) == ((3,), (1.0,))
    assert fig.layout.shapes[0].x0 == 2
    assert fig.layout.xaxis.title.text == "clusters (k)"


def test_no_knee_is_said_and_nothing_marked() -> None:
    fig = figures.criterion(measured("Inertia", None), KS, 9, DARK)
    assert fig.layout.title.text == "Inertia has no clear knee"
    assert len(fig.data) == 1
    assert not fig.layout.shapes


def test_every_start_is_a_point_above_the_best() -> None:
    low = Minimum(10.0, 1.0, 3, np.zeros((2, 1)), np.zeros(4, np.int32))
    high = Minimum(11.0, 0.4, 1, np.zeros((2, 1)), np.zeros(4, np.int32))
    fig = figures.minima(LocalMinima((low, high), (0, 1, 0, 0), np.arange(4)), 1, LIGHT)
    assert np.array(fig.data[0].x) == pytest.approx([0, 10, 0, 0])
    assert title(fig) == "3 of 4 starts reach the lowest inertia"
    assert fig.data[0].marker.color[1] == LIGHT.accent


def test_agreement_has_a_row_a_scaling_and_a_gap_where_there_is_none() -> None:
    ari = np.array([[[1.0, 0.5]], [[np.nan, 0.25]]])
    fig = figures.agreement(Robustness(("standard", "none"), (3,), (0, 1), ari, 10), LIGHT)
    assert fig.data[0].y == ("standard", "none")
    assert list(fig.data[0].x) == ["k = 3, seed 0", "k = 3, seed 1"]
    assert fig.data[0].text[1][0] == ""
    assert fig.layout.title.text == "The least agreement (ARI) is 0.25"


def test_every_criterion_has_words_for_its_pick_and_for_none() -> None:
    matrix = matrix_of(groups(3, each=20))
    judged = judge(matrix, sweep(matrix, KMeansSettings(n_init=1), 2, 4))
    for each in (judged.inertia, *judged.voters):
        assert title(figures.criterion(replace(each, pick=3), KS, 2, LIGHT)).endswith("3")
        none = title(figures.criterion(replace(each, pick=None), KS, 2, LIGHT))
        assert none.startswith(("No ", "Inertia has no "))
        assert MEANINGS[each.name].endswith(".")


def test_axes_say_k_and_the_criterion() -> None:
    assert axes(figures.criterion(measured("Gap", 3), KS, 2, LIGHT)) == ("clusters (k)", "gap")
    assert axes(figures.criterion(measured("Davies-Bouldin", 3), KS, 2, LIGHT))[1] == "Davies-Bouldin"


def test_standard_errors_are_drawn_where_there_are_any() -> None:
    without = measured("Gap", None)
    fig = figures.criterion(replace(without, errors=np.array([0.1, 0.2, 0.3])), KS, 2, LIGHT)
    assert list(fig.data[0].error_y.array) == [0.1, 0.2, 0.3]
    assert figures.criterion(without, KS, 2, LIGHT).data[0].error_y.array is None


def test_starts_that_all_end_alike_get_a_scale_that_can_be_drawn() -> None:
    none = Minimum(0.0, 1.0, 2, np.zeros((2, 1)), np.zeros(4, np.int32))
    fig = figures.minima(LocalMinima((none,), (0, 0), np.arange(4)), 0, LIGHT)
    assert list(fig.data[0].x) == [0, 0]
    low, high = fig.layout.xaxis.range
    assert low < 0 < 1 < high
