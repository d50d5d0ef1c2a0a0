"""The text of a large file takes little memory and is the same wherever it is cut anew."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from kmeans_core.features import Preparation, prepare
from kmeans_core.tables import read_table
from kmeans_core.tables.lined_text import LinedText

ROWS = 60_000
ENDS = {"line feeds": "\n", "both signs": "\r\n"}


def lines(*, quoted: bool = False) -> list[str]:
    """Return rows of a number, a word of three kinds and a text of its own."""
    mark = '"' if quoted else ""
    return [f"{i / 7:.6f},{mark}{'abc'[i % 3]} word{mark},text {i}" for i in range(ROWS)]


def file(rows: list[str], end: str = "\n", last: str = "\n") -> bytes:
    return (end.join(["size,kind,note", *rows]) + last).encode()


def cells(rows: list[str]) -> list[list[str]]:
    return [row.replace('"', "").split(",") for row in rows]


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
@pytest.mark.parametrize("quoted", [False, True])
@pytest.mark.parametrize("closed", [False, True])
def test_every_way_to_the_text_gives_the_same_cells(end: str, quoted: bool, closed: bool) -> None:
    rows = lines(quoted=quoted)
    text = read_table(file(rows, end, end if closed else ""), "large.csv").text
    assert isinstance(text, LinedText)
    wanted = cells(rows)
    assert (text.num_rows, text.num_columns) == (ROWS, 3)
    for place in range(3):
        assert text.column(place).to_pylist() == [row[place] for row in wanted]
    some = np.array([ROWS - 1, 5, 5, 0, 31_000])
    assert [list(row.values()) for row in text.take(some).to_pylist()] == [wanted[i] for i in some]
    assert text.select([2, 1]).take(some).column(1).to_pylist() == [wanted[i][1] for i in some]
    assert text.take(pa.array(range(ROWS))).column(2).to_pylist() == [row[2] for row in wanted]
    assert text.slice(ROWS - 2, 10).column(0).to_pylist() == [row[0] for row in wanted[-2:]]
    assert text.to_pylist()[7] == dict(zip("012", wanted[7], strict=True))


def test_a_large_text_takes_the_file_and_four_bytes_a_row_and_one_a_word() -> None:
    text = read_table(data := file(lines()), "large.csv").text
    assert text.source.data is data
    assert text.ends.nbytes == 4 * (ROWS + 1)
    assert sum(kept.nbytes for kept in text.words.values()) < 1.01 * ROWS


@pytest.mark.parametrize(
    "odd",
    ["1,2", "1,2,3,4", "", '1,"two\nlines",3', "\ufeff1,2,3", "1,2,3\r1,2,3"],
    ids=[
        "short",
        "long",
        "blank",
        "a cell of two lines",
        "a mark of a joined file",
        "a lone carriage return",
    ],
)
def test_a_file_whose_lines_are_not_just_its_rows_keeps_its_text(odd: str) -> None:
    table = read_table(file([*lines(), odd, "1,2,3"]), "large.csv")
    assert isinstance(table.text, pa.Table)
    assert table.text.column(0).to_pylist()[-1] == "1"


def test_a_column_alone_keeps_its_cells_of_spaces() -> None:
    rows = ["long word " * 3 if i % 5 else "  " for i in range(ROWS)]
    text = read_table(("note\n" + "\n".join(rows)).encode(), "notes.csv").text
    assert isinstance(text, LinedText)
    assert text.take([0, 1]).column(0).to_pylist() == rows[:2]
    assert text.column(0).to_pylist() == rows


def test_numbers_lie_side_by_side_so_that_their_matrix_is_no_copy() -> None:
    table = read_table(b"id,a,b,c\n7,1.5,2,3.5\n9,4.5,5.5,7\n8,1,1,2\n", "t.csv")
    numbers = [table.column(label).numbers for label in "abc"]
    assert all(np.shares_memory(prepare(table).originals, column) for column in numbers)
    without = prepare(table, Preparation(features=("a", "c"))).originals
    assert without.tolist() == [[1.5, 3.5], [4.5, 7.0], [1.0, 2.0]]
    assert not any(column.flags.writeable for column in numbers)
