"""How delimited text is laid out: delimiter, quote, header, what stands above and below."""

from __future__ import annotations

import pytest

from kmeans_core.tables.table import Table, read_table


def read(text: str) -> Table:
    return read_table(text.encode(), "table.csv")


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


BANK = """"Konto:";"DE12"
"Stand:";"1.234,56 EUR"

"Tag";"Zweck";"Betrag"
"02.01.2024";"a";"-8,5"
"03.01.2024";"b; c";"2.500,00"
"04.01.2024";"d";"9,00"
"""


@pytest.mark.parametrize(
    ("text", "header", "skip_lines"),
    [
        ("Report 2024\n\na,b\n1,2\n3,4\n", ["a", "b"], 2),
        ("Summary of costs,\n,\nlabel,amount\nA,1.5\nB,2.5\n", ["label", "amount"], 2),
        ("some notes\nmore notes,...\nn,text,date\n345.0,T,2000-12-13\n", ["n", "text", "date"], 2),
        (BANK, ["Tag", "Zweck", "Betrag"], 3),
        ("#chrom\tstart\nchr1\t100\nchr2\t150\n", ["#chrom", "start"], 0),
        ("#name,city\nAnn,Oslo\nBob,Lima\n", ["#name", "city"], 0),
        ("# made by x, y\n# id z\nid,z\n1,2\n", ["id", "z"], 2),
    ],
)
def test_lines_above_the_table_are_passed_over(text: str, header: list[str], skip_lines: int) -> None:
    table = read(text)
    assert (names(table), table.reading.skip_lines) == (header, skip_lines)


def test_a_table_below_many_blank_lines_is_found() -> None:
    table = read("\n" * 1000 + "a,b\n1,2\n")
    assert (names(table), table.reading.skipped) == (["a", "b"], (("blank rows", 1000),))


def test_comment_lines_are_left_out_wherever_they_stand() -> None:
    table = read("# top\na,b\n1,2\n# middle, too\n3,4\n")
    assert table.reading.comment == "#"
    assert table.reading.skipped == (("comment lines", 2),)
    assert table.text.column(0).to_pylist() == ["1", "3"]


def test_cells_that_begin_like_comments_are_cells() -> None:
    table = read("name,colour,x\na,#ff0000,1\n#c,#0000ff,3.5\n")
    assert table.text.column(0).to_pylist() == ["a", "#c"]


def test_a_row_that_begins_like_a_comment_may_hold_line_breaks() -> None:
    table = read('id,note,x\n#1,"two\nlines",1.5\nb,one,2.5\nc,one,3.5\n')
    assert table.text.column(0).to_pylist() == ["#1", "b", "c"]


def test_all_quoted_files_are_known_as_such() -> None:
    assert read('"a","b"\n"1","2"\n').reading.quote_all
    assert not read('"a","b"\n"1",2\n').reading.quote_all


def test_lines_that_may_hold_several_fields_are_mentioned() -> None:
    table = read("what happened when\nI went home early today\nYou came late\n")
    assert table.notices == (
        (
            "No delimiter was found, so each line is one cell. "
            "If lines hold several fields, choose the delimiter."
        ),
    )
