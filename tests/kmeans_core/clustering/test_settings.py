"""Settings that cannot be run say what is wrong with them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.clustering import cluster
from kmeans_core.clustering.settings import KMeansSettings, check, own_centres, settings_for
from kmeans_core.common import BadSettings, TooFewRows
from tests.kmeans_core.matrices import matrix_of

INITS = "k-means++, random rows, random partition, own centres"
OWN = KMeansSettings(2, "own centres", own_centres=((0.0, 1.0), (2.0, 3.0)))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"k": 1}, "k = 1 cannot be run. Choose k from 2 up."),
        ({"k": 2**32}, "k = 4294967296 cannot be run. Choose k from 2 up."),
        ({"n_init": 0}, "n_init = 0 cannot be run. Choose n_init from 1 up."),
        ({"max_iter": 0}, "max_iter = 0 cannot be run. Choose max_iter from 1 up."),
        ({"tol": -1e-9}, "tol = -1e-09 cannot be run. Choose tol from 0 up."),
        ({"tol": float("nan")}, "tol = nan cannot be run. Choose tol from 0 up."),
        ({"seed": -1}, "seed = -1 cannot be run. Choose seed from 0 up."),
        ({"init": "middle"}, f"init = 'middle' is not known. Choose one of {INITS}."),
        (
            {"algorithm": "slow"},
            "algorithm = 'slow' is not known. Choose one of lloyd, elkan, mini-batch.",
        ),
        ({"search": "luck"}, "search = 'luck' is not known. Choose one of swap, restarts."),
    ],
)
def test_settings_that_cannot_be_run_say_so(change, message):
    with pytest.raises(BadSettings) as problem:
        check(replace(KMeansSettings(), **change))
    assert str(problem.value) == message


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_smallest_numbers_can_be_run(seed: int) -> None:
    points = matrix_of(np.array([[0.0], [1], [9], [10], [11]]))
    found = cluster(points, KMeansSettings(2, n_init=1, max_iter=1, tol=0, seed=seed))
    assert (found.sizes.tolist(), found.labels.tolist()) == ([3, 2], [1, 1, 0, 0, 0])


def test_how_large_k_may_be_is_left_to_the_rows() -> None:
    largest = KMeansSettings(2**32 - 1)
    check(largest)
    with pytest.raises(TooFewRows) as problem:
        cluster(matrix_of(np.array([[0.0], [1]])), largest)
    assert str(problem.value) == "2 different rows cannot form 4,294,967,295 clusters. Choose at most 2."


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (((1.0, 2.0),), "1 own centres were given for 2 clusters. Give 2, or change k."),
        (
            ((1.0, 2.0), (1.0,)),
            "1 of 2 own centres are not 2 finite numbers. Give one number per feature, in original units.",
        ),
        (
            ((1.0, float("nan")), (float("inf"), 1.0)),
            "2 of 2 own centres are not 2 finite numbers. Give one number per feature, in original units.",
        ),
    ],
)
def test_own_centres_that_do_not_fit_say_so(given, message):
    with pytest.raises(BadSettings) as problem:
        own_centres(replace(OWN, own_centres=given), 2)
    assert str(problem.value) == message


def test_own_centres_become_rows():
    np.testing.assert_array_equal(own_centres(OWN, 2), [[0, 1], [2, 3]])


def test_own_centres_serve_the_k_they_were_given_for_only():
    assert settings_for(OWN, 2) == OWN
    assert settings_for(OWN, 3) == KMeansSettings(3)
    assert settings_for(KMeansSettings(2, n_init=7), 5) == KMeansSettings(5, n_init=7)
