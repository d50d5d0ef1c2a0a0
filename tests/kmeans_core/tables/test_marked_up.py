"""JSON, HTML, Markdown and ARFF become tables like any other."""

from __future__ import annotations

import pytest

from kmeans_core.common import DataProblem
from kmeans_core.tables.reading import Limits, ReadingChoices
from kmeans_core.tables.table import Table, read_table


def read(text: str, **choices: object) -> Table:
    return read_table(text.encode(), "table", ReadingChoices(**choices))  # type: ignore[arg-type]


def cells(table: Table) -> list[list[str]]:
    names = [column.name for column in table.columns]
    return [names, *map(list, zip(*(column.to_pylist() for column in table.text.columns), strict=True))]


NOT_JSON = "The file begins like JSON, but is not: {}. Save it again as JSON, or as CSV."
NO_TABLE = (
    "The file is {}, not a CSV file or another table. Save the table as CSV, Excel or Parquet and load that."
)
PEOPLE = [["who", "size"], ["Ann", "1.50"], ["Bob", ""]]
PAGE = """<!DOCTYPE html><html><body><table><tr><td>menu</td></tr></table>
<table><tr><th>who</th><th>size</th></tr><tr><td>Ann</td><td>1.50</td></tr>
<tr><td>B<b>o</b>b</td><td> </td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ('[{"who": "Ann", "size": 1.50}, {"who": "Bob", "size": null}]', "JSON"),
        ('{"who": "Ann", "size": 1.50}\n{"who": "Bob"}\n', "JSON"),
        ('{"status": "ok", "rows": [{"who": "Ann", "size": 1.50}, {"who": "Bob"}]}', "JSON"),
        ('{"who": ["Ann", "Bob"], "size": [1.50, null]}', "JSON"),
        ('{"who": {"0": "Ann", "1": "Bob"}, "size": {"0": 1.50}}', "JSON"),
        ('[["who", "size"], ["Ann", 1.50], ["Bob"]]', "JSON"),
        (PAGE, "HTML"),
        ("| who | size |\n|-----|-----:|\n| Ann | 1.50 |\n| Bob |  |\n", "Markdown"),
        (" who | size \n-----+------\n Ann | 1.50\n Bob |\n", "Markdown"),
        (
            "% people\n@RELATION p\n@attribute who string\n@attribute 'size' real\n@DATA\nAnn,1.50\nBob,\n",
            "ARFF",
        ),
    ],
)
def test_marked_up_tables_keep_their_names_and_the_exact_text_of_numbers(text: str, known: str) -> None:
    table = read(text)
    assert cells(table) == PEOPLE
    assert table.reading.format == known
    assert table.column("size").numbers.tolist()[0] == 1.5


def test_objects_in_records_become_columns_and_lists_stay_json() -> None:
    table = read('[{"id": 7, "at": {"x": 1, "y": 2}, "tags": ["a", "b"], "ok": true}]')
    assert cells(table) == [["id", "at.x", "at.y", "tags", "ok"], ["7", "1", "2", '["a", "b"]', "true"]]


def test_quoted_values_and_gaps_of_arff_are_read() -> None:
    table = read(
        "@relation r\n@attribute 'long name' string\n@attribute x numeric\n@data\n'a, b',?\n% no\nc, 5\n"
    )
    assert cells(table) == [["long name", "x"], ["a, b", "?"], ["c", "5"]]
    assert table.column("x").missing == 1


def test_a_chosen_delimiter_reads_the_text_as_it_stands() -> None:
    assert read("a|b\n---|---\n1|2\n", delimiter="|").n_rows == 2


def test_bars_between_gaps_are_no_markdown() -> None:
    assert read("a|b\n-|-\n1|2\n3|5\n").reading.format == "CSV"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            '{"a": 1,\n',
            NOT_JSON.format("Expecting property name enclosed in double quotes: line 1 column 9 (char 8)"),
        ),
        (
            '[{"a": 1}, 5]',
            NO_TABLE.format("a JSON document without records"),
        ),
        ("[[" * 100_000, NOT_JSON.format("its parts lie too deep in one another")),
        ("@relation r\n@attribute x real\n",
         "The ARFF file is damaged or incomplete. Save or download it again."),
        ("@relation r\n@attribute x real\n@data\n{0 5}\n",
         "Sparse ARFF files are not read. Save the table as CSV and load that."),
        ("@relation r\n@attribute x real\n@data\n",
         "The file has a header but no data rows. Load a file with rows, or choose to read no header."),
    ],
)  # fmt: skip
def test_what_holds_no_table_says_why(text: str, message: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read(text)
    assert str(caught.value) == message


def test_records_that_share_no_names_do_not_fill_the_memory() -> None:
    text = "\n".join(f'{{"a{i}": 1}}' for i in range(600))
    with pytest.raises(DataProblem) as caught:
        read_table(text.encode(), "wide", limits=Limits(bytes=2**20))
    assert str(caught.value) == (
        "Unpacked, the file is larger than the 1.0 MiB that are read at most. Load fewer rows or columns."
    )
