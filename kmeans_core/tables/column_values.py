"""The values of a column of words, as numbers."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kmeans_core.common import Ints
from kmeans_core.tables.table import Table


def coded(table: Table, label: str, rows: Ints) -> tuple[Ints, tuple[str, ...]]:
    """Return each row's value of a column as a number (n,), -1 where it is missing, and the values by number.

    Values are numbered by frequency, most frequent first, ties in alphabetical order, without the blanks
    around them.
    """
    position = [column.label for column in table.columns].index(label)
    text = pc.utf8_trim_whitespace(table.text.column(position).take(pa.array(rows)))
    absent = pc.is_in(text, value_set=pa.array(["", *table.reading.missing], pa.string()))
    held = pc.if_else(absent, None, text).combine_chunks().dictionary_encode()
    codes = pc.fill_null(held.indices, -1).to_numpy(zero_copy_only=False).astype(np.int64)
    frequency = np.bincount(codes[codes >= 0], minlength=len(held.dictionary))
    values = pa.table({"value": held.dictionary, "n": frequency})
    order = pc.sort_indices(values, [("n", "descending"), ("value", "ascending")]).to_numpy()
    rank = np.full(len(values) + 1, -1)  # the last entry is for -1
    rank[order] = np.arange(len(values))
    return rank[codes], tuple(held.dictionary.take(pa.array(order)).to_pylist())
