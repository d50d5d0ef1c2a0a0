"""How delimited text is laid out: delimiter, quote, header, what stands above and below."""

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
        ("# made by x, y\n# id z\nid,z\n1,2\n", ["id", "z"], 2),
    ],
)
def test_lines_above_the_table_are_passed_over(text: str, header: list[str], skip_lines: int) -> None:
    table = read(text)
    assert (names(table), table.reading.skip_lines) == (header, skip_lines)


@pytest.mark.parametrize(
    ("text", "header", "rows"),
    [
        ("a;b;c;d\n" + "1;2;3;\n" * 3 + "4;5;6\n" * 9, ["a", "b", "c", "d"], 12),
        ("a,b,c,d\n" + "1,2,3,4\n" * 100 + "1,2,3,4,5\n" * 150, ["a", "b", "c", "d", ""], 250),
        ("day,bikes\n" + "2024-01-01,7\n" * 15 + "2024-01-02,7,8,9\n" * 40, ["day", "bikes", "", ""], 55),
        ("1,2,3\n" * 5 + "1,2,3,4\n" * 9, ["", "", "", ""], 14),
    ],
)
def test_lines_that_look_like_rows_are_never_taken_for_titles(
    text: str, header: list[str], rows: int
) -> None:
    table = read(text)
    assert (names(table), table.n_rows, table.reading.skipped) == (header, rows, table.reading.skipped[:0])


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


def test_notes_below_the_table_are_left_out_and_counted() -> None:
    table = read("country,gdp,year\nA,1.5,2000\nB,2.5,2001\n\nSource: World Bank\n")
    assert table.n_rows == 2
    assert table.reading.skipped == (("blank rows", 1), ("notes below the table", 1))


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


def test_all_quoted_files_are_known_as_such() -> None:
    assert read('"a","b"\n"1","2"\n').reading.quote_all
    assert not read('"a","b"\n"1",2\n').reading.quote_all


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


def test_lines_that_may_hold_several_fields_are_mentioned() -> None:
    table = read("what happened when\nI went home early today\nYou came late\n")
    assert table.notices == (
        (
            "No delimiter was found, so each line is one cell. "
            "If lines hold several fields, choose the delimiter."
        ),
    )
