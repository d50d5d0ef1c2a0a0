"""One column can hide the groups of all others: left out in turn, the culprit is named."""

from __future__ import annotations

import numpy as np

from kmeans_core.choosing_k import without_each
from kmeans_core.clustering import KMeansSettings
from kmeans_core.features import Preparation, prepare
from kmeans_core.tables import Table, read_table


def spoilt() -> Table:
    """Four groups in a, b and c, and a column of unit-less large numbers."""
    random = np.random.default_rng(0)
    groups = np.repeat([[0, 0, 0], [6, 0, 0], [0, 6, 0], [6, 6, 5]], 60, axis=0) + random.normal(
        size=(240, 3)
    )
    rows = np.column_stack([groups, random.uniform(0, 1_000, 240)])
    lines = "\n".join(",".join(f"{value:.3f}" for value in row) for row in rows)
    return read_table(f"a,b,c,junk\n{lines}\n".encode(), "spoilt.csv")


def test_the_column_that_hides_the_groups_is_named_first() -> None:
    table = spoilt()
    matrix = prepare(table, Preparation(scaling="none"))
    first, *others = without_each(table, matrix, KMeansSettings())
    assert first.column == "junk"
    assert first.verdict is not None
    assert first.verdict.headline == "4 clusters, high confidence"
    assert {each.column for each in others} == {"a", "b", "c"}
    assert [each.verdict for each in others] == [None] * 3


def test_a_single_column_cannot_be_left_out() -> None:
    table = read_table(b"x\n1\n2\n9\n10\n", "one.csv")
    assert without_each(table, prepare(table), KMeansSettings()) == ()
