"""Folders in, folders out: all rows of data that need not fit into memory."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.dataset as ds
import pytest

from kmeans_core import read_model, read_recipe
from tests.kmeans_core.cli.test_commands import run
from tests.kmeans_core.datasets.made import frame, lay_down

CHOSEN = ("--columns", "x,y")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    lay_down(tmp_path / "orders", frame())
    return tmp_path


def labels(folder: Path) -> list[int]:
    return ds.dataset(folder, partitioning="hive").to_table().column("cluster").to_pylist()


def test_all_rows_of_a_folder_get_their_clusters_in_another(here: Path) -> None:
    done = run("cluster", "orders/", "-k", "4", *CHOSEN, "-o", "labelled", "-o", "m.model.json")
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "Sizes, means, deviations and inertia are exact: of all 3,000 rows." in done.stderr
    assert "3,000 rows labelled in labelled." in done.stderr
    sizes = list(read_model((here / "m.model.json").read_bytes()).sizes)
    assert [labels(here / "labelled").count(c) for c in (1, 2, 3, 4)] == sizes


def test_without_a_folder_labels_stand_beside_the_data(here: Path) -> None:
    done = run("cluster", "orders", *CHOSEN, "-k", "2")
    [made] = [path for path in here.iterdir() if path.name != "orders"]
    assert made.name.startswith("orders_labelled_")
    assert f"3,000 rows labelled in {made.name}." in done.stderr
    again = run("cluster", "orders", *CHOSEN, "-k", "2")
    assert again.exit_code == 1
    assert again.stderr.splitlines()[-1] == (
        f"{made.name} is there already, and nothing is written over. Choose another folder."
    )


def test_figures_and_recipe_come_without_labels(here: Path) -> None:
    done = run("cluster", "orders/*/*.parquet", "-k", "4", *CHOSEN, "--json", "-o", "r.recipe.json")
    figures = json.loads(done.stdout)
    assert (figures["k"], sum(figures["sizes"]), figures["left out"]) == (4, 3_000, 0)
    assert set(figures["means"][0]) == {"x", "y"}
    assert read_recipe((here / "r.recipe.json").read_bytes()).kmeans.k == 4
    assert sorted(path.name for path in here.iterdir()) == ["orders", "r.recipe.json"]


def test_without_k_the_verdict_on_drawn_rows_decides(here: Path) -> None:
    assert json.loads(run("cluster", "orders", *CHOSEN, "--json").stdout)["k"] == 4


def test_an_ending_that_means_nothing_here_is_refused_before_any_work(here: Path) -> None:
    done = run("cluster", "orders", "-k", "2", "-o", "labelled.csv")
    assert done.stderr == (
        "The name labelled.csv does not tell what the file is to hold. "
        "Let it end in one of recipe.json, model.json, a folder's name.\n"
    )


def test_a_damaged_file_ends_the_run_or_is_left_out(here: Path) -> None:
    (here / "orders/year=2021/part.parquet").write_bytes(b"PAR1 and no more")
    done = run("cluster", "orders", "-k", "2", *CHOSEN, "--json")
    assert done.exit_code == 1
    assert done.stderr.startswith("year=2021/part.parquet is damaged, or not what its name says: ")
    left = run("cluster", "orders", "-k", "2", *CHOSEN, "--json", "--skip-damaged")
    assert sum(json.loads(left.stdout)["sizes"]) == 2_000
    assert "Left out as damaged: year=2021/part.parquet." in left.stderr
