"""What is said about columns that are not plain."""

from __future__ import annotations

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import Table, read_table


def read(columns: dict[str, list[str]]) -> Table:
    lines = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    return read_table("\n".join(lines).encode(), "table.csv")


def test_a_number_column_may_hold_a_tenth_of_words() -> None:
    table = read({"v": [str(i * i) if i % 8 else "<LOD" for i in range(1, 41)], "w": ["1", "2"] * 20})
    assert (table.columns[0].kind, table.columns[0].not_numbers) == (Kind.NUMBER, 5)
    assert table.notices[0].startswith(
        "In column v, 5 cells are not numbers and count as missing: row 8 (<LOD)"
    )


def test_equal_notices_are_told_once_for_all_their_columns() -> None:
    table = read({"a": ["5%", "7%"], "b": ["6%", "8%"], "{c}": ["6%", "9%"]})
    assert table.notices == (
        "Percent signs were left out to read columns a, b and {c}: 45% is 45; the text keeps them.",
    )
