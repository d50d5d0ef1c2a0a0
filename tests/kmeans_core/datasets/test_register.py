"""What a server offers by name, and the program that repeats what was found in it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from kmeans_core import DataProblem, KMeansSettings, Preparation, prepare, read_table
from kmeans_core.datasets import Entry, Prepared, finish, look, offered, open_files, script_for
from tests.kmeans_core.datasets.made import frame, lay_down

REMEDY = 'Write a table for each: [orders], and below it place = "folder, pattern or address".'


def register(folder: Path, text: str) -> str:
    (folder / "datasets.toml").write_text(text, "utf-8")
    return str(folder / "datasets.toml")


def test_places_lie_beside_the_register_and_addresses_are_as_they_are(tmp_path: Path):
    text = '[orders]\nplace = "orders"\nabout = "of 2020"\n["at s3"]\nplace = "s3://a/b"\nlabels = false\n'
    assert offered(register(tmp_path, text)) == (
        Entry("orders", str(tmp_path / "orders"), "of 2020"),
        Entry("at s3", "s3://a/b", labels=False),
    )


def test_a_folder_offers_itself_and_a_table_s_file_nothing(tmp_path: Path):
    assert offered(f"{tmp_path}/") == (Entry(tmp_path.name, f"{tmp_path}/"),)
    (tmp_path / "a.csv").write_text("x\n1\n")
    assert offered(str(tmp_path / "a.csv")) == ()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it names no data"),
        ("[orders]\n", "[orders] has no place"),
        ("orders = 3\n", "[orders] has no place"),
        ("[orders]\nplace = 3\n", "place of [orders] is 3"),
        (
            '[orders]\nplace = "x"\npassword = "y"\n',
            "[orders] has password; known are place, about, skip_damaged, labels and target",
        ),
    ],
)
def test_a_register_that_says_nothing_useful_is_refused(tmp_path: Path, text: str, why: str):
    with pytest.raises(DataProblem) as problem:
        offered(register(tmp_path, text))
    assert str(problem.value) == f"datasets.toml is no register of data: {why}. {REMEDY}"


def test_a_register_that_is_no_toml_or_not_there_is_refused(tmp_path: Path):
    for place in (register(tmp_path, "[orders"), str(tmp_path / "none.toml")):
        with pytest.raises(DataProblem) as problem:
            offered(place)
        assert "is no register of data: it cannot be read (" in str(problem.value)


def test_the_script_writes_the_same_labels(tmp_path: Path):
    place = lay_down(tmp_path / "orders", frame())
    how, settings = Preparation(features=("x", "y"), scaling="min-max"), KMeansSettings(k=4, seed=3)
    seen = look(open_files(str(place)))
    table = read_table(seen.file(), seen.name)
    found = finish(seen, Prepared(table, prepare(table, how)), settings)
    (tmp_path / "again.py").write_text(script_for(found, how, settings, ()), "utf-8")
    command = [sys.executable, str(tmp_path / "again.py"), str(place), str(tmp_path / "labelled")]
    root = Path(__file__).parent.parent.parent.parent
    done = subprocess.run(
        command, cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == f"3000 rows labelled in {tmp_path / 'labelled'}"
    labels = ds.dataset(tmp_path / "labelled", partitioning="hive").to_table().column("cluster").to_pylist()
    assert [labels.count(c) for c in (1, 2, 3, 4)] == found.figures.sizes.tolist()
