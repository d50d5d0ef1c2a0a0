"""A few rows that stand for all have some of every cluster."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.common.sampling import sample_rows


def test_a_sample_keeps_tiny_clusters_and_the_rows_order():
    labels = np.repeat(np.array([0, 1, 2], np.int32), [10_000, 500, 5])
    rows = sample_rows(labels, 1_000, seed=3)
    assert len(rows) <= 1_000
    assert (np.bincount(labels[rows]) >= [900, 40, 5]).all()
    assert (np.diff(rows) > 0).all()
    assert (rows == sample_rows(labels, 1_000, seed=3)).all()


@given(st.lists(st.integers(0, 4), min_size=1, max_size=300), st.integers(10, 100), st.integers(0, 3))
def test_a_sample_has_rows_of_every_cluster_and_no_more_than_asked(
    labels: list[int], at_most: int, seed: int
) -> None:
    groups = np.array(labels, np.int32)
    rows = sample_rows(groups, at_most, seed)
    assert len(rows) == len(set(rows.tolist())) <= at_most
    assert set(groups[rows]) == set(labels)
    if len(labels) <= at_most:
        assert rows.tolist() == list(range(len(labels)))
