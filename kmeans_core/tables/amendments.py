"""A table read right, a column understood better: codes that mean nothing there, words that have an order."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from kmeans_core.common import Floats, digest
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.columns import Column
from kmeans_core.tables.table import Table, coded


@dataclass(frozen=True)
class Amendment:
    """What a column's cells mean: numbers that say there is no value; words from the least to the most.

    >>> from kmeans_core import Amendment, amended, read_table
    >>> table = read_table(b"age\\n31\\n99\\n28\\n", "survey.csv")
    >>> amended(table, (Amendment("age", blanks=(99.0,)),)).column("age").numbers.tolist()
    [31.0, nan, 28.0]
    """

    column: str
    blanks: tuple[float, ...] = ()
    order: tuple[str, ...] = ()


def amended(table: Table, amendments: tuple[Amendment, ...]) -> Table:
    """Return the table with other numbers for the amended columns; the text stays as it came.

    Words in an order count 1, 2, 3, ...; a word that is not in it counts as missing.

    >>> from kmeans_core import read_table
    >>> table = read_table(b"age,mood\\n31,bad\\n99,good\\n28,fair\\n", "survey.csv")
    >>> how = (Amendment("age", blanks=(99.0,)), Amendment("mood", order=("bad", "fair", "good")))
    >>> [column.numbers.tolist() for column in amended(table, how).columns]
    [[31.0, nan, 28.0], [1.0, 3.0, 2.0]]
    """
    if not amendments:
        return table
    by_label = {each.column: each for each in amendments}
    columns = tuple(
        _amended(table, column, by_label[column.label]) if column.label in by_label else column
        for column in table.columns
    )
    return replace(table, columns=columns, digest=digest(table.digest, amendments))


def _amended(table: Table, column: Column, how: Amendment) -> Column:
    numbers = _in_order(table, column, how.order) if how.order else column.numbers
    if numbers is None:
        return column
    numbers = np.where(np.isin(numbers, how.blanks), np.nan, numbers)
    numbers.flags.writeable = False
    gaps = int(np.isnan(numbers).sum()) - len(table.set_aside)
    distinct = len(np.unique(numbers[~np.isnan(numbers)]))
    new = replace(column, numbers=numbers, missing=gaps, distinct=distinct)
    return replace(new, kind=Kind.NUMBER, offered=True, reason="") if how.order else new


def _in_order(table: Table, column: Column, order: tuple[str, ...]) -> Floats:
    """Return each cell's place in the order, from 1; small and capital letters are alike."""
    codes, values = coded(table, column.label, np.arange(table.n_rows))
    places = {word.casefold(): place for place, word in enumerate(order, 1)}
    numbers = np.array([places.get(value.casefold(), np.nan) for value in values] + [np.nan], dtype=float)
    found = numbers[codes]
    found[[row for row, _ in table.set_aside]] = np.nan
    return found
