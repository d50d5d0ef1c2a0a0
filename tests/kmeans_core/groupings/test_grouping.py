"""Other algorithms than k-means: what each finds, what it says, and what cannot be run."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from kmeans_core.common import BadSettings, DataProblem, Stopped, TooFewRows
from kmeans_core.groupings import (
    EVERY,
    Agglomerative,
    Bisecting,
    Dbscan,
    Hdbscan,
    Mixture,
    NoClusters,
    Other,
    Spectral,
    group,
)
from tests.kmeans_core.matrices import groups, matrix_of


def rings(n: int = 600) -> tuple[np.ndarray, np.ndarray]:
    """Two rings, one in the other, and which one each row is on."""
    random = np.random.default_rng(0)
    angle, outer = random.uniform(0, 2 * np.pi, n), np.arange(n) % 2
    radius = 1 + 2 * outer + random.normal(0, 0.05, n)
    return np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None], outer


TWO_PAIRS = matrix_of(np.array([[0, 0], [0, 2], [10, 0], [10, 2], [10, 1]]))


@pytest.mark.parametrize("how", [Agglomerative(k=2), Bisecting(k=2), Agglomerative(k=2, linkage="single")])
def test_two_far_groups_are_found_and_the_larger_is_the_first(how: Other) -> None:
    assert group(TWO_PAIRS, how).labels.tolist() == [1, 1, 0, 0, 0]


@pytest.mark.parametrize("algorithm", EVERY)
def test_every_algorithm_finds_round_groups_that_lie_apart(algorithm: type[Other]) -> None:
    found = group(matrix_of(groups(3, apart=14)), algorithm())
    inside = found.labels >= 0
    assert len(found.sizes) == 3
    assert adjusted_rand_score(np.repeat(range(3), 60)[inside], found.labels[inside]) == 1


@pytest.mark.parametrize(
    "how", [Hdbscan(), Dbscan(eps=0.5), Spectral(k=2), Agglomerative(k=2, linkage="single")]
)
def test_rings_are_found_by_what_follows_shapes(how: Other) -> None:
    values, truth = rings()
    assert adjusted_rand_score(truth, group(matrix_of(values), how).labels) == 1


def test_long_groups_side_by_side_are_found_by_a_mixture() -> None:
    random = np.random.default_rng(0)
    truth = np.repeat([0, 1], 200)
    values = random.normal(size=(400, 2)) * [12, 1] + np.column_stack([0 * truth, 8 * truth])
    found = group(matrix_of(values), Mixture(k=2))
    assert adjusted_rand_score(truth, found.labels) == 1
    assert found.certainty is not None
    assert found.certainty.min() >= 0.5
    assert found.second is not None
    assert not (found.second == found.labels).any()


def test_what_lies_scattered_is_in_no_cluster() -> None:
    values = np.vstack([groups(2, apart=20), [[300, -300]]])
    for how in (Hdbscan(), Dbscan()):
        found = group(matrix_of(values), how)
        assert found.labels[-1] == -1
        assert found.sizes.sum() == (found.labels >= 0).sum()


def test_clusters_with_centres_have_each_rows_distance_to_its_own() -> None:
    for how in (Agglomerative(k=2), Bisecting(k=2)):
        found = group(TWO_PAIRS, how)
        assert found.centres is not None
        assert found.distances is not None
        assert found.centres.tolist() == [[10, 1], [0, 1]]
        assert found.distances.tolist() == [1, 1, 1, 1, 0]
    assert group(TWO_PAIRS, Agglomerative(k=2, linkage="single")).centres is None


@pytest.mark.parametrize("algorithm", EVERY)
def test_many_rows_are_grouped_on_a_sample_and_the_others_follow(
    algorithm: type[Other], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(algorithm, "most_rows", 150)
    found = group(matrix_of(groups(3, apart=20, each=200)), algorithm())
    assert found.searched_rows == 150
    assert found.notes[-1] == "Found on a sample of 150 of 600 rows; the others follow it."
    inside = found.labels >= 0
    assert inside.mean() > 0.9
    assert adjusted_rand_score(np.repeat(range(3), 200)[inside], found.labels[inside]) == 1


def test_two_hundred_thousand_rows_are_no_danger_to_what_compares_every_pair() -> None:
    values = groups(4, d=2, each=50_000, apart=20)
    found = group(matrix_of(values), Agglomerative(k=4))
    assert found.sizes.tolist() == [50_000] * 4
    assert found.notes == ("Found on a sample of 5,000 of 200,000 rows; the others follow it.",)


@pytest.mark.parametrize("algorithm", EVERY)
def test_the_same_settings_find_the_same_and_nobody_can_write_into_it(algorithm: type[Other]) -> None:
    matrix = matrix_of(groups(3, apart=7))
    one, other = group(matrix, algorithm()), group(matrix, algorithm())
    assert one.labels.tolist() == other.labels.tolist()
    assert one.digest == other.digest
    assert not one.labels.flags.writeable


def test_every_setting_changes_the_digest() -> None:
    matrix, changed = matrix_of(groups(3)), {"covariance": "tied", "linkage": "average", "eps": 3.0}
    for algorithm in EVERY:
        usual = algorithm()
        for field in fields(usual):
            value = changed.get(field.name, 4)
            assert group(matrix, replace(usual, **{field.name: value})).digest != group(matrix, usual).digest


@pytest.mark.parametrize(
    ("how", "words"),
    [
        (Mixture(k=1), "k = 1 cannot be run. Choose k from 2 up."),
        (Dbscan(eps=0), "eps = 0 cannot be run. Choose eps from more than 0 up."),
        (Hdbscan(smallest=1), "smallest = 1 cannot be run. Choose smallest from 2 up."),
        (
            Agglomerative(linkage="centroid"),  # type: ignore[arg-type]
            "linkage = 'centroid' is not known. Choose one of ward, average, complete, single.",
        ),
    ],
)
def test_settings_that_cannot_be_run_are_refused(how: Other, words: str) -> None:
    with pytest.raises(BadSettings) as caught:
        group(TWO_PAIRS, how)
    assert str(caught.value) == words


def test_more_clusters_than_different_rows_are_refused() -> None:
    with pytest.raises(TooFewRows) as caught:
        group(TWO_PAIRS, Spectral(k=6))
    assert str(caught.value) == "5 different rows cannot form 6 clusters. Choose at most 5."


def test_rows_that_are_all_scattered_are_told_with_what_to_do() -> None:
    with pytest.raises(NoClusters) as caught:
        group(matrix_of(groups(2)), Dbscan(eps=1e-6))
    assert (
        str(caught.value)
        == "DBSCAN finds no dense place: all 120 rows are in no cluster. Raise eps, or lower the neighbours."
    )


@pytest.mark.parametrize("eps", [50.0, 1e6])
def test_a_single_cluster_is_told_with_what_to_do(eps: float) -> None:
    with pytest.raises(NoClusters) as caught:
        group(matrix_of(groups(2)), Dbscan(eps=eps))
    assert (
        str(caught.value) == "DBSCAN finds a single cluster, so there is nothing to compare. "
        "Lower eps, or use another algorithm."
    )


def test_an_eps_that_reaches_all_rows_is_refused_before_memory_is_filled() -> None:
    with pytest.raises(NoClusters) as caught:
        group(matrix_of(groups(2, each=6_000)), Dbscan(eps=1e3))
    assert (
        str(caught.value) == "DBSCAN with eps 1,000 finds a single cluster, so there is nothing to compare. "
        "Lower eps, or use another algorithm."
    )


def test_rows_that_nearly_all_are_equal_have_no_eps() -> None:
    values = np.vstack([np.zeros((60, 2)), groups(1, each=3)])
    with pytest.raises(NoClusters) as caught:
        group(matrix_of(values), Dbscan())
    assert str(caught.value) == (
        "Most rows have as many equal rows as make a place dense, so eps would be 0. "
        "Choose an eps, or more neighbours."
    )


def grouped(values: np.ndarray, how: Other) -> list[int] | str:
    """Return the sizes of the clusters, or the problem that is told."""
    try:
        found = group(matrix_of(values), how)
    except DataProblem as problem:
        return str(problem)
    assert found.sizes.tolist() == np.bincount(found.labels + 1)[1:].tolist()
    return found.sizes.tolist()


@pytest.mark.parametrize("algorithm", EVERY)
def test_equal_rows_few_rows_and_one_column_get_clusters_or_a_word(algorithm: type[Other]) -> None:
    random = np.random.default_rng(0)
    for values in (
        np.repeat([[0.0, 0], [1, 1], [5, 5], [9, 0]], 10, axis=0),
        random.normal(size=(6, 2)),
        random.normal(size=(50, 1)),
        random.normal(size=(30, 80)),
    ):
        found = grouped(values, algorithm())
        assert len(found) >= 2


def test_work_can_be_stopped() -> None:
    def stop(done: float, words: str) -> None:
        if done > 0.1:
            raise Stopped

    with pytest.raises(Stopped):
        group(matrix_of(groups(3)), Mixture(k=3), stop)
