"""Columns that tell no cluster from another are named."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles import idle_columns, profile
from kmeans_core.profiles.idle_columns import _tau
from kmeans_core.profiles.word_profiles import count_categories
from kmeans_core.tables.table import read_table


def found(*columns: str, **how: tuple[str, ...]) -> tuple[str, ...]:
    random = np.random.default_rng(3)
    cells = {
        "spend": [f"{10 * (i % 2) + random.normal():.3f}" for i in range(200)],
        "visits": [f"{5 * (i % 2) + random.normal():.3f}" for i in range(200)],
        "luck": [f"{random.normal():.3f}" for _ in range(200)],
        "coin": [("heads", "tails")[random.integers(2)] for _ in range(200)],
    }
    lines = [",".join(cells), *(",".join(row) for row in zip(*cells.values(), strict=True))]
    table = read_table("\n".join(lines).encode(), "t.csv")
    matrix = prepare(table, Preparation(features=columns, one_hot=how.get("one_hot", ())))
    return idle_columns(profile(table, matrix, cluster(matrix, KMeansSettings(k=2))))


def test_noise_beside_groups_is_named_be_it_numbers_or_words() -> None:
    assert found("spend", "visits", "luck", one_hot=("coin",)) == ("luck", "coin")


def test_what_took_no_part_is_not_named() -> None:
    assert found("spend", "visits") == ()


def test_by_hand_the_cluster_spares_half_of_the_wrong_guesses() -> None:
    """Of 4 a and 4 b half is guessed right; with 3 to 1 in each cluster 10 of 16: 1/8 of 1/2 is 1/4."""
    codes, labels = np.array([0, 0, 0, 1, 1, 1, 1, 0]), np.array([0, 0, 0, 0, 1, 1, 1, 1], np.int32)
    assert _tau(count_categories("word", codes, ("a", "b"), labels=labels, k=2)) == pytest.approx(0.25)
