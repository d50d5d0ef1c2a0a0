"""Which columns take part, and which of them as categories."""

from __future__ import annotations

from kmeans_core.tables import Table
from pages.shared.state import session


def labels(table: Table) -> tuple[str, ...]:
    """Return the labels of the columns that take part: chosen, or offered by the table."""
    how = session.choices().preparation
    if how.features is not None:
        return how.features + how.one_hot
    return tuple(column.label for column in table.columns if column.offered) + how.one_hot


def codes(table: Table) -> list[str]:
    """Return the labels of the columns of numbers that take part as categories."""
    encoded = session.choices().preparation.one_hot
    return [c.label for c in table.columns if c.numbers is not None and c.label in encoded]


def save(table: Table, used: set[str], as_codes: set[str]) -> None:
    """Let columns take part: words and codes with a column of 0 and 1 for each value, others as numbers."""
    encoded = {column.label for column in table.columns if column.numbers is None} | as_codes
    chosen = [column.label for column in table.columns if column.label in used]
    session.change_preparation(
        features=tuple(label for label in chosen if label not in encoded),
        one_hot=tuple(label for label in chosen if label in encoded),
    )
