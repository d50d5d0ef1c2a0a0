"""What a notebook takes from the core: found in one place, quick to import, and shown to run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pyarrow.csv
import pytest

import kmeans_core
from kmeans_core.tables import load_sample
from tests.test_imports import WINGS, offered

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.parametrize("name", kmeans_core.__all__)
def test_every_public_name_is_what_one_wing_offers(name: str) -> None:
    wings = [wing for wing in WINGS if f"kmeans_core.{wing}.{name}" in offered()]
    assert len(wings) == 1
    assert getattr(kmeans_core, name) is getattr(import_module(f"kmeans_core.{wings[0]}"), name)


def test_a_name_that_is_not_public_is_no_attribute() -> None:
    with pytest.raises(AttributeError) as caught:
        _ = kmeans_core.clusters
    assert str(caught.value) == "module 'kmeans_core' has no attribute 'clusters'"


def test_a_notebook_is_offered_the_public_names() -> None:
    assert set(dir(kmeans_core)) == set(kmeans_core.__all__)


def test_type_checkers_are_told_the_real_types(tmp_path: Path) -> None:
    program = tmp_path / "names.py"
    told = [f"reveal_type({name})" for name in kmeans_core.__all__]
    program.write_text(
        "\n".join([f"from kmeans_core import {', '.join(kmeans_core.__all__)}", *told]), "utf-8"
    )
    command = [sys.executable, "-m", "mypy", str(program)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"MYPYPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    types = re.findall(r'Revealed type is "(.*)"', done.stdout)
    assert len(types) == len(told)
    assert [kind for kind in types if kind == "Any"] == []


def loaded_by(program: str) -> set[str]:
    """Return the packages that are loaded after a program ran by itself."""
    told = f"{program}\nimport sys; print(*(name.split('.')[0] for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_core_loads_no_library_before_it_is_asked_for() -> None:
    heavy = {"numpy", "pandas", "sklearn", "scipy", "pyarrow", "PIL", "plotly", "streamlit"}
    assert loaded_by("import kmeans_core") & heavy == set()


def test_tables_are_clustered_and_written_without_charts_pictures_or_pages() -> None:
    names = "KMeansSettings, Preparation, cluster, labelled_csv, load_sample, prepare"
    loaded = loaded_by(
        f"from kmeans_core import {names}\n"
        "table = load_sample('Three blobs')\n"
        "matrix = prepare(table, Preparation())\n"
        "labelled_csv(table, matrix, cluster(matrix, KMeansSettings()))"
    )
    assert loaded & {"plotly", "streamlit", "PIL"} == set()


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    monkeypatch.chdir(tmp_path)
    pyarrow.csv.write_csv(load_sample("Customers").text, "customers.csv")
    assert examples
    for example in examples:
        exec(compile(example, "README.md", "exec"), {})


@pytest.mark.parametrize("name", kmeans_core.__all__)
def test_every_public_name_says_what_it_is_and_shows_an_example(name: str) -> None:
    told = getattr(kmeans_core, name).__doc__ or ""
    assert told.split("\n")[0].endswith((".", ":"))
    assert ">>> " in told
