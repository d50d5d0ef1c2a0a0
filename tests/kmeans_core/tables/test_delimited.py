"""Line ends, empty ends, and what stands below a table of delimited text."""

from __future__ import annotations

import pytest

from kmeans_core.tables.table import Table, read_table


def read(text: str) -> Table:
    return read_table(text.encode(), "table.csv")


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_known(end: str) -> None:
    table = read(end.join(["a,b", "1,2", "3,4", ""]))
    assert (table.reading.line_ending, table.n_rows) == (end, 2)


def test_a_byte_order_mark_in_the_first_row_is_kept() -> None:
    assert read("a,b\n\ufeffx,2\ny,3\n").text.column(0).to_pylist() == ["\ufeffx", "y"]


def test_mixed_line_ends_make_rows_all_the_same() -> None:
    assert read("a,b\r\n1,2\n3,4\r5,6").n_rows == 3


def test_an_empty_field_at_every_line_end_does_not_shift_a_column() -> None:
    table = read("id,city\n1,Oslo,\n2,Lima,\n")
    assert names(table) == ["id", "city"]
    assert table.text.column(0).to_pylist() == ["1", "2"]
    assert table.notices == (
        "Every row ends in an empty field that the header does not have; it was left out.",
    )


def test_notes_below_the_table_are_left_out_and_counted() -> None:
    table = read("country,gdp,year\nA,1.5,2000\nB,2.5,2001\n\nSource: World Bank\n")
    assert table.n_rows == 2
    assert table.reading.skipped == (("blank rows", 1), ("notes below the table", 1))
