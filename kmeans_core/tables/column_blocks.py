"""Columns of numbers that lie side by side in memory, so that a matrix of them all is no copy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from kmeans_core.common import Floats
from kmeans_core.tables.column_kinds import Column


def in_one_block(columns: list[Column]) -> tuple[Column, ...]:
    """Return the columns, the numbers of those that are offered side by side.

    They are moved one by one, within the list: their memory would be needed twice otherwise.
    """
    numbered = [i for i, column in enumerate(columns) if column.offered and column.numbers is not None]
    if numbered:
        block = np.empty((len(numbered), len(columns[numbered[0]].numbers)))  # type: ignore[arg-type]
        for place, row in zip(numbered, block, strict=True):
            row[:] = columns[place].numbers
            row.flags.writeable = False
            columns[place] = replace(columns[place], numbers=row)
    return tuple(columns)


def side_by_side(columns: Sequence[Floats]) -> Floats | None:
    """Return columns that follow each other in one block as (rows, columns), None where they do not."""
    block = columns[0].base
    if block is None or block.ndim != 2 or any(column.base is not block for column in columns):
        return None
    places = [(column.ctypes.data - block.ctypes.data) // block.strides[0] for column in columns]
    first, last = places[0], places[-1] + 1
    return block[first:last].T if places == list(range(first, last)) else None
