"""The labelled table: nothing of the upload is lost, and every row carries its own cluster."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kmeans_core.clustering import Partition
from kmeans_core.clustering.clusterer import Clustering, cluster
from kmeans_core.clustering.settings import KMeansSettings
from kmeans_core.common.errors import BadSettings
from kmeans_core.export.labelled_table import LabelledFile, LabelledOptions, labelled_csv
from kmeans_core.features import FeatureMatrix, Preparation, prepare
from kmeans_core.tables.reading import Reading
from kmeans_core.tables.table import Table
from tests.kmeans_core.tables_made import table_of

CSV = Reading("CSV")
PLAIN, AS_IT_CAME = Preparation(), LabelledOptions()
SQUARE = [0.0, 0.0, 10.0, 10.0]


def solve(table: Table, preparation: Preparation = PLAIN) -> tuple[FeatureMatrix, Clustering]:
    matrix = prepare(table, preparation)
    return matrix, cluster(matrix, KMeansSettings(k=2))


def write(table: Table, options: LabelledOptions = AS_IT_CAME, names: tuple[str, ...] = ()) -> LabelledFile:
    return labelled_csv(table, *solve(table), options=options, names=names)


def with_text(table: Table, *columns: list[str]) -> Table:
    """Return the table with other cells, its numbers left as they are."""
    arrays = [pa.array(cells, pa.string()) for cells in columns]
    return replace(table, text=pa.table(arrays, [str(i) for i in range(len(arrays))]))


def with_names(table: Table, *names: str) -> Table:
    columns = tuple(replace(c, name=name) for c, name in zip(table.columns, names, strict=True))
    return replace(table, columns=columns)


def parsed(file: LabelledFile, reading: Reading) -> list[list[str]]:
    text = file.data.decode(file.encoding).removeprefix("\ufeff")
    if reading.quote:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=reading.delimiter, quotechar=reading.quote, strict=True
        )
    else:
        reader = csv.reader(
            io.StringIO(text, newline=""), delimiter=reading.delimiter, quoting=csv.QUOTE_NONE
        )
    return list(reader)


def test_a_hand_checked_table_comes_back_with_its_clusters() -> None:
    table = table_of([("x", [0, 0, 10, 10]), ("y", [0, 2, 0, 2])], CSV)
    matrix, groups = solve(table, Preparation(scaling="none"))
    file = labelled_csv(table, matrix, groups, silhouettes=np.array([0.5, 0.25, 0.125, -1]))
    first, other = (1, 2) if groups.labels[0] == 0 else (2, 1)
    margin = repr(float(np.sqrt(101)) - 1)
    rows = [line.split(",") for line in file.data.decode().splitlines()]
    assert rows[0] == ["x", "y", "cluster", "distance to centre", "second cluster", "margin", "silhouette"]
    assert rows[1] == ["0", "0", str(first), "1", str(other), rows[1][5], "0.5"]
    assert rows[4] == ["10", "2", str(other), "1", str(first), rows[4][5], "-1"]
    assert float(rows[1][5]) == pytest.approx(float(margin))
    assert file.added_columns == tuple(rows[0][2:])
    assert (file.altered_cells, file.encoding, file.not_written) == (0, "utf-8", ())


def test_the_exact_text_stays() -> None:
    cells = ["007", " 1.10", "1e3 ", "NA"]
    table = with_text(table_of([("x", SQUARE)], CSV), cells)
    assert [row[0] for row in parsed(write(table), CSV)[1:]] == cells


def test_rows_that_took_no_part_are_there_with_their_reason() -> None:
    table = table_of([("x", [0, None, 10, 99]), ("y", [1, None, 5, 9])], CSV, set_aside=((3, "total row"),))
    rows = parsed(write(table), CSV)
    assert rows[0][2:] == ["cluster", "distance to centre", "second cluster", "margin", "left out because"]
    assert rows[2] == ["", "", "", "", "", "", "no value in any feature"]
    assert rows[4] == ["99", "9", "", "", "", "", "total row"]
    assert rows[1][2] != rows[3][2]
    assert rows[1][-1] == rows[3][-1] == ""


def test_groups_without_centres_and_rows_in_none_are_labelled_all_the_same() -> None:
    table = table_of([("x", [0, None, 10, 11]), ("y", [0, 0, 1, 1])], CSV)
    matrix = prepare(table, Preparation(missing="drop"))
    groups = Partition(np.array([1, -1, 0], np.int32), np.array([1, 1]), "by hand")
    assert parsed(labelled_csv(table, matrix, groups, names=("a", "b")), CSV) == [
        ["x", "y", "cluster", "cluster name", "left out because"],
        ["0", "0", "2", "b", ""],
        ["", "0", "", "", "missing value in x"],
        ["10", "1", "", "", ""],
        ["11", "1", "1", "a", ""],
    ]


def test_names_of_clusters_are_written_beside_their_numbers() -> None:
    table = table_of([("x", [0, 0, 10])], CSV)
    rows = parsed(write(table, names=("low, quiet", "")), CSV)
    assert [row[1:3] for row in rows] == [
        ["cluster", "cluster name"],
        ["1", "low, quiet"],
        ["1", "low, quiet"],
        ["2", ""],
    ]


def test_new_columns_never_take_a_name_that_is_there() -> None:
    table = table_of([("CLUSTER", SQUARE), ("cluster_2", SQUARE), (" MARGIN ", SQUARE)], CSV)
    assert write(table).added_columns == ("cluster_3", "distance to centre", "second cluster", "margin_2")


def test_duplicate_and_empty_headers_stay() -> None:
    table = table_of([("x", SQUARE), ("x", SQUARE), ("", SQUARE), ('a "b"\n,', SQUARE)], CSV)
    assert parsed(write(table), CSV)[0][:4] == ["x", "x", "", 'a "b"\n,']


def test_a_file_without_header_stays_without() -> None:
    table = table_of([("", SQUARE)], replace(CSV, header=False))
    assert [row[0] for row in parsed(write(table), CSV)] == ["0", "0", "10", "10"]


def test_the_dialect_is_that_of_the_upload() -> None:
    reading = replace(
        CSV, delimiter=";", quote="'", line_ending="\r\n", encoding="utf-16-le", bom=True, decimal=","
    )
    table = with_text(table_of([("größe", [0.5, 1, 10, 11])], reading), ["0,5", "'1'", "10;0", "11"])
    file = write(table)
    assert file.data.startswith(b"\xff\xfe")
    lines = file.data.decode("utf-16").split("\r\n")
    assert lines[0] == "größe;cluster;distance to centre;second cluster;margin"
    assert lines[1].startswith("0,5;")
    assert lines[2].startswith("'''1''';")
    assert lines[3].startswith("'10;0';")
    assert lines[-1] == ""
    assert all("." not in line for line in lines)


def test_a_file_that_quotes_every_cell_still_does() -> None:
    file = write(table_of([("x", SQUARE)], replace(CSV, quote_all=True)))
    assert file.data.startswith(b'"x","cluster","distance to centre","second cluster","margin"\n"0","')


def test_a_file_without_quotes_gets_them_only_where_it_must() -> None:
    reading = replace(CSV, quote="")
    table = with_text(table_of([("x", SQUARE)], reading), ['6"', '7" x 8"', '"', ""])
    assert [row[0] for row in parsed(write(table), reading)[1:]] == ['6"', '7" x 8"', '"', ""]
    file = write(table, names=("low, quiet", "high"))
    assert [row[0] for row in parsed(file, CSV)[1:]] == ['6"', '7" x 8"', '"', ""]


def test_cells_that_look_like_comments_are_quoted() -> None:
    table = with_text(table_of([("x", SQUARE)], replace(CSV, comment="#")), ["#1", "#2", "3", "4"])
    assert b'\n"#1",' in write(table).data


@pytest.mark.parametrize("kind", ["Excel", "Parquet", "sample"])
def test_other_tables_become_plain_csv(kind: str) -> None:
    table = table_of([("x", SQUARE)], Reading(kind, encoding="cp1252", delimiter=";"))
    assert write(table).data.startswith(b"x,cluster,")


def test_utf8_can_be_chosen() -> None:
    reading = replace(CSV, encoding="cp1252", delimiter=";")
    table = table_of([("größe", SQUARE)], reading)
    assert write(table).data.startswith("größe;".encode("cp1252"))
    file = write(table, LabelledOptions(utf8=True))
    assert file.data.startswith("größe;".encode())
    assert file.encoding == "utf-8"


def test_a_name_that_the_encoding_lacks_is_a_problem_with_a_remedy() -> None:
    table = table_of([("x", SQUARE)], replace(CSV, encoding="cp1252"))
    with pytest.raises(BadSettings) as caught:
        write(table, names=("ok", "ab ≥ 5"))
    assert str(caught.value) == (
        "The encoding cp1252 has no “≥”. Choose UTF-8, or rename the cluster that holds it."
    )
    assert "ab ≥ 5" in write(table, LabelledOptions(utf8=True), ("ok", "ab ≥ 5")).data.decode()


def test_the_excel_safe_file_escapes_formulas_and_counts_them() -> None:
    cells = ["=1+1", "-5.2", "@SUM(A1)", "+49 170", "-1-cmd", "\tx", "-", "plain", "−5", "-1.234,5 %", "＝1"]
    table = with_text(table_of([("=x", list(map(float, range(11))))], CSV), cells)
    file = write(table, LabelledOptions(excel_safe=True))
    assert file.data.startswith(b"\xef\xbb\xbf'=x,cluster")
    assert [row[0] for row in parsed(file, CSV)[1:]] == [
        *("'=1+1", "-5.2", "'@SUM(A1)", "+49 170", "'-1-cmd", "'\tx", "'-", "plain", "−5", "-1.234,5 %"),
        "'＝1",
    ]
    assert file.altered_cells == 7
    assert [row[0] for row in parsed(write(table), CSV)[1:]] == cells


def test_what_stood_around_the_table_is_told() -> None:
    reading = replace(CSV, skipped=(("lines above the table", 3), ("blank rows", 1)))
    table = table_of([("x", SQUARE)], reading)
    assert write(table).not_written == (("lines above the table", 3), ("blank rows", 1))


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("sales 2024.csv", "sales_2024_labelled_"),
        ("../../etc/päss.csv.gz", "päss_labelled_"),
        (r"C:\x\a.b.tsv", "a_labelled_"),
        ("<>.csv", "table_labelled_"),
    ],
)
def test_file_names_are_safe_and_hold_a_digest(name: str, begins: str) -> None:
    table = replace(table_of([("x", SQUARE)], CSV), name=name)
    first, second = write(table), write(table, names=("a", "b"))
    assert first.file_name.startswith(begins)
    assert first.file_name != second.file_name
    assert first.file_name == write(table).file_name


def test_long_tables_are_written_in_batches_without_a_seam() -> None:
    n_rows = 2**16 + 3
    table = table_of([("x", np.arange(n_rows, dtype=float).tolist())], CSV)
    steps: list[float] = []
    file = labelled_csv(table, *solve(table), progress=lambda done, words: steps.append(done))
    assert [row[0] for row in parsed(file, CSV)[1:]] == table.text.column(0).to_pylist()
    assert steps[-1] == 1
    assert len(steps) == 5


texts = st.text(
    st.one_of(
        st.sampled_from("\"'`,;\t|\r\n #=@-+ \x00\u00a0\ufeffäé"), st.characters(exclude_categories=["Cs"])
    ),
    max_size=6,
)


@st.composite
def uploads(draw: st.DrawFn) -> Table:
    n_rows, width = draw(st.integers(2, 6)), draw(st.integers(1, 4))
    delimiter = draw(st.sampled_from([",", ";", "\t", "|", " ", "\x1f"]))
    reading = Reading(
        "CSV",
        encoding=draw(st.sampled_from(["utf-8", "utf-16-le", "utf-32-be"])),
        bom=draw(st.booleans()),
        delimiter=delimiter,
        quote=draw(st.sampled_from(['"', "'", "`"])),
        quote_all=draw(st.booleans()),
        line_ending=draw(st.sampled_from(["\n", "\r\n", "\r"])),
        decimal=draw(st.sampled_from([".", ","])),
        header=draw(st.booleans()),
        comment=draw(st.sampled_from(["", "#"])),
    )
    numbers = [
        0.0,
        9.0,
        *draw(st.lists(st.sampled_from([None, 0.0, 1.0, 9.0]), min_size=n_rows, max_size=n_rows)),
    ]
    columns = [draw(st.lists(texts, min_size=len(numbers), max_size=len(numbers))) for _ in range(width)]
    names = draw(st.lists(texts, min_size=width, max_size=width))
    table = table_of([("n", numbers), *((str(i), numbers) for i in range(width - 1))], reading)
    table = replace(
        table, columns=(table.columns[0], *(replace(c, offered=False) for c in table.columns[1:]))
    )
    return with_names(with_text(table, *columns), *names)


@given(uploads(), st.tuples(texts, texts))
def test_nothing_is_lost(table: Table, names: tuple[str, str]) -> None:
    matrix, groups = solve(table, Preparation(features=(table.columns[0].label,), missing="drop"))
    file = labelled_csv(table, matrix, groups, names=names)
    rows = parsed(file, table.reading)
    width = len(table.columns)
    if table.reading.header:
        header = rows.pop(0)
        assert header[:width] == [column.name for column in table.columns]
        assert header[width:] == list(file.added_columns)
        assert len({name.casefold() for name in file.added_columns}) == len(file.added_columns)
    assert [row[:width] for row in rows] == [list(row.values()) for row in table.text.to_pylist()]
    assert all(len(row) == width + len(file.added_columns) for row in rows)
    for place, row in enumerate(matrix.rows):
        assert rows[row][width] == str(groups.labels[place] + 1)
        distance = rows[row][file.added_columns.index("distance to centre") + width]
        assert float(distance.replace(",", ".")) == groups.distances[place]
    for why, left in matrix.left_out:
        for row in left:
            assert rows[row][width] == ""
            assert rows[row][-1] == why


def test_probabilities_and_further_numbers_of_every_row_are_written_beside_it() -> None:
    table = table_of([("x", [0, 1, 10, None]), ("margin", [0, 0, 1, 1])], CSV)
    matrix = prepare(table, Preparation(missing="drop"))
    groups = Partition(
        np.array([1, 1, 0], np.int32), np.array([1, 2]), "by hand", certainty=np.array([0.5, 0.75, 1])
    )
    assert parsed(labelled_csv(table, matrix, groups, more={"oddness": np.array([1, 0.5, 0.25])}), CSV) == [
        ["x", "margin", "cluster", "probability", "left out because", "oddness"],
        ["0", "0", "2", "0.5", "", "1"],
        ["1", "0", "2", "0.75", "", "0.5"],
        ["10", "1", "1", "1", "", "0.25"],
        ["", "1", "", "", "missing value in x", ""],
    ]
