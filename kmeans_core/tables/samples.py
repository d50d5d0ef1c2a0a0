"""Tables that come with the studio, each read from its file like any upload."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from kmeans_core.common import BadSettings, digest
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import Table, read_table

SAMPLES = ("Customers", "Iris", "Wine", "Digits", "Three blobs", "Two moons", "Two thermometers", "Messages")


@cache
def load_sample(name: str) -> Table:
    """Return a bundled table, its last column named as the true classes and never offered as a feature.

    Raises BadSettings when there is no such sample.

    >>> from kmeans_core import load_sample
    >>> load_sample("Iris").n_rows
    150
    """
    if name not in SAMPLES:
        raise BadSettings(f"There is no sample called {name}.", f"Choose one of {', '.join(SAMPLES)}.")
    file = Path(__file__).parent / "sample_files" / f"{name}.csv"
    table = read_table(file.read_bytes(), file.name)
    *columns, classes = table.columns
    known = replace(classes, kind=Kind.CATEGORY, offered=False, reason="It holds the true classes.")
    return replace(
        table,
        columns=(*columns, known),
        reading=replace(table.reading, format="sample"),
        truth=known.label,
        digest=digest("sample", table.digest),  # an upload of the same bytes offers the classes too
    )
