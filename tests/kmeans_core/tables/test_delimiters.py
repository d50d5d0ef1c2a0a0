"""Which delimiter and quote are found, from what they make of the text."""

from __future__ import annotations

import pytest

from kmeans_core.tables.table import Table, read_table


def read(text: str) -> Table:
    return read_table(text.encode(), "table.csv")


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


@pytest.mark.parametrize(
    ("text", "delimiter", "header", "rows"),
    [
        ("a,b\n1,2\n3,4\n", ",", ["a", "b"], 2),
        ("a;b\n1,5;2\n2,5;3\n", ";", ["a", "b"], 2),
        ("1,5;2,5\n3,5;4,5\n", ";", ["", ""], 2),
        ("a\tb\n1,5\tx y\n2,5\tz\n", "\t", ["a", "b"], 2),
        ("a|b|c\n1|2,5|x\n2|3,5|y\n", "|", ["a", "b", "c"], 2),
        ("x y\n1 2\n3 4\n", " ", ["x", "y"], 2),
        ("name      age  h\nAnn        31  1.70\nBob        42  1.82\n", " ", ["name", "age", "h"], 2),
        ("sep=;\r\na;b\r\n1,5;2\r\n", ";", ["a", "b"], 1),
        ("time\n12:30\n12:45\n", ",", ["time"], 2),
        ("x\n1,5\n2,5\n3,7\n", ";", ["x"], 3),
        ("remark\nhello there\nthis, that\n", ";", ["remark"], 2),
        ('amount\n"1,234"\n950\n"2,345"\n', ",", ["amount"], 3),
        (
            "unit,geo\t2019 \t2020 \t2021 \n" + "A,DE\t8.5 \t9.1 p\t7 \nA,FR\t: \t7.3 \t9 \n" * 2,
            "\t",
            ["unit,geo", "2019 ", "2020 ", "2021 "],
            4,
        ),
    ],
)
def test_the_delimiter_is_the_one_that_makes_rows_alike_and_cells_plain(
    text: str, delimiter: str, header: list[str], rows: int
) -> None:
    table = read(text)
    assert (table.reading.delimiter, names(table), table.n_rows) == (delimiter, header, rows)


def test_single_quotes_are_recognised() -> None:
    table = read("a,b\n'x, y',1.5\n'z',2.5\n")
    assert table.reading.quote == "'"
    assert table.text.column(0).to_pylist() == ["x, y", "z"]
    assert read("a|b\r1.5|'x'\r2.5|'y'\r").text.column(1).to_pylist() == ["x", "y"]


def test_spaces_between_a_delimiter_and_a_quote_belong_to_the_delimiter() -> None:
    table = read('name, age\n"Smith, J", 31.5\n"Doe, A", 42\n')
    assert table.text.column(0).to_pylist() == ["Smith, J", "Doe, A"]


def test_quotes_written_with_a_backslash_are_read_and_said() -> None:
    table = read('id,note\n1,"say \\"hi\\", all"\n2,"b"\n')
    assert table.text.column(1).to_pylist() == ['say "hi", all', "b"]
    assert table.notices == (
        'Quotes inside cells are written \\" here; the backslash before a quote was left out.',
    )
