"""What is said about columns that are not plain."""

from __future__ import annotations

import pytest

from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.table import Table, read_table


def read(columns: dict[str, list[str]]) -> Table:
    lines = [",".join(columns), *map(",".join, zip(*columns.values(), strict=True))]
    return read_table("\n".join(lines).encode(), "table.csv")


@pytest.mark.parametrize("code", ["-999", "9999", "-200", "99", "-9999.0"])
def test_codes_far_from_every_other_value_are_told(code: str) -> None:
    table = read({"v": ["1", code, "3.5", "2", code, "7"], "w": ["1", "5", "3", "2", "4", "9"]})
    assert table.notices == (
        (
            f"{float(code):g} stands 2 times in column v, far from every other value: "
            "if it means that there is none, name it among the missing values."
        ),
    )


def test_codes_are_offered_as_missing_as_they_are_written_unless_another_column_holds_them_in_earnest() -> (
    None
):
    cells = {"v": ["1", "99", "3.5", "2", "99.0", "7"], "w": ["1", "5", "3", "2", "4", "9"]}
    assert read(cells).reading.suspects == ("99", "99.0")
    assert read(cells | {"u": ["95", "99", "97", "90", "92", "93"]}).reading.suspects == ()


@pytest.mark.parametrize(
    "cells", [["1", "99", "60", "99"], ["1", "-999", "3", "4"], ["99", "99", "99", "99"]]
)
def test_large_numbers_near_others_or_alone_are_no_codes(cells: list[str]) -> None:
    assert read({"v": cells, "w": ["1", "5", "3", "2"]}).notices == ()


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
