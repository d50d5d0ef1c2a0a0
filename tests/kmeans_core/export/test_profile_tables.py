"""Profiles to take away, read back."""

from __future__ import annotations

import csv
import io
import zipfile

import pandas as pd
import pytest
import python_calamine

from kmeans_core.clustering.clusterer import cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.export.profile_tables import profile_csv, profile_workbook
from kmeans_core.features import Preparation, prepare
from kmeans_core.profiles.profile import Profile, profile
from kmeans_core.tables.table import read_table

HOSTILE = b'=1+1,"<b>city</b>",http://h\n1,Oslo,5\n2,=cmd|x,5\n41,Oslo,5\n42,Rome,\n'


@pytest.fixture(scope="module")
def told() -> Profile:
    table = read_table(HOSTILE, "t.csv")
    matrix = prepare(table, Preparation(features=("=1+1",)))
    return profile(table, matrix, cluster(matrix, KMeansSettings(k=2)))


def test_the_csv_holds_every_statistic_of_every_cluster_and_of_all_rows(told: Profile) -> None:
    frame = pd.read_csv(io.BytesIO(profile_csv(told, ("=low", ""))), dtype={"cluster": str})
    first = frame[frame["column"] == "'=1+1"].set_index("cluster")
    assert sorted(first["mean"].tolist()) == [1.5, 21.5, 41.5]
    assert first.loc["all", "median"] == 21.5
    assert first["count"].tolist() == [2, 2, 4]
    assert first.loc["1", "name"] == "'=low"
    assert set(frame["made the clusters"]) == {"yes", "no"}


def test_no_cell_of_the_csv_is_run_as_a_formula(told: Profile) -> None:
    """Names of columns and clusters begin with an apostrophe there; numbers with a sign stay numbers."""
    text = profile_csv(told, ('=HYPERLINK("http://h")', "@low")).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert {cell for cell in cells if "=" in cell or "@" in cell} == {
        "'=1+1",
        '\'=HYPERLINK("http://h")',
        "'@low",
    }
    assert [cell for cell in cells if cell.startswith(("=", "@", "+", "\t"))] == []
    assert [float(cell) for cell in cells if cell.startswith("-")]


def test_a_table_without_numbers_gives_a_csv_with_a_header_only() -> None:
    table = read_table(b"a,b\nx,y\nx,z\nw,y\nw,z\n", "t.csv")
    matrix = prepare(table, Preparation(one_hot=("a",)))
    bare = profile(table, matrix, cluster(matrix, KMeansSettings(k=2)))
    assert profile_csv(bare, ("", "")).decode() == (
        "column,made the clusters,cluster,name,count,missing,mean,sd,minimum,5 %,25 %,median,75 %,95 %,"
        "maximum,standardised difference\n"
    )


def test_the_workbook_reads_back_with_three_sheets(told: Profile) -> None:
    book = python_calamine.CalamineWorkbook.from_filelike(
        io.BytesIO(profile_workbook(told, ("=low", "high")))
    )
    assert book.sheet_names == ["Clusters", "Numbers", "Words"]
    clusters = book.get_sheet_by_name("Clusters").to_python()
    assert clusters[0] == ["cluster", "name", "rows", "share", "description"]
    assert clusters[1][:4] == ["1", "=low", 2, 0.5]
    words = book.get_sheet_by_name("Words").to_python()
    assert sum(row[5] for row in words[1:]) == 4


def test_no_text_becomes_a_formula_or_a_link(told: Profile) -> None:
    with zipfile.ZipFile(io.BytesIO(profile_workbook(told, ("=low", "=1+2")))) as book:
        sheets = [book.read(name) for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)
