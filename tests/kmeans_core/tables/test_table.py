"""Bytes in, a lossless table out: the whole way, with the words people see."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kmeans_core.common.errors import DataProblem, FileTooLarge, UnreadableFile
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.reading import Limits, ReadingChoices
from kmeans_core.tables.table import Table, coded, read_table


def read(text: str | bytes, **choices: object) -> Table:
    data = text.encode() if isinstance(text, str) else text
    return read_table(data, "table.csv", ReadingChoices(**choices))  # type: ignore[arg-type]


def cells(table: Table) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in table.text.columns), strict=True)]


def names(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def problem(text: str | bytes, kind: type[DataProblem] = UnreadableFile, **choices: object) -> str:
    with pytest.raises(kind) as caught:
        read(text, **choices)
    return str(caught.value)


def test_every_cell_keeps_its_exact_text() -> None:
    text = "id,amount,when,note\n007,1.10,2024-01-02, padded \n008,12345678901234567890,02/01/2024,N/A\n"
    assert cells(read(text)) == [
        ["007", "1.10", "2024-01-02", " padded "],
        ["008", "12345678901234567890", "02/01/2024", "N/A"],
    ]


def test_quoted_line_breaks_delimiters_and_quotes_are_cells_like_any_other() -> None:
    table = read('a,b\r\n"one\r\ntwo","say ""hi"", all"\r\n3,5" pipe\r\n')
    assert cells(table) == [["one\r\ntwo", 'say "hi", all'], ["3", '5" pipe']]


def test_composed_and_decomposed_letters_stay_different() -> None:
    assert cells(read("n,x\ncafé,1\ncafe\u0301,2\n")) == [["café", "1"], ["cafe\u0301", "2"]]


def test_duplicate_empty_and_hostile_headers_are_kept_and_told_apart() -> None:
    table = read("x,x,,<script>,x (2), a\n b\n".replace(" a\n b", '" a\n b"') + "1,2,3,4,5,6\n7,8,9,1,2,3\n")
    assert names(table) == ["x", "x", "", "<script>", "x (2)", " a\n b"]
    assert [c.label for c in table.columns] == ["x", "x (3)", "column 3", "<script>", "x (2)", "a b"]


def test_a_column_is_found_by_its_label() -> None:
    table = read("x,y\n1,2\n3,4\n")
    assert table.column("y").name == "y"
    with pytest.raises(KeyError):
        table.column("z")


def test_equal_bytes_and_choices_give_equal_digests() -> None:
    assert read("a\n1\n").digest == read("a\n1\n").digest
    assert read("a\n1\n").digest != read("a\n1\n", header=False).digest


def test_what_was_left_out_is_counted_and_said() -> None:
    table = read("Report\n\n# by hand\na,b\n1,2\n,\n3,4\n\n")
    assert table.reading.skipped == (("blank rows", 3), ("comment lines", 1), ("lines above the table", 1))
    assert table.notices == (
        "Left out when reading: blank rows (3), comment lines (1), lines above the table (1).",
    )
    assert cells(table) == [["1", "2"], ["3", "4"]]


def test_total_rows_stay_in_the_text_but_take_no_part() -> None:
    table = read("region,sales\nN,10.5\nS,20.5\nTotal,31\n")
    assert cells(table)[2] == ["Total", "31"]
    assert table.set_aside == ((2, "total row"),)
    assert table.notices == ("Row 3 takes no part, as total row; exports keep the text.",)
    assert table.column("sales").numbers.tolist()[:2] == [10.5, 20.5]
    assert math.isnan(table.column("sales").numbers[2])
    kept = read("region,sales\nN,10.5\nS,20.5\nTotal,31\n", keep_totals=True)
    assert kept.set_aside == ()
    assert kept.column("sales").numbers.tolist() == [10.5, 20.5, 31]


def test_numbers_cannot_be_changed_by_accident() -> None:
    with pytest.raises(ValueError):
        read("a\n1\n2\n").column("a").numbers[0] = 5


BINARY = ", not a CSV file or another table. Save the table as CSV, Excel or Parquet and load that."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty: it holds no data. Load a file with a header and rows."),
        (b"," * 300_001, "The file is empty: it holds no data. Load a file with a header and rows."),
        (b"\xef\xbb\xbf \r\n\n", "The file is empty: it holds no data. Load a file with a header and rows."),
        (
            b"a,b,c\n",
            "The file has a header but no data rows. Load a file with rows, or choose to read no header.",
        ),
        (
            b"<!DOCTYPE html><html>please log in</html>",
            "The file is a web page (HTML), often a login or error page" + BINARY,
        ),
        (
            pickle.dumps(["a"]),
            "The file is binary: a Python pickle, which is never opened" + BINARY,
        ),
        (b"%PDF-1.7\n", "The file is a PDF document" + BINARY),
        (
            bytes(range(256)) * 4,
            "The file is binary and holds no text" + BINARY,
        ),
        (
            "é,ü\n1,2\n".encode() * 9 + b"\xff,2\n",
            "Line 19 cannot be read in the encoding utf-8. Choose another encoding, or save it as UTF-8.",
        ),
        (
            b"PAR1 but no Parquet PAR1",
            "The file begins like Parquet, but it is damaged or not a table. Save or download it again.",
        ),
    ],
)
def test_what_is_no_table_is_refused_in_plain_words(data: bytes, message: str) -> None:
    assert problem(data) == message


@pytest.mark.parametrize(
    ("data", "limits", "message"),
    [
        (
            b"a,b\n" + b"1,2\n" * 2**19,
            Limits(bytes=2**20),
            "The file has 2.0 MiB; at most 1.0 MiB are read. Load fewer rows or columns.",
        ),
        (
            b"a,b\n1,2\n3,4\n5,6\n",
            Limits(rows=2),
            "The table has 3 rows; at most 2 are read. Load fewer rows.",
        ),
        (
            b"a,b\n1,2\n# a remark\n3,4\n5,6\n",
            Limits(rows=2),
            "The table has 3 rows; at most 2 are read. Load fewer rows.",
        ),
        (
            b"a" + b"," * 300_001,
            Limits(),
            "The table has 300,002 columns; at most 10,000 are read. Load fewer columns.",
        ),
    ],
)
def test_limits_are_named(data: bytes, limits: Limits, message: str) -> None:
    with pytest.raises(FileTooLarge) as caught:
        read_table(data, "large.csv", limits=limits)
    assert str(caught.value) == message


def test_every_guess_can_be_overridden() -> None:
    assert cells(read("a;b,c\n1;2,3\n", delimiter=",")) == [["1;2", "3"]]
    assert cells(read('a,b\n"x,2\n', quote="")) == [['"x', "2"]]
    assert names(read("a,b\nc,d\n", header=False)) == ["", ""]
    assert names(read("1,2\n3,4\n", header=True)) == ["1", "2"]
    assert names(read("x,y\na,b\n1,2\n", skip_lines=1)) == ["a", "b"]
    assert cells(read("a,b\n!x\n1,2\n", comment="!")) == [["1", "2"]]
    assert read("a;b\n1.234;x\n", decimal=",").column("a").numbers.tolist() == [1234]
    assert read("a,b\n0,1\n5,3\n", missing=("0",)).column("a").missing == 1
    assert names(read("größe,b\n1,2\n".encode("cp437"), encoding="cp437")) == ["größe", "b"]


def test_a_number_column_with_a_few_words_stays_one_and_names_their_rows() -> None:
    table = read("v,w\n" + "".join(f"{i if i not in (3, 6) else 'word'},{i * i}\n" for i in range(1, 40)))
    column = table.column("v")
    assert (column.kind, column.offered, column.not_numbers, column.distinct) == (Kind.NUMBER, True, 2, 37)
    assert table.notices == (
        "In column v, 2 cells are not numbers and count as missing: row 3 (word), row 6 (word).",
    )


WORDS = read_table(b"city,x\nRome,1\n Oslo ,2\nNA,3\nOslo,4\nBern,5\n", "t.csv")


def test_values_are_numbered_by_frequency_and_gaps_are_minus_one() -> None:
    codes, values = coded(WORDS, "city", np.arange(5))
    assert codes.tolist() == [2, 0, -1, 0, 1]
    assert values == ("Oslo", "Bern", "Rome")


def test_only_the_rows_asked_for_count() -> None:
    codes, values = coded(WORDS, "city", np.array([4, 0]))
    assert codes.tolist() == [0, 1]
    assert values == ("Bern", "Rome")


def test_a_column_without_values_has_no_numbers() -> None:
    codes, values = coded(WORDS, "city", np.array([2]))
    assert (codes.tolist(), values) == ([-1], ())


_PIECES = [
    *(b",", b";", b'"', b"'", b"\n", b"\r\n", b"\r", b"\t", b" ", b"1", b"2.5", b"1,5", b"a", b"#", b"\xff"),
    *(b"\0", b"=", b"NA", b"1e400", b"inf", b"%", b"$", b"(", b"20240101", b"total", b"{", b"\\", b"sep=;\n"),
    *(
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"PK\x03\x04",
        b"\x1f\x8b\x08",
        b"PAR1",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ),
    "١−é".encode(),
]
hostile = st.lists(st.sampled_from(_PIECES), max_size=40).map(b"".join)


@settings(max_examples=250, deadline=None)
@given(st.one_of(st.binary(max_size=300), hostile))
@example(b"#}\n")
@example(b"a\n1e308\n-1e308\n")
def test_any_bytes_load_or_give_our_own_problem(data: bytes) -> None:
    try:
        table = read_table(data, "any")
    except DataProblem:
        return
    assert table.n_rows > 0
    assert len(table.columns) == table.text.num_columns
    assert len({column.label for column in table.columns}) == len(table.columns)


@st.composite
def written_tables(draw: st.DrawFn) -> tuple[list[list[str]], str, str, bool]:
    letter = st.characters(codec="utf-8", exclude_characters="\0\ufeff")
    cell = st.text(st.one_of(letter, st.sampled_from(' ,;\t|"\n\r#\\1.5')), max_size=6)
    width = draw(st.integers(2, 5))
    rows = draw(
        st.lists(
            st.lists(cell, min_size=width, max_size=width).filter(lambda row: any(map(str.strip, row))),
            min_size=2,
            max_size=8,
        )
    )
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return rows, draw(st.sampled_from(",;\t|")), end, draw(st.booleans())


def written(rows: list[list[str]], delimiter: str, end: str, quote_all: bool) -> str:
    def spell(cell: str) -> str:
        if quote_all or any(sign in cell for sign in f'"\r\n{delimiter}'):
            return '"' + cell.replace('"', '""') + '"'
        return cell

    return "".join(delimiter.join(map(spell, row)) + end for row in rows)


@settings(max_examples=150, deadline=None)
@given(written_tables())
def test_tables_of_any_text_come_back_cell_for_cell(made: tuple[list[list[str]], str, str, bool]) -> None:
    rows, delimiter, end, quote_all = made
    text = written(rows, delimiter, end, quote_all)
    table = read(
        text,
        encoding="utf-8",
        delimiter=delimiter,
        quote='"',
        header=True,
        skip_lines=0,
        comment="",
        keep_totals=True,
    )
    assert [names(table), *cells(table)] == rows


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-1e6, 1e6), st.integers(0, 999), st.sampled_from(["Oslo", "Lima", "New York"]))
    ),
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)
def test_usual_tables_are_understood_without_a_word(
    rows: list[tuple[float, int, str]], delimiter: str, end: str, encoding: str
) -> None:
    lines = [["größe", "count", "city"], *[[repr(a), str(b), c] for a, b, c in [(1.5, 2, "Cairo"), *rows]]]
    table = read(written(lines, delimiter, end, quote_all=False).encode(encoding))
    assert [names(table), *cells(table)] == lines
    assert table.column("größe").numbers.tolist() == [1.5, *[a for a, _, _ in rows]]
