"""Lines that do not fit their header are filled, kept or left out, and in any case counted and named."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kmeans_core.common.errors import DataProblem, UnreadableFile
from kmeans_core.tables import delimited
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.reading import OddLine, ReadingChoices
from kmeans_core.tables.table import Table, read_table


def read(text: str, choice: str | None = None) -> Table:
    return read_table(text.encode(), "table.csv", ReadingChoices(odd_lines=choice))


def cells(table: Table) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in table.text.columns), strict=True)]


MEND = "Mend these lines, or choose another delimiter, quote character or header."
OPEN = "A quote that opens on line 5 is never closed. Close it, or choose another quote character or none."
AFTER = (
    "Line 2 has text after a closing quote. "
    "Double the quotes inside the cell, or choose another quote character or none."
)
RAGGED = "a,b,c\n1,2,3\n4,5\n6,7,8,9,10\n\n11,12,13,\n"
QUOTED = RAGGED.replace("1,2,3", '"1",2,3').replace("4,5", '"4\n4",5')


def test_short_lines_are_filled_and_what_is_too_much_is_kept_in_a_column_of_its_own() -> None:
    table = read(RAGGED)
    assert [column.name for column in table.columns] == ["a", "b", "c", ""]
    assert cells(table) == [
        ["1", "2", "3", ""],
        ["4", "5", "", ""],
        ["6", "7", "8", "9,10"],
        ["11", "12", "13", ""],
    ]
    assert table.odd_lines == (OddLine(3, "too few fields"), OddLine(4, "too many fields"))
    assert table.notices == (
        "Lines with too few fields: they are filled with missing values (line 3).",
        "Lines with too many fields: the rest is kept in a column without a name (line 4).",
        "Left out when reading: blank rows (1), empty fields at line ends (1).",
    )
    assert table.column("c").missing == 1
    rest = table.columns[3]
    assert (rest.label, rest.kind, rest.offered, rest.numbers) == ("column 4", Kind.TEXT, False, None)
    assert rest.reason == "It holds what was too much in some lines."


@pytest.mark.parametrize("text", [RAGGED, RAGGED.replace("\n", "\r\n"), RAGGED.replace("\n", "\r"), QUOTED])
def test_lines_are_named_by_their_place_in_the_file_on_either_road(text: str) -> None:
    more = 1 if text is QUOTED else 0
    for marks in ("", "# a remark\n"):  # a comment line sends the whole file down the careful road
        table = read(text.replace("6,7", f"{marks}6,7") if "\r" not in text else text)
        remark = 1 if marks and "\r" not in text else 0
        assert [odd.line for odd in table.odd_lines] == [3, 4 + more + remark]
        assert cells(table)[2:] == [["6", "7", "8", "9,10"], ["11", "12", "13", ""]]


def test_odd_lines_are_left_out_where_that_is_chosen() -> None:
    table = read(RAGGED, "skip")
    assert cells(table) == [["1", "2", "3"], ["11", "12", "13"]]
    assert table.reading.skipped == (
        ("blank rows", 1),
        ("empty fields at line ends", 1),
        ("lines that do not fit", 2),
    )
    assert table.notices[:2] == (
        "Lines with too few fields: they are left out (line 3).",
        "Lines with too many fields: they are left out (line 4).",
    )


@pytest.mark.parametrize(
    ("text", "choice", "message"),
    [
        (
            RAGGED,
            "refuse",
            "The header has 3 fields, but line 3 has 2, line 4 has 5. " + MEND,
        ),
        (
            "a;b;c;d;e\n" + "1;2\n3;4;5\n6;7;8;9\n" * 2,
            None,
            "The header has 5 fields, but line 2 has 2, line 3 has 3, line 4 has 4, line 5 has 2, "
            "line 6 has 3, and 1 more lines differ. " + MEND,
        ),
        ('Report\n\na,b\n1,2\n3,"x\n4,5\n', "refuse", OPEN),
        ('a,b\n"x"y,2\n', "refuse", AFTER),
    ],
)
def test_lines_are_refused_by_choice_or_where_hardly_two_are_alike(
    text: str, choice: str | None, message: str
) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read(text, choice)
    assert str(caught.value) == message


def test_quotes_that_do_not_fit_are_read_as_they_stand() -> None:
    table = read('id,note,x\n1,"say "hi" now",5\n2,"two\nlines",6\n3,"open,7\n4,"a""b",8\n5,"x"y,9\n')
    assert cells(table) == [
        ["1", 'say "hi" now', "5"],
        ["2", "two\nlines", "6"],
        ["3", '"open', "7"],
        ["4", 'a"b', "8"],
        ["5", '"x"y', "9"],
    ]
    assert table.notices == ("Lines with loose quotes: quotes are read as they stand (lines 2, 5 and 7).",)


def test_the_first_odd_lines_are_named_and_the_others_counted() -> None:
    table = read("a,b\n" + "x,y\nz\n" * 8)
    assert table.notices == (
        "Lines with too few fields: they are filled with missing values (lines 3, 5, 7, 9, 11 and 3 more).",
    )


def test_notes_are_left_out_below_the_last_row_only() -> None:
    table = read("a,b,c\n1,2,3\nSee note 1: all of it\n4,5,6\nSource: the bank\n")
    assert cells(table)[1] == ["See note 1: all of it", "", ""]
    assert table.n_rows == 3
    assert table.reading.skipped == (("notes below the table", 1),)


LINES = [
    "1,2,3",
    'a,"b, c",d',
    "4,5",
    "6,7,8,9",
    "",
    'x,"two\nlines",y',
    'no"w,2,3',
    '"open,2,3',
    '"say "hi"",2,3',
    "#a,b,c",
]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.one_of(st.just("1,2,3"), st.sampled_from(LINES)), min_size=4, max_size=40),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_file_in_pieces_is_read_as_in_one(lines: list[str], end: str) -> None:
    data = end.join(["a,b,c", "1,2,3", "x,y,z", *lines, ""]).encode()

    def read_so(piece: int) -> object:
        with patch.object(delimited, "_PIECES", 2), patch.object(delimited, "_PIECE", piece):
            try:
                table = read_table(data, "odd.csv", ReadingChoices(comment=""))
            except DataProblem as problem:
                return str(problem)
        return cells(table), table.odd_lines, table.notices, dict(table.reading.skipped)

    assert read_so(16) == read_so(2**20)
