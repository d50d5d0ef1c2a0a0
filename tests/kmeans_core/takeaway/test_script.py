"""A script is run by Python itself, and its labels compared with the studio's, row for row."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.common import BadSettings
from kmeans_core.export import labelled_csv
from kmeans_core.features import Preparation, prepare
from kmeans_core.tables import Amendment, ReadingChoices, Table, amended, load_sample, read_table
from kmeans_core.takeaway import notebook, python_script

USUAL = Preparation()
NAMES = ("Bär 'x'", '"; import os; os.abort() #\n')


def people(n: int = 60, sep: str = ";", decimal: str = ",", encoding: str = "cp1252") -> bytes:
    """Three groups in two columns, one with gaps, beside a town that may be missing."""
    draw = np.random.default_rng(0)
    lines = [sep.join(["größe", "b", "stadt"])]
    for i in range(n):
        size = f"{draw.normal(1000 * (i % 3 + 1), 50):.3f}".replace(".", decimal)
        other = "" if i % 7 == 3 else f"{draw.normal(i % 3, 1) + 10:.2f}".replace(".", decimal)
        lines.append(sep.join([size, other, ["Köln", "Bonn", "", "Ulm"][i % 4]]))
    return "\n".join(lines).encode(encoding)


def check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: Table,
    data: bytes,
    preparation: Preparation = USUAL,
) -> pd.DataFrame:
    """Run the script of a clustering on `data`; its labels must be the clustering's."""
    matrix = prepare(table, preparation)
    found = cluster(matrix, KMeansSettings(k=3))
    script, file, out = tmp_path / "script.py", tmp_path / "table.csv", tmp_path / "out.csv"
    script.write_text(python_script(table, matrix, found, names=NAMES), "utf-8")
    file.write_bytes(data)
    monkeypatch.setattr(sys, "argv", ["script.py", str(file), str(out)])
    runpy.run_path(str(script))
    written = pd.read_csv(out)
    wanted = np.zeros(table.n_rows, int)
    wanted[matrix.rows] = found.labels + 1
    assert written["cluster"].fillna(0).astype(int).tolist() == wanted.tolist()
    return written


@pytest.mark.parametrize("missing", ["median", "mean", "nearest", "drop"])
@pytest.mark.parametrize("scaling", ["standard", "min-max", "robust", "none"])
def test_every_filling_and_scaling_is_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str, scaling: str
) -> None:
    data = people()
    how = Preparation(missing=missing, scaling=scaling)  # type: ignore[arg-type]
    written = check(tmp_path, monkeypatch, read_table(data, "people.csv"), data, how)
    assert written["cluster name"].dropna().isin([*NAMES, "Cluster 3"]).all()


@pytest.mark.parametrize("change", ["log", "power"])
@pytest.mark.parametrize("components", [None, 2])
@pytest.mark.parametrize("missing", ["median", "nearest", "drop"])
def test_transforms_categories_weights_and_components_are_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str, components: int | None, missing: str
) -> None:
    data = people()
    how = Preparation(
        transforms=(("b", change),),  # type: ignore[arg-type]
        one_hot=("stadt",),
        weights=(("b", 2.5), ("stadt", 0.5)),
        components=components,
        missing=missing,  # type: ignore[arg-type]
    )
    check(tmp_path, monkeypatch, read_table(data, "people.csv"), data, how)


HARD = {
    "comments and blank rows": b"# made on Monday\n\n# by hand\nx,y\n1,2\n\n# 3,4\n9,9\n,\n1,1\n8,7\n5,0\n",
    "a mark for UTF-8 and quotes": '\ufeffname,x\n"Ann, ""A""",1\n"B\nb",2\nC,9\nD,30\n'.encode(),
    "thousands and words": b"x;y\n1.234,5;n/a\n2.000,0;3\n9.999,9;4\n;5\n12,0;7\n1.000,0;9\n",
    "short and long lines": b"x,y\n1,2\n3\n4,5,6\n7,8\n1,1\n9,9\n5,3\n2,2\n8,8\n6,6\n7,7\n",
    "lines above the table": b"made on Monday\n\nx,y\n1,2\n9,9\n1,1\n8,7\n5,0\n",
    "totals": b"x,y\nAnn,1\nBob,2\nCid,9\nDan,30\nTotal,42\n",
    "no header": b"1,2\n3,4\n9,9\n1,1\n30,2\n",
}


@pytest.mark.parametrize("name", HARD)
def test_difficult_files_are_read_as_the_studio_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    check(tmp_path, monkeypatch, read_table(HARD[name], "hard.csv"), HARD[name])


def test_currency_signs_are_listed_by_their_spelling(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = "x,y\n1 €,1\n2 €,2\n€ 9,4\n3,9\n1e3,7\n".encode()
    check(tmp_path, monkeypatch, read_table(data, "prices.csv"), data)


def test_a_column_in_too_many_spellings_is_refused() -> None:
    rows = "".join(f"{i} €,{i % 7}\n" for i in range(1_200))
    table = read_table(("x,y\n" + rows).encode(), "prices.csv")
    matrix = prepare(table, Preparation(features=("x", "y")))
    with pytest.raises(BadSettings) as problem:
        python_script(table, matrix, cluster(matrix))
    assert str(problem.value) == (
        "x has 1,200 spellings of numbers that pandas would read otherwise. "
        "Save the table with plain numbers, or take the model instead."
    )


def test_a_sample_is_read_from_the_labelled_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = load_sample("Iris")
    matrix = prepare(table)
    data = labelled_csv(table, matrix, cluster(matrix, KMeansSettings(k=3))).data
    check(tmp_path, monkeypatch, table, data)


def test_other_rows_are_told_apart_from_those_that_the_centres_were_found_on(
    tmp_path: Path,
) -> None:
    data = people()
    table = read_table(data, "people.csv")
    matrix = prepare(table)
    script = tmp_path / "script.py"
    script.write_text(python_script(table, matrix, cluster(matrix)), "utf-8")
    (tmp_path / "other.csv").write_bytes(people(61)[:-200] + b"\n" * 3)
    ran = subprocess.run(
        [sys.executable, str(script), "other.csv"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 1
    assert "these are not the rows of these centres: they would move by" in ran.stderr


def test_a_second_search_finds_groups_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = people()
    table = read_table(data, "people.csv")
    matrix = prepare(table)
    found = cluster(matrix)
    text = python_script(table, matrix, found).replace("SEARCH_ANEW = False", "SEARCH_ANEW = True")
    (tmp_path / "script.py").write_text(text, "utf-8")
    (tmp_path / "people.csv").write_bytes(data)
    monkeypatch.setattr(sys, "argv", ["script.py", str(tmp_path / "people.csv"), str(tmp_path / "out.csv")])
    runpy.run_path(str(tmp_path / "script.py"))
    sizes = pd.read_csv(tmp_path / "out.csv")["cluster"].value_counts()
    assert sorted(sizes) == sorted(found.sizes.tolist())


def test_a_notebook_holds_the_script_between_headings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = people()
    table = read_table(data, "people.csv")
    matrix = prepare(table)
    found = cluster(matrix)
    book = json.loads(notebook(table, matrix, found))
    assert [cell["source"] for cell in book["cells"] if cell["cell_type"] == "markdown"] == [
        "## What is needed",
        "## Read every cell as text",
        "## Make the columns comparable",
        "## Leave out what takes no part",
        "## Find every row's cluster",
        "## Write the labels",
    ]
    (tmp_path / "people.csv").write_bytes(data)
    monkeypatch.chdir(tmp_path)
    code = "\n".join(cell["source"] for cell in book["cells"] if cell["cell_type"] == "code")
    exec(compile(code, "notebook", "exec"), {})
    labels = pd.read_csv(io.BytesIO((tmp_path / "labelled.csv").read_bytes()))["cluster"]
    assert (labels == found.labels + 1).all()


def test_a_chosen_reading_is_repeated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"skip me\nx|y\n1|2\n3|4\n9|9\n30|1\n"
    choices = ReadingChoices(delimiter="|", skip_lines=1)
    check(tmp_path, monkeypatch, read_table(data, "bars.csv", choices), data)


def test_circles_codes_for_nothing_and_words_in_an_order_are_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [f"{i % 24},{['bad', 'fair', 'good'][i % 3]},{-999 if i % 9 == 0 else i}" for i in range(60)]
    data = "\n".join(["hour,mood,size", *rows]).encode()
    how = (Amendment("mood", order=("bad", "fair", "good")), Amendment("size", blanks=(-999.0,)))
    prepared = Preparation(features=("hour", "mood", "size"), circles=(("hour", 24.0),))
    check(tmp_path, monkeypatch, amended(read_table(data, "h.csv"), how), data, prepared)
