"""The film of k-means: every half-step by hand, and the same end as scikit-learn's."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.cluster import KMeans

from kmeans_core.common import BadSettings, DataProblem
from kmeans_core.teaching import STARTS, Start, film

CORNERS = np.array([[0.0, 0], [0, 2], [10, 0], [10, 2]])


def rows(seed: int, n: int = 200) -> np.ndarray:
    random = np.random.default_rng(seed)
    return random.normal(random.integers(0, 6, size=(n, 1)) * 2.0, 1.0, size=(n, 2))


def test_a_run_from_two_corners_is_what_a_hand_computes():
    shown = film(CORNERS, 2, start="own centres", own=CORNERS[[0, 2]])
    assert [step.kind for step in shown.steps] == ["start", "assign", "move", "assign"]
    assert [step.inertia for step in shown.steps] == [None, 8.0, 4.0, 4.0]
    assert [step.changed for step in shown.steps] == [0, 4, 0, 0]
    assert shown.steps[1].labels.tolist() == [0, 0, 1, 1]
    assert shown.steps[2].centres.tolist() == [[0, 1], [10, 1]]
    assert (shown.converged, shown.moves, shown.inertia, shown.falls) == (True, 1, 4.0, (4.0, 0.0))


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("k", [2, 5, 9])
def test_it_ends_as_scikit_learn_does_from_the_same_centres(seed: int, k: int):
    values = rows(seed)
    shown = film(values, k, start="random rows", seed=seed)
    first = next(step for step in shown.steps if step.kind == "start").centres
    theirs = KMeans(k, init=first, n_init=1, tol=0, max_iter=300, algorithm="lloyd").fit(values)
    assert shown.steps[-1].labels.tolist() == theirs.labels_.tolist()
    assert shown.steps[-1].centres == pytest.approx(theirs.cluster_centers_)
    assert shown.inertia == pytest.approx(theirs.inertia_)
    assert shown.moves + 1 == theirs.n_iter_  # theirs counts the one that finds nothing to change


def test_an_empty_cluster_is_given_the_farthest_row_as_scikit_learn_does():
    own = np.array([[0.0, 1], [10, 1], [500, 500]])
    values = np.vstack([CORNERS, [[10, 9]]])
    shown = film(values, 3, start="own centres", own=own)
    assert shown.steps[2].refilled == ((2, 4),)
    assert shown.steps[2].centres.tolist() == [[0, 1], [10, 1], [10, 9]]
    theirs = KMeans(3, init=own, n_init=1, tol=0).fit(values)
    assert shown.steps[-1].labels.tolist() == theirs.labels_.tolist()


@pytest.mark.parametrize("start", [start for start in STARTS if start != "own centres"])
@pytest.mark.parametrize("seed", range(5))
def test_no_half_step_raises_the_inertia(start: Start, seed: int):
    shown = film(rows(seed), 6, start=start, seed=seed)
    assert shown.converged
    assert min(shown.falls) >= -1e-9
    assert shown.steps[-1].changed == 0


def test_the_chances_of_k_means_plus_plus_are_shares_of_squared_distance():
    shown = film(CORNERS, 3, start="k-means++", seed=3)
    before, first, second, start = shown.steps[:4]
    assert before.chances is not None
    assert before.chances.tolist() == [0.25] * 4
    squared = ((CORNERS - first.centres[0]) ** 2).sum(axis=1)
    assert first.chances == pytest.approx(squared / 208)
    assert [len(step.centres) for step in (before, first, second, start)] == [0, 1, 2, 3]
    assert start.kind == "start"


def test_farthest_first_takes_the_opposite_corner():
    shown = film(CORNERS, 2, start="farthest first", seed=0)
    one, other = next(step for step in shown.steps if step.kind == "start").centres
    assert np.abs(one - other).tolist() == [10, 2]


def test_a_random_partition_is_shown_before_its_means():
    parted, start = film(rows(1), 4, start="random partition", seed=1).steps[:2]
    assert np.bincount(parted.labels).tolist() == [50] * 4
    assert start.centres[2] == pytest.approx(rows(1)[parted.labels == 2].mean(axis=0))
    assert start.inertia is not None


def test_a_film_that_is_cut_short_says_that_it_did_not_converge():
    shown = film(rows(4), 9, start="random rows", seed=4, most=1)
    assert (shown.converged, shown.moves, shown.steps[-1].kind) == (False, 1, "assign")


def test_different_starts_have_different_digests():
    names = {film(rows(0), 3, start=start, seed=seed).digest for start in STARTS[:4] for seed in (0, 1)}
    assert len(names) == 8


@pytest.mark.parametrize(
    ("values", "k", "start", "own", "words"),
    [
        (CORNERS, 5, "k-means++", None, "4 different rows cannot form 5 clusters. Choose at most 4."),
        (CORNERS, 1, "k-means++", None, "k = 1 cannot be run. Choose k from 2 up."),
        (CORNERS, 2, "own centres", None, "0 own centres were given for 2 clusters. Give 2, or change k."),
        (
            CORNERS,
            2,
            "own centres",
            np.array([[0, np.nan], [1, 1]]),
            "1 of 2 own centres are not 2 finite numbers. Give one number per feature, in original units.",
        ),
        (
            CORNERS * 0,
            2,
            "random rows",
            None,
            "All rows are equal, so there is nothing to group. Choose columns in which the rows differ.",
        ),
    ],
)
def test_what_cannot_be_shown_says_why(values: np.ndarray, k: int, start: Start, own, words: str):
    with pytest.raises(DataProblem) as caught:
        film(values, k, start=start, own=own)
    assert str(caught.value) == words


def test_an_unknown_start_is_named():
    with pytest.raises(BadSettings) as caught:
        film(CORNERS, 2, start="by magic")  # type: ignore[arg-type]
    assert str(caught.value) == (
        "start = 'by magic' is not known. Choose one of k-means++, random rows, random partition, "
        "farthest first, own centres."
    )
