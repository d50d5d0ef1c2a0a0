"""Where a table begins, whether it has a header, and columns that only the rows have."""

from __future__ import annotations

import pytest

from kmeans_core.tables.table import Table, read_table


def read(text: str) -> Table:
    return read_table(text.encode(), "table.csv")


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize(
    ("text", "header"),
    [
        ("a,b\n1,2\n", ["a", "b"]),
        ("name,city\nAnn,Oslo\nBob,Lima\n", ["name", "city"]),
        ("5.1,3.5,setosa\n4.9,3.0,setosa\n", ["", "", ""]),
        ("name;2019;2020;2021\nA;1;2;3\nB;4;5;9\n", ["name", "2019", "2020", "2021"]),
        ("2019;2020;2021\n4;1;2\n5;4;5\n", ["", "", ""]),
        (",x,y\n0,1.5,2\n1,2.5,7\n", ["", "x", "y"]),
        ("a,,c,\n1,2,3,4\n5,6,7,8\n", ["a", "", "c", ""]),
        ("NA,1.5\n2,2.5\n3,4\n", ["", ""]),
        ("land,1/22/20,1/23/20\nA,0,4\nB,5,9\n", ["land", "1/22/20", "1/23/20"]),
        ("day;00:00;12:00\nMon;1,5;2\nTue;2;3\n", ["day", "00:00", "12:00"]),
        ("2024-01-01,5\n2024-01-02,6\n", ["", ""]),
        (",0,1,2\n0,5.1,3.5,1.4\n1,4.9,3,1.4\n", ["", "0", "1", "2"]),
        ("a,0,1\nb,1,0\nc,1,1\n", ["", "", ""]),
        ("0,1,2,3,4,5,6,7,8,9\n" + "5,3,4,1,2,5,0,1,7,8\n" * 2, list("0123456789")),
    ],
)
def test_a_header_is_a_line_of_names_above_values(text: str, header: list[str]) -> None:
    table = read(text)
    assert names(table) == header
    assert table.reading.header == any(header)


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        ("a;b;c;d\n" + "1;2;3;\n" * 3 + "4;5;6\n" * 9, ["a", "b", "c", "d"], 12),
        ("a,b,c,d\n" + "1,2,3,4\n" * 100 + "1,2,3,4,5\n" * 150, ["a", "b", "c", "d", ""], 250),
        ("day,bikes\n" + "2024-01-01,7\n" * 15 + "2024-01-02,7,8,9\n" * 40, ["day", "bikes", "", ""], 55),
        ("n,a,b,c\n" + "1,x,y,z\n" * 30 + "n,a\n" + "1,2\n" * 40, ["n", "a", "b", "c"], 71),
        ("Met,,\n" + "A,1,\n" * 15 + ",2,\n" * 15 + "p,q,r\nB,2,3\n", ["Met", "", ""], 32),
        ("1,2,3\n" * 5 + "1,2,3,4\n" * 9, ["", "", "", ""], 14),
    ],
)
def test_lines_that_look_like_rows_are_never_taken_for_titles(
    text: str, header: list[str], rows: int
) -> None:
    table = read(text)
    assert (names(table), table.n_rows, table.reading.skipped) == (header, rows, table.reading.skipped[:0])


def test_row_names_without_a_header_get_a_column_of_their_own() -> None:
    table = read('"x" "g"\n"1" 1.5 "a"\n"2" 2.5 "b"\n')
    assert names(table) == ["", "x", "g"]
    assert table.text.column(1).to_pylist() == ["1.5", "2.5"]
    table = read("mean\tp\nENSG01\t1.5\t.2\nENSG02\t2.5\tNA\n")
    assert names(table) == ["", "mean", "p"]
    assert table.notices == (
        "The header names one column fewer than the rows have: the first column was read as row names.",
    )


def test_columns_that_only_the_rows_have_are_kept_without_a_name() -> None:
    table = read("a,b\n1,2,3\n4,5,6\n")
    assert names(table) == ["a", "b", ""]
    assert table.text.column(2).to_pylist() == ["3", "6"]
    assert table.notices == ("Rows have more fields than the header; those columns have no name.",)
