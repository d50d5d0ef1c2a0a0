"""Findings on shapes and noise, whole: their words, their numbers, and the thresholds at which they begin."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from kmeans_core.clustering import Clustering, KMeansSettings, cluster
from kmeans_core.evaluation import Advice, Finding, shallowest, structure, suitability
from kmeans_core.features import FeatureMatrix
from tests.kmeans_core.evaluation.hand_made import findings, grouped, two_ends
from tests.kmeans_core.matrices import groups, matrix_of

OTHER_SHAPES = Advice("Try HDBSCAN, which follows other shapes.", "HDBSCAN")


def test_clusters_with_more_than_three_quarters_of_the_rows_between_them_run_into_each_other() -> None:
    assert findings(*two_ends(16)) == (
        Finding(
            "Valley",
            "Clusters 1 and 2 run into each other: "
            "between them lie 80 % as many rows as at the sparser centre.",
            "The border cuts through rows that belong together.",
            (OTHER_SHAPES,),
            clusters=(0, 1),
        ),
    )
    of_three = findings(*two_ends(16, third=True))[0]
    assert of_three.advice == (Advice("Try k = 2, which may join them.", "k", 2), OTHER_SHAPES)


def test_clusters_with_more_than_two_fifths_of_the_rows_between_them_touch() -> None:
    assert findings(*two_ends(15)) == (
        Finding(
            "Valley",
            "Clusters 1 and 2 touch: between them lie 75 % as many rows as at the sparser centre.",
            "Rows near the border could be in either.",
            (),
            "note",
            (0, 1),
        ),
    )
    of_three = findings(*two_ends(9, third=True))[0]
    assert of_three.advice == (Advice("Try k = 2, which may join them.", "k", 2),)
    assert findings(*two_ends(8)) == ()


def test_the_shallowest_valley_is_told_as_a_share() -> None:
    assert shallowest(*two_ends(15)) == 15 / 20
    assert shallowest(*two_ends(8, third=True)) == 8 / 20
    same = np.zeros((2, 1))
    assert shallowest(*grouped(np.array([[0.0], [0], [1], [1]]), np.array([0, 0, 1, 1]), same)) == 0


def in_pieces(*apart: int) -> tuple[FeatureMatrix, Clustering]:
    """Return clusters of 100 rows, of which so many lie in a second piece."""
    parts = []
    for i, count in enumerate(apart):
        middle = np.array([400.0 * i, 0])
        rows = groups(1, each=100, seed=i)
        rows[:count] = rows[:count] * 0.2 + [0, 60]
        parts.append(rows + middle)
    labels = np.repeat(np.arange(len(apart)), 100)
    centres = np.array([part.mean(axis=0) for part in parts])
    return grouped(np.concatenate(parts), labels, centres)


def torn(*apart: int) -> list[Finding]:
    return [each for each in findings(*in_pieces(*apart)) if each.name == "Torn cluster"]


def test_a_cluster_in_pieces_is_told_with_what_to_try() -> None:
    assert torn(30, 0) == [
        Finding(
            "Torn cluster",
            "Cluster 1 lies in pieces: 30 % of its rows hang apart from the rest.",
            "One centre serves groups that are apart, or scattered rows.",
            (
                Advice("Try k = 3, which may part them.", "k", 3),
                Advice("Try HDBSCAN, which leaves scattered rows out.", "HDBSCAN"),
            ),
            clusters=(0,),
        )
    ]


def test_three_torn_clusters_are_named_the_worst_first() -> None:
    assert [each.clusters for each in torn(20, 40, 12, 30, 0)] == [(1,), (3,), (0,)]


def test_pieces_of_up_to_a_twentieth_are_no_matter() -> None:
    assert torn(12, 0) == torn(12, 0)[:1] != []
    assert torn(10, 0) == []  # a twentieth of all rows
    assert [each.clusters for each in torn(12, 30, 5)] == [(1,), (0,)]


def stretched(gain: float, same: float, columns: int, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    monkeypatch.setattr(
        sys.modules[suitability.__module__], "stretch", lambda values, labels, seed: (gain, same)
    )
    matrix = matrix_of(groups(2, d=columns, each=120))
    told = findings(matrix, cluster(matrix, KMeansSettings(k=2)))
    return [each for each in told if each.name == "Stretched clusters"]


def test_stretched_clusters_are_told_with_what_to_try(monkeypatch: pytest.MonkeyPatch) -> None:
    mixture = Advice("Try a Gaussian mixture with full covariances.", "mixture", 2)
    told = Finding(
        "Stretched clusters",
        "Stretched groups fit better than round ones, and differ from these clusters (ARI 0.12).",
        "k-means sees round groups of like width and cuts long ones.",
        (mixture,),
    )
    assert stretched(0.3, 0.123, 10, monkeypatch) == [told]
    fewer = Advice("Keep ten principal components.", "components", 10)
    assert stretched(0.3, 0.123, 11, monkeypatch) == [replace(told, advice=(mixture, fewer))]


def test_a_small_gain_or_the_same_groups_are_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(stretched(0.21, 0.69, 2, monkeypatch)) == 1
    assert stretched(0.2, 0.69, 2, monkeypatch) == []
    assert stretched(0.21, 0.7, 2, monkeypatch) == []


TAKE = Advice("Take the groups as a division of one cloud, not as kinds of rows.")


def test_data_like_noise_are_told_with_what_to_try() -> None:
    matrix, found = two_ends(0)
    told = Finding(
        "No structure",
        "The data do not stand out from noise: 3.9 standard deviations, where 4 would count.",
        "k-means divides any cloud; here the groups are no tighter than those it cuts out of noise.",
        (TAKE,),
    )
    assert findings(matrix, found, z=3.94) == (told,)
    log = Advice("Take the logarithm of the skewed columns.", "log", columns=("column 0",))
    assert findings(matrix, found, z=3.94, skewed=(0,)) == (replace(told, advice=(log, TAKE)),)
    assert findings(matrix, found, z=4) == ()


def test_components_are_skewed_but_have_no_logarithm() -> None:
    matrix, found = two_ends(0)
    components = replace(matrix, names=("component 1",))
    assert findings(components, found, z=1, skewed=(0,))[0].advice == (TAKE,)


@pytest.mark.parametrize(("k", "top"), [(2, 10), (12, 12)])
def test_without_a_comparison_with_noise_one_is_made(k: int, top: int) -> None:
    matrix = matrix_of(np.random.default_rng(1).uniform(size=(130, 2)))
    found = cluster(matrix, KMeansSettings(k=k, n_init=1, seed=4))
    z = structure(matrix.values, top, 4).z
    said: list[float] = []
    told = suitability(matrix, found, progress=lambda done, words: said.append(done)).findings[0]
    assert (
        told.what
        == f"The data do not stand out from noise: {z:.1f} standard deviations, where 4 would count."
    )
    assert said == sorted(said)
    assert said[0] == 0
