"""Files of SPSS, Stata, SAS and SQLite, with the words and questions that they hold."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from kmeans_core.common import DataProblem
from kmeans_core.tables.reading import Limits, ReadingChoices
from kmeans_core.tables.table import Table, read_table

FRAME = pd.DataFrame({"age": [31.0, None, 42.5], "sex": [1.0, 2.0, 1.0], "mood": [1.0, 3.0, 2.0]})
DAMAGED = "The {} is damaged or incomplete. Save or download it again."


def cells(table: Table) -> list[list[str]]:
    names = [column.name for column in table.columns]
    return [names, *map(list, zip(*(column.to_pylist() for column in table.text.columns), strict=True))]


def sav(path: Path) -> bytes:
    pyreadstat.write_sav(
        FRAME,
        path,
        column_labels={"age": "How old are you?"},
        variable_value_labels={"sex": {1: "m", 2: "f"}, "mood": {1: "bad", 2: "fair", 3: "good"}},
        variable_measure={"sex": "nominal", "mood": "ordinal"},
    )
    return path.read_bytes()


def made_by(write: Callable[..., None]) -> Callable[[Path], bytes]:
    def made(path: Path) -> bytes:
        write(FRAME, path)
        return path.read_bytes()

    return made


def test_nominal_values_of_spss_become_words_and_others_stay_numbers(tmp_path: Path) -> None:
    table = read_table(sav(tmp_path / "a.sav"), "a.sav")
    assert cells(table) == [["age", "sex", "mood"], ["31", "m", "1"], ["", "f", "3"], ["42.5", "m", "2"]]
    assert (table.reading.format, table.columns[0].meaning) == ("SPSS", "How old are you?")


@pytest.mark.parametrize(
    ("made", "program"),
    [(made_by(pyreadstat.write_dta), "Stata"), (made_by(pyreadstat.write_xport), "SAS")],
)
def test_files_of_stata_and_sas_are_read(made: Callable[[Path], bytes], program: str, tmp_path: Path) -> None:
    table = read_table(made(tmp_path / "a"), "a")
    assert cells(table) == [["age", "sex", "mood"], ["31", "1", "1"], ["", "2", "3"], ["42.5", "1", "2"]]
    assert table.reading.format == program


def test_files_of_statistics_programs_that_are_damaged_or_too_large_say_so(tmp_path: Path) -> None:
    data = sav(tmp_path / "a.sav")
    for wrong, limits, message in [
        (data[:200], Limits(), DAMAGED.format("SPSS file")),
        (data, Limits(rows=2), "The table has 3 rows; at most 2 are read. Load fewer rows."),
        (b"<stata_dta>", Limits(), DAMAGED.format("Stata file")),
    ]:
        with pytest.raises(DataProblem) as caught:
            read_table(wrong, "a", limits=limits)
        assert str(caught.value) == message


def database(*statements: str) -> bytes:
    with closing(sqlite3.connect(":memory:")) as base:
        for statement in statements:
            base.execute(statement)
        base.commit()
        return base.serialize()


def test_the_first_table_with_rows_of_a_database_is_read_unless_another_is_chosen() -> None:
    data = database(
        "CREATE TABLE bare (x)",
        'CREATE TABLE "a ""b""" (x INT, y REAL, z TEXT)',
        'INSERT INTO "a ""b""" VALUES (1, 2.5, \'Oslo\'), (2, NULL, \'Lima\')',
        "CREATE TABLE other (v)",
        "INSERT INTO other VALUES (5), (7)",
    )
    table = read_table(data, "a.db")
    assert cells(table) == [["x", "y", "z"], ["1", "2.5", "Oslo"], ["2", "", "Lima"]]
    assert (table.reading.format, table.reading.sheet) == ("SQLite", 'a "b"')
    assert table.reading.sheets == ("bare", 'a "b"', "other")
    assert cells(read_table(data, "a.db", ReadingChoices(sheet="other"))) == [["v"], ["5"], ["7"]]


def test_databases_that_cannot_be_read_say_why() -> None:
    data = database("CREATE TABLE t (x)", "INSERT INTO t VALUES (1), (2), (3)")
    for wrong, limits, message in [
        (data[:100] + b"\xff" * 3000, Limits(), DAMAGED.format("SQLite database")),
        (data, Limits(rows=2), "The table has 3 rows; at most 2 are read. Load fewer rows."),
        (database("CREATE TABLE t (x)"), Limits(),
         "The file is empty: it holds no data. Load a file with a header and rows."),
    ]:  # fmt: skip
        with pytest.raises(DataProblem) as caught:
            read_table(wrong, "a.db", limits=limits)
        assert str(caught.value) == message
