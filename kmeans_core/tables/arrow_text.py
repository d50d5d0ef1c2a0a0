"""Arrow's arrays in, text out, and how much room they would take."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

PROBLEMS = (pa.ArrowException, OSError, ValueError, TypeError, KeyError)  # that Arrow has with a damaged file


def unfolded(cells: pa.Array) -> int:
    """Return the bytes that cells take when each value stands for itself."""
    kind = cells.type
    if pa.types.is_dictionary(kind):
        words = cells.dictionary
        lengths = pc.binary_length(words) if "string" in str(words.type) else pa.array([8] * len(words))
        return int(pc.sum(pc.take(lengths, cells.indices)).as_py() or 0) + 4 * len(cells)
    if pa.types.is_struct(kind):
        return sum(map(unfolded, cells.flatten()))
    if kind in (pa.string_view(), pa.binary_view()):  # four numbers for each: its length, and where it is
        views = np.frombuffer(cells.buffers()[1], np.int32)[4 * cells.offset :]
        return int(views[: 4 * len(cells) : 4].sum(dtype=np.int64))
    return unfolded(cells.flatten()) if pa.types.is_nested(kind) else max(int(cells.nbytes), len(cells))


def as_text(batch: pa.RecordBatch) -> pa.Table:
    """Return a batch as columns of text; nested values become JSON."""
    names = [str(i) for i in range(batch.num_columns)]
    return pa.table([_spelled(cells) for cells in batch.columns], names)


def _spelled(cells: pa.Array) -> pa.Array:
    kind = cells.type
    if pa.types.is_dictionary(kind):
        return _spelled(cells.cast(kind.value_type))
    if pa.types.is_nested(kind) or "binary" in str(kind):
        words = [
            v if v is None else json.dumps(v, default=repr, ensure_ascii=False) for v in cells.to_pylist()
        ]
        return pc.fill_null(pa.array(words, pa.string()), "")
    text = pc.fill_null(pc.cast(cells, pa.string()), "")
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        text = pc.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")
    return text
