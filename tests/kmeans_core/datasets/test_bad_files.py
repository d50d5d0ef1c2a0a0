"""What can be wrong with files that lie somewhere, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from kmeans_core import KMeansSettings, Preparation, UnusableFeatures, prepare, read_table
from kmeans_core.datasets import DatasetProblem, Look, Prepared, finish, look, open_files, write_labels
from tests.kmeans_core.datasets.made import frame, lay_down


def prepared(seen: Look) -> Prepared:
    table = read_table(seen.file(), "drawn")
    return Prepared(table, prepare(table, Preparation(features=("x", "y"))))


def said(place: Path | str, **how: bool) -> str:
    """Return the problem of opening and looking, without the test's own folder."""
    with pytest.raises(DatasetProblem) as problem:
        look(open_files(str(place)), **how)
    return str(problem.value).replace(str(Path(str(place)).parent), "…")


def written(path: Path, columns: dict[str, list]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), path)


def test_a_place_without_data_is_named(tmp_path: Path):
    where = "Give a file, a folder, a pattern such as sales/*.parquet, or an address."
    assert said(tmp_path / "sales") == f"There is nothing at …/sales. {where}"
    (tmp_path / "notes.txt").write_text("no table")
    no_files = "Give a folder that has some, or a file itself."
    assert (
        said(tmp_path / "notes.txt") == f"There is no Parquet, CSV or Arrow file in …/notes.txt. {no_files}"
    )
    assert said("nowhere://bucket/data").startswith("nowhere://bucket/data cannot be opened: ")


def test_files_of_two_kinds_need_a_pattern(tmp_path: Path):
    written(tmp_path / "d/a.parquet", {"x": [1.0, 2.0]})
    (tmp_path / "d/b.csv").write_text("x\n1\n2\n")
    assert said(tmp_path / "d") == (
        "…/d holds files of different kinds (CSV and Parquet). "
        "Give a pattern for one of them, such as *.parquet."
    )
    assert look(open_files(str(tmp_path / "d/*.csv"))).n_rows == 2


def test_files_without_rows_are_no_data(tmp_path: Path):
    pq.write_table(pa.table({"x": pa.array([], pa.float64())}), tmp_path / "a.parquet")
    assert said(tmp_path / "a.parquet") == "…/a.parquet holds no rows. Give data with rows in them."


def test_a_file_that_lacks_a_column_is_named(tmp_path: Path):
    written(tmp_path / "d/a.parquet", {"x": [1.0], "y": [1.0]})
    written(tmp_path / "d/b.parquet", {"x": [1.0]})
    assert said(tmp_path / "d") == (
        "b.parquet lacks the column y, which a.parquet has. "
        "Give the files the same columns, or a pattern for those that have them."
    )


def test_a_column_of_words_here_and_numbers_there_is_named(tmp_path: Path):
    written(tmp_path / "d/a.parquet", {"x": [1.0]})
    written(tmp_path / "d/b.parquet", {"x": ["one"]})
    assert said(tmp_path / "d") == (
        "In b.parquet the column x holds words, in a.parquet numbers. "
        "Give the files the same types, or a pattern for those that have them."
    )


def test_columns_that_only_some_files_have_are_told(tmp_path: Path):
    written(tmp_path / "d/a.parquet", {"x": [1, 2]})
    written(tmp_path / "d/b.parquet", {"x": [1.5], "z": [1.0]})
    opened = open_files(str(tmp_path / "d"))
    assert opened.notes == ("Columns that a.parquet does not have are left out: z (1 file).",)
    assert opened.schema.names == ["x"]


def test_a_half_written_file_is_named_or_left_out_by_choice(tmp_path: Path):
    lay_down(tmp_path / "d", frame())
    (tmp_path / "d/year=2021/part.parquet").write_bytes(b"PAR1 and no more")
    told = said(tmp_path / "d")
    assert told.startswith("year=2021/part.parquet is damaged, or not what its name says: ")
    assert told.endswith(" Replace it, or leave damaged files out.")
    sound = open_files(str(tmp_path / "d"), skip_damaged=True)
    assert sound.left_out == ("year=2021/part.parquet",)
    assert look(sound).n_rows == 2_000


def test_a_file_that_is_damaged_in_the_middle_is_named_or_left_out_by_choice(tmp_path: Path):
    lay_down(tmp_path / "d", frame())
    file = tmp_path / "d/year=2021/part.parquet"
    whole = bytearray(file.read_bytes())
    whole[200:4_000] = bytes(3_800)  # its footer is sound
    file.write_bytes(whole)
    assert said(tmp_path / "d").startswith("year=2021/part.parquet is damaged, or not what its name says: ")
    seen = look(open_files(str(tmp_path / "d")), skip_damaged=True)
    assert (seen.n_rows, seen.source.left_out) == (2_000, ("year=2021/part.parquet",))


def test_a_word_among_the_numbers_of_a_later_csv_file_is_told(tmp_path: Path):
    (tmp_path / "d").mkdir()
    (tmp_path / "d/a.csv").write_text("x,y\n1,2\n3,4\n")
    (tmp_path / "d/b.csv").write_text("x,y\n1,2\n3,oops\n")
    assert said(tmp_path / "d") == (
        "b.csv is damaged, or not what its name says: In CSV column #1: Row #3: CSV conversion error to "
        "double: invalid value 'oops'. Replace it, or leave damaged files out."
    )


def test_a_csv_file_is_read_in_its_own_dialect(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes("größe;ort\n1,5;Köln\n2,5;k.A.\n;Ulm\n".encode("cp1252"))
    seen = look(open_files(str(tmp_path / "a.csv")))
    assert seen.drawn.sort_by("größe").to_pydict() == {
        "größe": [1.5, 2.5, None],
        "ort": ["Köln", "k.A.", "Ulm"],
    }


def test_numbers_too_large_to_square_are_refused_wherever_they_are(tmp_path: Path):
    whole = frame()
    lay_down(tmp_path / "d", whole)
    written(
        tmp_path / "d/year=2030/part.parquet",
        {name: [whole[name].iloc[0]] for name in whole} | {"x": [1e300]},
    )
    seen = look(open_files(str(tmp_path / "d")))
    without = seen.drawn.filter(pa.compute.less(seen.drawn.column("x"), 1e10))
    seen = type(seen)(seen.source, seen.n_rows, seen.facts, without)
    with pytest.raises(UnusableFeatures) as problem:
        finish(seen, prepared(seen), KMeansSettings(k=2))
    assert str(problem.value) == (
        "x holds values as large as 1e+300, too large to compute with. Change its unit, or leave it out."
    )


def test_labels_are_never_written_over_anything_nor_among_the_data(tmp_path: Path):
    place = lay_down(tmp_path / "d", frame())
    seen = look(open_files(str(place)))
    found = finish(seen, prepared(seen), KMeansSettings(k=2))
    for target, told in (
        (place, "…/d lies inside the data, where it would be read as rows. Choose a folder beside them."),
        (
            place / "new",
            "…/d/new lies inside the data, where it would be read as rows. Choose a folder beside them.",
        ),
        (tmp_path / "e", "…/e is there already, and nothing is written over. Choose another folder."),
    ):
        (tmp_path / "e").mkdir(exist_ok=True)
        with pytest.raises(DatasetProblem) as problem:
            write_labels(found, str(target))
        assert str(problem.value).replace(str(tmp_path), "…") == told
    assert write_labels(found, found.source.beside(found.digest)) == 3_000
    with pytest.raises(DatasetProblem):
        write_labels(found, found.source.beside(found.digest))


def test_new_columns_are_numbered_where_a_file_has_such_names_already(tmp_path: Path):
    written(tmp_path / "a.parquet", {"x": [1.0, 2, 9, 8], "Cluster": [1, 2, 3, 4], "margin": [0, 0, 0, 0]})
    seen = look(open_files(str(tmp_path / "a.parquet")))
    table = read_table(seen.file(), "drawn")
    found = finish(seen, Prepared(table, prepare(table, Preparation(features=("x",)))), KMeansSettings(k=2))
    write_labels(found, str(tmp_path / "out"))
    back = pq.read_table(tmp_path / "out/a.parquet")
    names = ["cluster_2", "distance to centre", "second cluster", "margin_2"]
    assert back.column_names == ["x", "Cluster", "margin", *names]
    assert back.column("cluster_2").to_pylist() == [1, 1, 2, 2]
