"""The labelled table as Excel and as Parquet: kinds are kept, text is never run, no row is lost."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core import (
    BadSettings,
    KMeansSettings,
    Preparation,
    Table,
    cluster,
    prepare,
    profile,
    read_table,
    suggest_names,
)
from kmeans_core.export import LabelledFile, labelled_parquet, labelled_workbook

MIXED = (
    "x;price;code;day;when;flag;note\n"
    "1;1,50;007;2024-03-01;2024-03-01 08:30:00;true;=1+1\n"
    "2;20,25;010;2024-03-02;2024-03-02 09:00:00;false;+44 20\n"
    "n/a;3,00;011;;;true;@SUM(A1)\n"
    "9;9,75;012;2024-02-29;2024-03-03 10:15:30;false;http://a.example\n"
    "8;8,00;013;2024-12-31;2024-03-04 11:00:00;true;<b>&\u00e9\n"
).encode()
COLOURS = (("#3A1EA4", "#FFFFFF"), ("#E78E1F", "#000000"))


def both(data: bytes, names: tuple[str, ...] = ()) -> tuple[LabelledFile, LabelledFile, Table]:
    table = read_table(data, "mixed.csv")
    matrix = prepare(table)
    found = cluster(matrix, KMeansSettings(k=2))
    told = profile(table, matrix, found)
    names = names or suggest_names(told)
    book = labelled_workbook(table, matrix, found, profile=told, names=names, colours=COLOURS)
    return book, labelled_parquet(table, matrix, found, names=names), table


def test_a_workbook_holds_numbers_days_and_truths_as_such_and_the_rest_as_its_text() -> None:
    book, _, _ = both(MIXED)
    rows = pd.read_excel(
        io.BytesIO(book.data), sheet_name="Rows", engine="calamine", dtype=object, na_filter=False
    )
    assert rows["x"].tolist() == [1, 2, "n/a", 9, 8]
    assert rows["price"].tolist() == [1.5, 20.25, 3, 9.75, 8.0]
    assert rows["code"].tolist() == ["007", "010", "011", "012", "013"]
    assert rows["day"][0] == pd.Timestamp("2024-03-01")
    assert rows["when"][3] == pd.Timestamp("2024-03-03 10:15:30")
    assert rows["flag"].tolist() == [True, False, True, False, True]
    assert rows["note"].tolist() == ["=1+1", "+44 20", "@SUM(A1)", "http://a.example", "<b>&\u00e9"]
    assert list(rows.columns[7:]) == list(book.added_columns)


def test_no_cell_of_a_workbook_is_a_formula_or_a_link() -> None:
    book, _, _ = both(MIXED)
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if "worksheets/" in name]
    assert sheets
    assert not any(b"<f>" in sheet or b"hyperlink" in sheet for sheet in sheets)


def test_a_workbook_tells_the_profile_beside_the_rows_in_the_clusters_colours() -> None:
    book, _, _ = both(MIXED)
    sheets = pd.read_excel(io.BytesIO(book.data), sheet_name=None, engine="calamine")
    assert list(sheets) == ["Rows", "Clusters", "Numbers", "Words"]
    assert sheets["Clusters"]["rows"].sum() == sheets["Rows"]["cluster"].notna().sum()
    with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
        styles = parts.read("xl/styles.xml")
    assert all(f"FF{fill[1:]}".encode() in styles for fill, _ in COLOURS)


def test_parquet_keeps_columns_of_one_kind_and_leaves_mixed_ones_their_text() -> None:
    _, file, table = both(MIXED)
    found = pq.read_table(io.BytesIO(file.data))
    kinds = {name: str(found.schema.field(name).type) for name in found.column_names}
    assert kinds["x"] == "int64"
    assert found["x"].to_pylist() == [1, 2, None, 9, 8]
    assert found["price"].to_pylist() == [1.5, 20.25, 3.0, 9.75, 8.0]
    assert (kinds["day"], kinds["when"], kinds["flag"]) == ("date32[day]", "timestamp[us]", "bool")
    assert (kinds["code"], kinds["cluster"], kinds["distance to centre"]) == ("string", "int32", "double")
    assert found.num_rows == table.n_rows
    assert file.file_name.startswith("mixed_labelled_")
    assert file.file_name.endswith(".parquet")


def test_numbers_that_excel_would_round_stay_text() -> None:
    book, file, _ = both(b"id,x\n1234567890123456789,1\n1234567890123456,2\n5,9\n6,8\n")
    rows = pd.read_excel(io.BytesIO(book.data), sheet_name="Rows", engine="calamine", dtype=object)
    assert rows["id"].tolist() == ["1234567890123456789", "1234567890123456", 5, 6]
    assert pq.read_table(io.BytesIO(file.data))["id"].to_pylist()[0] == "1234567890123456789"


def test_a_cell_longer_than_excel_holds_is_cut_and_counted() -> None:
    book, _, _ = both(b"x,note\n1," + b"a" * 40_000 + b"\n2,b\n9,c\n8,d\n", ("low", "high"))
    rows = pd.read_excel(io.BytesIO(book.data), sheet_name="Rows", engine="calamine")
    assert (book.altered_cells, len(rows["note"][0])) == (1, 32_000)


def test_impossible_days_stay_text() -> None:
    _, file, _ = both(b"x,day\n1,2024-02-31\n2,2024-02-01\n9,2024-02-02\n8,2024-02-03\n")
    assert pq.read_table(io.BytesIO(file.data))["day"].to_pylist()[0] == "2024-02-31"


def test_a_table_too_large_for_excel_is_refused_before_anything_is_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("kmeans_core.export.excel_files.CELLS", 10)
    with pytest.raises(BadSettings) as problem:
        both(MIXED)
    assert str(problem.value) == (
        "The table has 70 cells; at most 10 are written to Excel. Take CSV or Parquet."
    )


def test_rows_that_took_no_part_have_empty_clusters() -> None:
    table = read_table(b"x,y\n1,2\n2,1\n,\n9,9\n8,9\n", "gap.csv")
    matrix = prepare(table, Preparation(missing="drop"))
    found = cluster(matrix, KMeansSettings(k=2))
    file = labelled_parquet(table, matrix, found)
    labels = pq.read_table(io.BytesIO(file.data))["cluster"]
    assert labels.null_count == table.n_rows - len(matrix.rows)
    assert np.array_equal(labels.drop_null().to_numpy(), found.labels + 1)
    assert labels.type == pa.int32()
