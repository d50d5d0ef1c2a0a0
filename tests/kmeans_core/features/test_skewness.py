"""Which columns are offered a transform."""

from __future__ import annotations

import numpy as np

from kmeans_core.features import (
    skewed,
)
from tests.kmeans_core.tables_made import table_of


def test_skewed_columns_are_offered_the_transform_that_evens_them_out() -> None:
    random = np.random.default_rng(0)
    normal = random.normal(size=500)
    table = table_of(
        [
            ("even", normal.tolist()),
            ("right", np.exp(normal).tolist()),
            ("small unit with zero", [0.0, *(np.exp(normal[1:]) * 1e-6).tolist()]),
            ("left", (-np.exp(normal)).tolist()),
            ("two values", [0.0] * 490 + [1.0] * 10),
        ]
    )
    assert skewed(table) == {"right": "log", "small unit with zero": "power", "left": "power"}
