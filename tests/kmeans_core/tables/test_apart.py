"""Formats of other programs, read in a process of their own."""

from __future__ import annotations

import io
import time

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core.common import DataProblem, Stopped, UnreadableFile
from kmeans_core.tables import ReadingChoices, read_table
from tests.kmeans_core.tables.test_workbooks import workbook


def parquet(table: pa.Table, **how: object) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **how)
    return out.getvalue()


def stata() -> bytes:
    out = io.BytesIO()
    pd.DataFrame({"size": [1.5, 2.0], "word": ["a", "b"]}).to_stata(out, write_index=False)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "choices"),
    [
        (parquet(pa.table({"a": [1, 2], "b": ["x", None]})), ReadingChoices()),
        (workbook([["a", "b"], [1, "x"]], [["c"], [2]]), ReadingChoices(sheet="Sheet2")),
        (stata(), ReadingChoices(missing=("a",))),
    ],
)
def test_a_table_read_apart_is_the_same_table(data: bytes, choices: ReadingChoices) -> None:
    apart, here = (read_table(data, "t", choices, apart=way) for way in (True, False))
    assert apart.text.equals(here.text)
    assert [column.label for column in apart.columns] == [column.label for column in here.columns]
    assert (apart.reading, apart.notices, apart.digest) == (here.reading, here.notices, here.digest)


def test_a_file_that_brings_its_library_down_is_damaged_and_nothing_else_ends() -> None:
    data = bytearray(parquet(pa.table({"a": ["x", "y", None]})))
    data[-323] += 1  # how many counts the histogram of a column has: the library gives up over a wrong one
    with pytest.raises(UnreadableFile) as caught:
        read_table(bytes(data), "forged.parquet", apart=True)
    assert str(caught.value) == (
        "The file is damaged: its reader broke down over it. Save or download it again."
    )


def test_what_is_wrong_with_a_file_is_told_as_when_it_is_read_here() -> None:
    with pytest.raises(DataProblem) as caught:
        read_table(b"PAR1" + bytes(100), "forged.parquet", apart=True)
    assert str(caught.value) == (
        "The file begins like Parquet, but it is damaged or not a table. Save or download it again."
    )


def test_reading_apart_ends_when_it_is_no_longer_wanted() -> None:
    calls = 0

    def stop(done: float, words: str) -> None:
        nonlocal calls
        calls += 1
        if calls > 2:
            raise Stopped

    began = time.monotonic()
    with pytest.raises(Stopped):
        read_table(workbook([["a"], *([i] for i in range(200_000))]), "t.xlsx", progress=stop, apart=True)
    assert calls == 3
    assert time.monotonic() - began < 60


def test_words_within_rows_of_several_groups_are_read() -> None:
    table = pa.table({"n": range(40), "inner": [{"q": "a"}, {"q": None}] * 20, "words": [["x", "y"]] * 40})
    read = read_table(parquet(table, row_group_size=7), "nested.parquet")
    assert read.text.column(1).to_pylist()[:2] == ['{"q": "a"}', '{"q": null}']
    assert read.text.column(2).to_pylist()[39] == '["x", "y"]'


def test_a_file_larger_than_a_pipe_holds_is_sent_whole_however_long_that_takes() -> None:
    column = pa.array(range(300_000), pa.float64())
    file = io.BytesIO()
    pq.write_table(pa.table({"x": column}), file, use_dictionary=False, compression=None)
    assert read_table(file.getvalue(), "large.parquet", apart=True).n_rows == 300_000
