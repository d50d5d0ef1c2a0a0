"""Which columns take part, and which of them as categories."""

from __future__ import annotations

from kmeans_core.features import texts_of
from kmeans_core.tables import Kind, Table
from pages.shared.state import session


def labels(table: Table) -> tuple[str, ...]:
    """Return the labels of the columns that take part: chosen, or offered by the table."""
    how = session.choices().preparation
    others = how.one_hot + texts_of(table, how)
    if how.features is not None:
        return how.features + others
    return tuple(column.label for column in table.columns if column.offered) + others


def codes(table: Table) -> list[str]:
    """Return the labels of the columns of numbers that take part as categories."""
    encoded = session.choices().preparation.one_hot
    return [c.label for c in table.columns if c.numbers is not None and c.label in encoded]


def save(table: Table, used: set[str], as_codes: set[str]) -> None:
    """Let columns take part: free text by its words, categories and codes as 0 and 1, others as numbers."""
    texts = {column.label for column in table.columns if column.kind is Kind.TEXT}
    encoded = {column.label for column in table.columns if column.numbers is None} | as_codes
    chosen = [column.label for column in table.columns if column.label in used]
    session.change_preparation(
        features=tuple(label for label in chosen if label not in encoded),
        one_hot=tuple(label for label in chosen if label in encoded - texts),
        texts=tuple(label for label in chosen if label in texts),
    )
