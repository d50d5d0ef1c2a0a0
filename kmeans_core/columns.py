"""What each column of text holds: its kind, its numbers, and why it is or is not offered as a feature."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray


class Kind(StrEnum):
    """What a column holds."""

    NUMBER = "number"
    ID = "ID"
    CATEGORY = "category"
    DATE = "date"
    YES_NO = "yes/no"
    TEXT = "free text"
    CONSTANT = "constant"


@dataclass(frozen=True, eq=False)
class Column:
    """One column: its exact header, a label that is unique in the table, its kind and its facts."""

    name: str  # the header's exact text
    label: str  # unique and never empty: "income", "income (2)", "column 3"
    kind: Kind
    offered: bool  # a feature by default
    reason: str  # why it is not offered; "" when it is
    missing: int  # cells that are empty or spell a missing value
    distinct: int
    not_numbers: int = 0  # cells of a number column that hold other text
    numbers: NDArray[np.float64] | None = field(default=None, repr=False)  # (rows,), NaN where there is none


def labels(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return one non-empty label per header, all different, each on one line."""
    taken: set[str] = set()
    out = []
    for position, name in enumerate(names, 1):
        base = " ".join(name.split()) or f"column {position}"
        label, copy = base, 2
        while label in taken:
            label, copy = f"{base} ({copy})", copy + 1
        taken.add(label)
        out.append(label)
    return tuple(out)


def describe(names: tuple[str, ...], text: pa.Table) -> tuple[Column, ...]:
    """Return what each column of `text` holds."""
    return tuple(
        _describe(name, label, cells)
        for name, label, cells in zip(names, labels(names), text.columns, strict=True)
    )


def _describe(name: str, label: str, cells: pa.ChunkedArray) -> Column:
    empty = pc.equal(cells, "")
    missing = pc.sum(empty).as_py() or 0
    try:
        numbers = pc.cast(pc.if_else(empty, None, cells), pa.float64()).to_numpy()
    except pa.ArrowInvalid:
        distinct = pc.count_distinct(cells).as_py()
        kind = Kind.CATEGORY if distinct <= 50 else Kind.TEXT
        return Column(name, label, kind, False, "It holds words, not numbers.", missing, distinct)
    present = np.sort(numbers[~np.isnan(numbers)])
    distinct = int(np.count_nonzero(present[1:] != present[:-1])) + bool(present.size)
    numbers.flags.writeable = False
    if distinct < 2:
        return Column(
            name, label, Kind.CONSTANT, False, "Every value is the same.", missing, distinct, 0, numbers
        )
    return Column(name, label, Kind.NUMBER, True, "", missing, distinct, 0, numbers)
