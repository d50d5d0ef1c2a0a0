"""Arrow files, streams and Feather are read as text; what they would unpack to is known before."""

from __future__ import annotations

import datetime as dt
import io
import random
from contextlib import suppress

import pyarrow as pa
import pyarrow.feather
import pytest

from kmeans_core.common.errors import DataProblem
from kmeans_core.tables.reading import Limits
from kmeans_core.tables.table import Table, read_table

TABLE = pa.table(
    {
        "height": [1.5, None, 2.0],
        "name": pa.array(["Ann", "Bob, é", None]),
        "group": pa.array(["b", "a", "b"]).dictionary_encode(),
        "born": [dt.date(2020, 1, 2), None, dt.date(2021, 3, 4)],
        "tags": [["x"], [], None],
        "seen": pa.array(["long enough to be held apart", "b", None], pa.string_view()),
    }
)
ROWS = [
    ["1.5", "Ann", "b", "2020-01-02", '["x"]', "long enough to be held apart"],
    ["", "Bob, é", "a", "", "[]", "b"],
    ["2", "", "b", "2021-03-04", "", ""],
]
NO_ROWS = "The file has a header but no data rows. Load a file with rows, or choose to read no header."
LARGE = "Unpacked, the file is larger than the 1.0 MiB that are read at most. Load fewer rows or columns."


def written(table: pa.Table, compression: str | None = None, *, stream: bool = False) -> bytes:
    out = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(out, table.schema, options=options) as file:
        file.write_table(table)
    return out.getvalue()


def feather() -> bytes:
    out = io.BytesIO()
    pyarrow.feather.write_feather(TABLE, out)
    return out.getvalue()


def rows(table: Table) -> list[list[str]]:
    return [list(row) for row in zip(*(column.to_pylist() for column in table.text.columns), strict=True)]


@pytest.mark.parametrize(
    "data",
    [written(TABLE), written(TABLE, "zstd"), written(TABLE, "lz4", stream=True), feather()],
    ids=["file", "packed file", "packed stream", "feather"],
)
@pytest.mark.parametrize("apart", [False, True])
def test_every_kind_of_arrow_file_gives_its_cells_as_text(data: bytes, apart: bool) -> None:
    table = read_table(data, "people.arrow", apart=apart)
    assert [column.name for column in table.columns] == TABLE.column_names
    assert rows(table) == ROWS
    assert table.reading.format == "Arrow"


def views_of_one_long_word() -> bytes:
    word = pa.array(["x" * 100_000], pa.string_view())
    _, views, letters = word.buffers()
    often = pa.py_buffer(views.to_pybytes()[:16] * 50)
    return written(pa.table({"a": pa.Array.from_buffers(pa.string_view(), 50, [None, often, letters])}))


def dictionary_of_one_long_word() -> bytes:
    words = pa.DictionaryArray.from_arrays(pa.array([0] * 50), ["x" * 100_000])
    return written(pa.table({"a": words}))


@pytest.mark.parametrize(
    "data",
    [
        written(pa.table({"a": pa.array([0] * 300_000)}), "zstd"),
        written(pa.table({"a": pa.array([0] * 300_000)}), "lz4", stream=True),
        views_of_one_long_word(),
        dictionary_of_one_long_word(),
        written(pa.table({"a": pa.FixedSizeListArray.from_arrays(pa.nulls(2_000_000), 1_000_000)})),
    ],
    ids=["zeros", "zeros in a stream", "views", "dictionary", "lists of nothing"],
)
def test_a_file_that_unpacks_to_more_than_the_limit_is_refused(data: bytes) -> None:
    with pytest.raises(DataProblem) as caught:
        read_table(data, "bomb.arrow", limits=Limits(bytes=2**20))
    assert str(caught.value) == LARGE


def test_damaged_files_are_refused_in_words() -> None:
    luck = random.Random(0)
    data = written(TABLE, "zstd")
    for _ in range(300):
        broken = bytearray(data)
        for _ in range(luck.randint(1, 6)):
            broken[luck.randrange(8, len(data))] = luck.randrange(256)
        end = luck.choice([len(data), luck.randrange(9, len(data))])
        with suppress(DataProblem):  # a fault may also lie in a byte that means nothing
            assert read_table(bytes(broken[:end]), "broken.arrow").n_rows == 3


def test_a_file_without_rows_is_told_so() -> None:
    with pytest.raises(DataProblem) as caught:
        read_table(written(TABLE.slice(0, 0)), "empty.arrow")
    assert str(caught.value) == NO_ROWS
