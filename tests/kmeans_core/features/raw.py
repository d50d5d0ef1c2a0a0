"""Tables as scikit-learn users have them."""

from __future__ import annotations

import pandas as pd

from kmeans_core.features import FeatureMatrix
from kmeans_core.tables.table import Table


def as_raw(table: Table, matrix: FeatureMatrix) -> pd.DataFrame:
    """Give the rows that take part as a scikit-learn user would: numbers and words with gaps."""
    places = {column.label: i for i, column in enumerate(table.columns)}
    raw = {}
    for label in matrix.pipeline.feature_names_in_:
        numbers = table.column(label).numbers
        words = [cell or None for cell in table.text.column(places[label]).to_pylist()]
        raw[label] = pd.Series(words, dtype=object) if numbers is None else pd.Series(numbers)
    return pd.DataFrame(raw).iloc[matrix.rows]
