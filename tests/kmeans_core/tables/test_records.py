"""Records of fields, with the lines that each one spans."""

from __future__ import annotations

from io import StringIO

import pytest

from kmeans_core.common.errors import UnreadableFile
from kmeans_core.tables.records import Form, Record, Records, cut_loosely

TEXT = '#1\na,"b\nc"\n#2\nd, "e"\n'


def test_records_know_their_lines_and_count_the_comments_between_them() -> None:
    records = Records(StringIO(TEXT), Form(",", loose=True), ("#",), strict=True, before=7)
    assert list(records) == [Record(8, 10, ["a", "b\nc"]), Record(11, 12, ["d", "e"])]
    assert records.comments == 2


def test_quotes_with_a_backslash_are_quotes_of_the_cell() -> None:
    (record,) = Records(['"say \\"hi\\"",1\n'], Form(",", escaped=True), (), strict=True)
    assert record.fields == ['say "hi"', "1"]


def test_without_a_quote_character_quotes_are_letters() -> None:
    assert [r.fields for r in Records(['"a,b"\n'], Form(",", quote=""), (), strict=True)] == [['"a', 'b"']]


def test_a_record_whose_quote_never_closes_ends_with_its_line() -> None:
    records = Records(StringIO('1,"x\n2,"y"\n3,"z\n'), Form(","), (), strict=False, width=2)
    assert list(records) == [
        Record(0, 1, ["1", '"x'], loose=True),
        Record(1, 2, ["2", "y"]),
        Record(2, 3, ["3", '"z'], loose=True),
    ]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('1,2\n3,"x\n4,5\n', "A quote that opens on line 2 is never closed."),
        ('1,2\n"x"y,5\n', "Line 2 has text after a closing quote."),
    ],
)
def test_strict_records_refuse_quotes_that_do_not_fit(text: str, what: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        list(Records(StringIO(text), Form(","), (), strict=True))
    assert caught.value.what == what


@pytest.mark.parametrize(
    ("line", "width", "fields"),
    [
        ('1,"say "hi" now",5', 3, ["1", 'say "hi" now', "5"]),
        ('"2,x,"a, b"', 3, ['"2', "x", "a, b"]),
        ('x,"2,$7,"Round 48""","https://a",', 6, ["x", '"2', "$7", 'Round 48"', "https://a", ""]),
        ('"x"y,2', 2, ['"x"y', "2"]),
        ('a,"\n', 2, ["a", '"']),
        ('"a","b" c,"d, e"\r\n', 3, ["a", '"b" c', "d, e"]),
        ('"a "b", c",1', 2, ['"a "b"', ' c"', "1"]),
    ],
)
def test_a_quote_counts_where_it_encloses_a_field(line: str, width: int, fields: list[str]) -> None:
    assert cut_loosely(line, Form(","), width) == fields
