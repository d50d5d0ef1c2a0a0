"""What is said of each row, as a list of objects, as CSV or as Arrow."""

from __future__ import annotations

import io
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.csv

from kmeans_core.takeaway import Assigned, Model

FAR = -2  # the quantile of the distances that "far" goes by: the last but one, as on the page


def as_json(model: Model, placed: Assigned, rows: int) -> bytes:
    """Write one object for each row in order; a row that could not be placed has null for its cluster."""
    nothing: dict[str, Any] = {"cluster": None, "name": None, "distance": None, "distances": None}
    told: list[dict[str, Any]] = [nothing | {"margin": None, "far": None}] * rows
    labels, to_all = placed.labels.tolist(), placed.to_all(model).tolist()
    far = placed.outliers(model, model.quantiles[FAR]).tolist()
    for i, row in enumerate(placed.rows.tolist()):
        told[row] = {
            "cluster": labels[i] + 1,
            "name": model.names[labels[i]],
            "distance": to_all[i][labels[i]],
            "distances": to_all[i],
            "margin": float(placed.margins[i]),
            "far": far[i],
        }
    return msgspec.json.encode({"rows": told, "notes": placed.sentences()})


def as_table(model: Model, placed: Assigned, rows: int) -> pa.Table:
    """Return the same as columns, one line for each row in order."""
    to_all = placed.to_all(model)
    far = placed.outliers(model, model.quantiles[FAR])
    there = np.full(rows, -1)
    there[placed.rows] = np.arange(len(placed.rows))
    at = pa.array(there, mask=there < 0)
    columns: dict[str, Any] = {
        "cluster": placed.labels.astype(np.int64) + 1,
        "name": np.array(model.names, dtype=object)[placed.labels],
        "distance": placed.distances,
        "margin": placed.margins,
        "far": far,
        **{f"distance to {c + 1}": to_all[:, c] for c in range(len(model.names))},
    }
    return pa.table({name: pa.array(values).take(at) for name, values in columns.items()})


def as_csv(model: Model, placed: Assigned, rows: int) -> bytes:
    out = io.BytesIO()
    pyarrow.csv.write_csv(as_table(model, placed, rows), out)
    return out.getvalue()


def as_arrow(model: Model, placed: Assigned, rows: int) -> bytes:
    out, table = io.BytesIO(), as_table(model, placed, rows)
    with pa.ipc.new_stream(out, table.schema) as stream:
        stream.write_table(table)
    return out.getvalue()


WRITERS = {
    "application/json": as_json,
    "text/csv": as_csv,
    "application/vnd.apache.arrow.stream": as_arrow,
}
