"""The fast way to the smallest of a few agrees with numpy's, ties and many columns included."""

from __future__ import annotations

import numpy as np
import pytest

from kmeans_core.common.arrays import FEW, products, smallest


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64])
@pytest.mark.parametrize("columns", [1, 2, 3, FEW - 1, FEW, FEW + 1, 300])
def test_the_smallest_is_numpys(columns: int, kind: type) -> None:
    random = np.random.default_rng(columns)
    rows, centres = random.integers(-9, 9, (500, 3)), random.integers(-9, 9, (columns, 3))
    scores = products(rows.astype(kind), centres.astype(kind))
    assert scores.shape == (500, columns)
    assert scores.tolist() == (rows @ centres.T).tolist()
    assert smallest(scores).tolist() == (rows @ centres.T).argmin(axis=1).tolist()


def test_of_equal_scores_the_first_counts() -> None:
    assert smallest(np.array([[2.0, 1.0, 1.0], [0.0, 0.0, 0.0]])).tolist() == [1, 0]


@pytest.mark.parametrize("columns", [3, FEW + 1])
def test_no_rows_have_no_smallest(columns: int) -> None:
    assert smallest(products(np.zeros((0, 2)), np.zeros((columns, 2)))).tolist() == []
