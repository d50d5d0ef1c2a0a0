"""Excel, OpenDocument and Parquet files become text like any other."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from kmeans_core.common.errors import DataProblem
from kmeans_core.tables.column_kinds import Kind
from kmeans_core.tables.reading import Limits, ReadingChoices
from kmeans_core.tables.table import Table, read_table

SPACES = ("office", "table", "text", "m")
TAIL = (
    '<table:table-row table:number-rows-repeated="1048574">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)


EMPTY = "The file is empty: it holds no data. Load a file with a header and rows."
UNPACKED = "Unpacked, the file is larger than the 0.0 MiB that are read at most. Load fewer rows or columns."


def workbook(*sheets: list[list[object]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for rows in sheets:
            sheet = book.add_worksheet()
            for i, row in enumerate(rows):
                for j, cell in enumerate(row):
                    if isinstance(cell, date):
                        sheet.write_datetime(i, j, cell, day)
                    elif cell is not None:
                        sheet.write(i, j, cell)
    return out.getvalue()


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def cells(table: Table) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in table.text.columns), strict=True)]


def test_a_sheet_below_a_title_is_read_with_its_dates_and_booleans() -> None:
    rows = [["Report"], [], ["who", "born", "score", "ok"]]
    rows += [["A", moment("2000-01-02"), 1.5, True], ["B", moment("1999-05-06 07:08"), 2, False]]
    rows += [["C", moment("1998-05-06"), None, True], ["Total", None, 3.5]]
    table = read_table(workbook(rows), "book.xlsx")
    assert cells(table) == [
        ["A", "2000-01-02", "1.5", "TRUE"],
        ["B", "1999-05-06 07:08:00", "2", "FALSE"],
        ["C", "1998-05-06", "", "TRUE"],
        ["Total", "", "3.5", ""],
    ]
    assert [column.kind for column in table.columns] == [Kind.CATEGORY, Kind.DATE, Kind.NUMBER, Kind.YES_NO]
    assert table.set_aside == ((3, "total row"),)
    assert table.reading.skipped == (("lines above the table", 1), ("blank rows", 1))


def test_the_first_sheet_that_holds_cells_is_read_unless_one_is_chosen() -> None:
    data = workbook([], [["a", "b"], [1, 2.5]], [["c"], [3], [4]])
    table = read_table(data, "book.xlsx")
    assert (table.reading.format, table.reading.sheet) == ("Excel", "Sheet2")
    assert table.reading.sheets == ("Sheet1", "Sheet2", "Sheet3")
    assert cells(table) == [["1", "2.5"]]
    assert cells(read_table(data, "book.xlsx", ReadingChoices(sheet="Sheet3"))) == [["3"], ["4"]]


def test_a_sheet_of_remarks_is_passed_over_for_one_with_a_table_and_that_is_said() -> None:
    data = workbook([["About this file"], ["Made in May"]], [["a", "b"], [1, 2.5], [2, 3.5]])
    table = read_table(data, "book.xlsx")
    assert (table.reading.sheet, table.n_rows) == ("Sheet2", 2)
    assert table.notices == ("The sheet Sheet2 was read, the first that holds a table; before it: Sheet1.",)
    assert read_table(data, "book.xlsx", ReadingChoices(sheet="Sheet1")).reading.sheet == "Sheet1"
    assert read_table(workbook([["x"], [1], [2]], [["y"], [3]]), "b.xlsx").reading.sheet == "Sheet1"


def test_header_and_skipped_lines_can_be_chosen_for_sheets() -> None:
    data = workbook([["x", "y"], ["a", "b"], [1, 2], [3, 4]])
    chosen = read_table(data, "book.xlsx", ReadingChoices(skip_lines=1))
    assert [column.name for column in chosen.columns] == ["a", "b"]
    assert len(cells(read_table(data, "book.xlsx", ReadingChoices(header=False)))) == 4


def stray_cell(row: int, column: str) -> bytes:
    """Move the last cell of a small workbook far away, in the file's XML."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook([["a"], [1]]))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            xml = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                xml = xml.replace(b'<row r="2"', b'<row r="%d"' % row).replace(
                    b'r="A2"', f'r="{column}{row}"'.encode()
                )
            new.writestr(name, xml)
    return out.getvalue()


def opendocument(row: str = "<table:table-row>", repeated: str = "") -> bytes:
    cell = '<table:table-cell {} office:value-type="float" office:value="{}"><text:p>{}</text:p>'
    cell += "</table:table-cell>"
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in SPACES)
    rows = "".join(
        f"{row}{cell.format(repeated, i, i)}{cell.format('', 1.5, 1.5)}</table:table-row>" for i in (1, 4)
    )
    table = f'<table:table table:name="S">{rows}{TAIL}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    return packed_sheet(f"<office:document-content {spaces}>{body}</office:document-content>".encode())


def packed_sheet(content: bytes) -> bytes:
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in SPACES)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<m:manifest {spaces}></m:manifest>")
        archive.writestr("content.xml", content)
    return out.getvalue()


def test_an_opendocument_sheet_ends_before_its_empty_repeated_rows() -> None:
    assert cells(read_table(opendocument(), "sheet.ods")) == [["1", "1.5"], ["4", "1.5"]]


@pytest.mark.parametrize(
    ("data", "choices", "limits", "message"),
    [
        (workbook([]), {}, Limits(), EMPTY),
        (
            workbook([["a", "b"]]),
            {},
            Limits(),
            "The file has a header but no data rows. Load a file with rows, or choose to read no header.",
        ),
        (
            workbook([["a"], [1]]),
            {"sheet": "Data"},
            Limits(),
            "There is no sheet called Data. Choose one of Sheet1.",
        ),
        (
            workbook([["a"], [1], [2], [3]]),
            {},
            Limits(rows=2),
            "The table has 4 rows; at most 2 are read. Load fewer rows.",
        ),
        (
            workbook([["a"], [1]])[:-200],
            {},
            Limits(),
            "The .zip file is damaged or incomplete. Save or download it again.",
        ),
        (
            workbook([["a"], [1]]),
            {},
            Limits(bytes=9_000),
            UNPACKED,
        ),
        (
            stray_cell(1_048_576, "XFD"),
            {},
            Limits(),
            (
                "A sheet spreads over 1,048,576 rows and 16,384 columns. "
                "Delete stray cells far from the table, or save the table as CSV."
            ),
        ),
        (
            opendocument(
                '<table:table-row table:number-rows-repeated="1000000">',
                'table:number-columns-repeated="9000"',
            ),
            {},
            Limits(),
            (
                "A sheet spreads over 1,000,000 rows and 9,001 columns. "
                "Delete stray cells far from the table, or save the table as CSV."
            ),
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
            {},
            Limits(),
            "The workbook is damaged or incomplete. Save or download it again.",
        ),
    ],
)  # fmt: skip
def test_workbooks_that_cannot_be_read_say_why(
    data: bytes, choices: dict[str, str], limits: Limits, message: str
) -> None:
    with pytest.raises(DataProblem) as caught:
        read_table(data, "book.xlsx", ReadingChoices(**choices), limits)
    assert str(caught.value) == message


def parquet(columns: dict[str, pa.Array]) -> bytes:
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def test_parquet_columns_of_every_type_become_text() -> None:
    data = parquet(
        {
            "whole": pa.array([1, None, 3]),
            "real": pa.array([1.5, 0.1, 2.0]),
            "word": pa.array(["a", "b", None]).dictionary_encode(),
            "flag": pa.array([True, False, None]),
            "when": pa.array([moment("2024-01-02 03:04")] * 3),
            "list": pa.array([[1, 2], [], None]),
            "key": pa.array([b"ab", b"\x00\xff", None], pa.binary(2)),
        }
    )
    table = read_table(data, "misnamed.csv")
    assert table.reading.format == "Parquet"
    assert cells(table) == [
        ["1", "1.5", "a", "true", "2024-01-02 03:04:00", "[1, 2]", "\"b'ab'\""],
        ["", "0.1", "b", "false", "2024-01-02 03:04:00", "[]", "\"b'\\\\x00\\\\xff'\""],
        ["3", "2", "", "", "2024-01-02 03:04:00", "", ""],
    ]


def test_parquet_limits_are_checked_before_pages_are_read() -> None:
    data = parquet({"a": pa.array([1, 2, 3])})
    for limits, message in [
        (Limits(rows=2), "The table has 3 rows; at most 2 are read. Load fewer rows."),
        (Limits(columns=0), "The table has 1 columns; at most 0 are read. Load fewer columns."),
    ]:
        with pytest.raises(DataProblem) as caught:
            read_table(data, "a.parquet", limits=limits)
        assert str(caught.value) == message


def test_parquet_text_that_is_none_is_refused() -> None:
    ends, letters = pa.py_buffer(np.array([0, 1, 2], np.int32)), pa.py_buffer(b"a\xff")
    data = parquet({"a": pa.StringArray.from_buffers(2, ends, letters), "b": pa.array([1, 2])})
    with pytest.raises(DataProblem) as caught:
        read_table(data, "a.parquet")
    assert str(caught.value) == (
        "The file begins like Parquet, but it is damaged or not a table. Save or download it again."
    )


def detailed() -> bytes:
    """Return a workbook whose second sheet has numbers shown as 00501, text, and formulas of both kinds."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("Remarks & more").write(0, 0, "Made by hand")
        sheet, zeros = book.add_worksheet("Cells <1>"), book.add_format({"num_format": "00000"})
        for j, name in enumerate(["zip", "size", "twice"], 1):
            sheet.write(2, j, name)
        for i, code in enumerate([501, 7003, "D-1", 99999, 1_234_567], 3):
            sheet.write(i, 1, code, zeros)
            sheet.write(i, 2, i * 1.5)
            sheet.write_formula(i, 3, f"=2*C{i + 1}", value=3.0 * i if i < 6 else "")
        sheet.write(12, 2, "far below")
        sheet.write_blank(40, 9, None, zeros)
        sheet.write_blank(0, 0, None, zeros)
    return out.getvalue()


def test_zeros_that_a_number_format_shows_are_kept_and_formulas_without_values_are_told() -> None:
    table = read_table(detailed(), "book.xlsx", ReadingChoices(cells="B3:D8"))
    assert cells(table) == [
        ["00501", "4.5", "9"],
        ["07003", "6", "12"],
        ["D-1", "7.5", "15"],
        ["99999", "9", ""],
        ["1234567", "10.5", ""],
    ]
    assert table.notices[-1] == (
        "2 formulas have no saved values, and their cells are empty here (D7, D8). "
        "Open the workbook in a spreadsheet and save it."
    )


def test_a_range_of_cells_can_be_chosen() -> None:
    def chosen(area: str) -> Table:
        return read_table(detailed(), "book.xlsx", ReadingChoices(sheet="Cells <1>", cells=area))

    assert [column.name for column in chosen("c3:d6").columns] == ["size", "twice"]
    assert cells(chosen("D6:C3")) == [["4.5", "9"], ["6", "12"], ["7.5", "15"]]
    assert chosen("B:C").n_rows == 6
    assert cells(chosen("A5:B8")) == [["07003"], ["D-1"], ["99999"], ["1234567"]]


@pytest.mark.parametrize(
    ("area", "said"),
    [
        ("here", "here is no range of cells. Give the first and the last cell: B3:F200."),
        ("J1:K9", "The cells J1:K9 hold nothing. Choose others."),
    ],
)
def test_a_range_that_names_no_cells_is_refused(area: str, said: str) -> None:
    with pytest.raises(DataProblem) as caught:
        read_table(detailed(), "book.xlsx", ReadingChoices(cells=area))
    assert str(caught.value) == said
