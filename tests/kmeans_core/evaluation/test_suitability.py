"""Findings: nothing against round groups, a named cluster or pair against the others."""

from __future__ import annotations

import warnings
from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.evaluation.noise_comparison import STANDS_OUT, Structure
from kmeans_core.evaluation.suitability import Advice, Suitability, suitability
from tests.kmeans_core.matrices import groups, matrix_of


def looked_at(values: np.ndarray, k: int, z: float = 20, skewed: tuple[int, ...] = ()) -> Suitability:
    matrix = matrix_of(values)
    structure = Structure(z, (("box", z),), (2,), np.zeros(1), np.zeros(1), len(values), skewed)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return suitability(matrix, cluster(matrix, KMeansSettings(k=k, n_init=2)), structure)


def moons(n: int = 400) -> np.ndarray:
    random = np.random.default_rng(0)
    angle, other = random.uniform(0, np.pi, n), np.arange(n) % 2
    x, y = np.where(other, 1 - np.cos(angle), np.cos(angle)), np.where(other, 0.5, 1) * np.sin(angle)
    return np.column_stack([x, np.where(other, 0.5 - np.sin(angle), y)]) + random.normal(0, 0.05, (n, 2))


def test_nothing_speaks_against_round_groups() -> None:
    found = looked_at(groups(4), 4)
    assert found.fits
    assert found.findings == ()


def test_a_group_cut_in_two_names_the_pair_and_offers_one_fewer() -> None:
    found = looked_at(groups(2, each=300, apart=14), 3)
    first = found.findings[0]
    assert (first.name, first.kind, len(first.clusters)) == ("Valley", "wrong tool", 2)
    assert first.what.startswith(
        f"Clusters {first.clusters[0] + 1} and {first.clusters[1] + 1} run into each"
    )
    assert first.advice[0] == Advice("Try k = 2, which may join them.", "k", 2)


def test_two_groups_in_one_cluster_are_torn() -> None:
    found = looked_at(groups(4, each=80, apart=30), 3)
    torn = [each for each in found.findings if each.name == "Torn cluster"]
    assert len(torn) == 1
    assert torn[0].what == "Cluster 1 lies in pieces: 49 % of its rows hang apart from the rest."
    assert torn[0].advice[0] == Advice("Try k = 4, which may part them.", "k", 4)


@pytest.mark.parametrize("values", [moons(), np.random.default_rng(0).uniform(size=(400, 2))])
def test_shapes_that_k_means_cuts_are_flagged(values: np.ndarray) -> None:
    assert not looked_at(values, 2).fits


def test_stretched_groups_are_told_from_round_ones() -> None:
    random = np.random.default_rng(1)
    lines = random.normal(size=(600, 2)) * [14, 0.6] + np.repeat([[0, 0], [0, 9]], 300, axis=0)
    assert "Stretched clusters" in [each.name for each in looked_at(lines, 2).findings]


def test_noise_is_named_with_a_log_where_columns_are_skewed() -> None:
    values = np.random.default_rng(0).lognormal(size=(200, 2))
    first = looked_at(values, 3, z=1.5, skewed=(1,)).findings[0]
    told = f"1.5 standard deviations, where {STANDS_OUT:.0f} would count"
    assert first.what == f"The data do not stand out from noise: {told}."
    assert first.advice[0] == Advice(
        "Take the logarithm of the skewed columns.", "log", columns=("column 1",)
    )


def test_a_cluster_of_outliers_asks_for_robust_scaling() -> None:
    values = np.concatenate([np.random.default_rng(0).normal(size=(500, 2)), [[300.0, 0], [301, 0]]])
    finding = next(each for each in looked_at(values, 2).findings if each.name == "Outliers")
    assert finding.clusters == (1,)
    assert finding.what == "Cluster 2 holds 2 far outliers."
    assert finding.advice[0] == Advice("Use robust scaling.", "robust")


def test_unequal_sizes_are_a_note() -> None:
    values = np.concatenate([groups(1, each=900), groups(1, each=30) + 30])
    note = next(each for each in looked_at(values, 2).findings if each.name == "Unequal sizes")
    assert (note.kind, note.what) == ("note", "Cluster 1 has 30 times the rows of cluster 2.")


def test_more_columns_than_rows_bear_are_a_note() -> None:
    found = looked_at(np.random.default_rng(0).normal(size=(40, 5_000)), 2)
    assert found.findings[-1].what == "5,000 columns for 40 rows."
    assert found.findings[-1].advice == (Advice("Keep ten principal components.", "components", 10),)


def test_a_cluster_without_rows_is_neither_small_nor_an_outlier() -> None:
    matrix = matrix_of(np.append(np.zeros(50), [1e6, 1e6 + 1])[:, None])
    found = cluster(matrix, KMeansSettings(k=2, n_init=1))
    hollow = replace(
        found, sizes=np.append(found.sizes, 0), centres=np.append(found.centres, [[5.0]], axis=0)
    )
    structure = Structure(20, (("box", 20),), (2,), np.zeros(1), np.zeros(1), 52, ())
    unequal = suitability(matrix, hollow, structure).findings[-1]
    assert unequal.what == "Cluster 1 has 25 times the rows of cluster 2."
    assert all(2 not in each.clusters for each in suitability(matrix, hollow, structure).findings)


@pytest.mark.parametrize(
    "values",
    [np.arange(3.0)[:, None], np.repeat([[0.0, 1], [1, 0]], 40, axis=0), np.eye(5)],
    ids=["three rows", "two different rows", "five far rows"],
)
def test_small_and_equal_rows_get_an_answer(values: np.ndarray) -> None:
    assert looked_at(values, 2).rows == len(values)


def test_equal_rows_do_not_tear_a_cluster() -> None:
    values = np.repeat(np.random.default_rng(0).normal(size=(5, 2)), 100, axis=0)
    assert "Torn cluster" not in [each.name for each in looked_at(values, 4).findings]
