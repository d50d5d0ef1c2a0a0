"""Commands in, files out: the same labels, messages and figures as on the pages."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from kmeans_core import (
    KMeansSettings,
    cluster,
    labelled_csv,
    load_sample,
    prepare,
    profile,
    read_table,
    suggest_names,
)
from kmeans_core.cli.__main__ import app
from kmeans_core.cli.results import WRITERS
from kmeans_core.pictures import bundled_picture

ROOTED = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
NOT_JSON = "JSON is malformed: invalid character (byte 0)"
TABLE = b"x,y\n1,2\n2,1\n9,9\n8,9\n1,1\n9,8\n,3\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "points.csv").write_bytes(TABLE)
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def test_rows_come_with_their_clusters(here: Path) -> None:
    table = read_table(TABLE, "points.csv")
    matrix = prepare(table)
    found = cluster(matrix, KMeansSettings(k=2))
    wanted = labelled_csv(table, matrix, found, names=suggest_names(profile(table, matrix, found))).data
    assert run("cluster", "points.csv", "-k", "2").stdout_bytes == wanted
    assert run("cluster", "points.csv", "-k", "2", "-o", "out.csv").stdout == ""
    assert (here / "out.csv").read_bytes() == wanted


def test_recipe_model_script_and_command_agree(here: Path) -> None:
    files = [
        word for name in ("recipe.json", "model.json", "s.py", "s.ipynb", "l.csv") for word in ("-o", name)
    ]
    assert run("cluster", "points.csv", "-k", "2", "--scale", "robust", *files).exit_code == 0
    labels = pd.read_csv(here / "l.csv")["cluster"].tolist()
    for words in (("run", "recipe.json"), ("assign", "model.json")):
        assert pd.read_csv(io.StringIO(run(*words, "points.csv").stdout))["cluster"].tolist() == labels
    subprocess.run([sys.executable, "s.py", "points.csv", "s.csv"], check=True, cwd=here, capture_output=True)
    assert pd.read_csv(here / "s.csv")["cluster"].tolist() == labels


def test_rows_come_as_excel_and_parquet_by_the_ending(here: Path) -> None:
    names = ("out.xlsx", "out.parquet", "model.json")
    assert run("cluster", "points.csv", "-k", "2", *(w for n in names for w in ("-o", n))).exit_code == 0
    for model, out in (("model.json", "new.xlsx"), ("model.json", "new.parquet")):
        assert run("assign", model, "points.csv", "-o", out).exit_code == 0
    for name in ("out", "new"):
        sheet = pd.read_excel(here / f"{name}.xlsx", sheet_name="Rows", engine="calamine")
        columns = pd.read_parquet(here / f"{name}.parquet")
        assert sheet["cluster"].tolist() == columns["cluster"].tolist() == [1, 1, 2, 2, 1, 2, 1]


def test_a_report_is_written_or_printed(here: Path) -> None:
    assert run("report", "points.csv", "-k", "2", "-o", "r.html").exit_code == 0
    text = (here / "r.html").read_text("utf-8")
    assert "<title>2 clusters of points.csv</title>" in text
    assert run("report", "points.csv", "-k", "2").stdout == text


def test_figures_come_as_json(here: Path) -> None:
    told = json.loads(run("cluster", "points.csv", "-k", "2", "--columns", "x, y", "--json").stdout)
    assert (told["k"], told["sizes"], told["left out"]) == (2, [4, 3], {})
    assert told["names"] == ["low x, low y", "high x, high y"]
    judged = json.loads(run("choose-k", "points.csv", "--high", "4", "--json").stdout)
    assert (judged["headline"], judged["k"]) == ("No cluster structure found", None)


def test_without_k_the_verdict_decides_or_says_that_it_cannot(here: Path) -> None:
    blobs = load_sample("Three blobs")
    pd.DataFrame({each: blobs.column(each).numbers for each in "xy"}).to_csv("blobs.csv", index=False)
    assert json.loads(run("cluster", "blobs.csv", "--json").stdout)["k"] == 3
    refused = run("cluster", "points.csv")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "No number of clusters is clear in this table. Give one: -k 4.\n",
    )


def test_a_profile_is_a_table_and_sentences(here: Path) -> None:
    told = run("profile", "points.csv", "-k", "2", "-o", "p.csv")
    assert told.stderr.startswith("1. low x, low y: Here x and y are far lower than elsewhere.")
    assert set(pd.read_csv(here / "p.csv")["column"]) == {"x", "y"}


def test_names_that_a_person_gave_leave_with_the_rows(here: Path) -> None:
    assert run("cluster", "points.csv", "-k", "2", "-o", "recipe.json").exit_code == 0
    recipe = json.loads((here / "recipe.json").read_text("utf-8"))
    (here / "named.json").write_text(json.dumps({**recipe, "names": [[1, "few"]]}), "utf-8")
    told = pd.read_csv(io.StringIO(run("run", "named.json", "points.csv").stdout))
    assert set(told["cluster name"]) == {"low x, low y", "few"}


def test_a_picture_is_written_in_few_colours(here: Path) -> None:
    name, data = bundled_picture("Test card")
    (here / name).write_bytes(data)
    told = run("quantise", name, "-k", "4", "-o", "small.png")
    assert told.stderr.endswith("bytes, 4 colours: #325ab4, #3c9b5a, #cd3c32, #ebc846\n")
    assert (here / "small.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("cluster", "no.csv"), 2, "no.csv: No such file or directory\n"),
        (
            ("cluster", "points.csv", "-k", "77"),
            1,
            "7 different rows cannot form 77 clusters. Choose at most 7.\n",
        ),
        (
            ("cluster", "points.csv", "-k", "2", "-o", "all.doc"),
            1,
            (
                "The name all.doc does not tell what the file is to hold. "
                f"Let it end in one of {', '.join(WRITERS)}.\n"
            ),
        ),
        (
            ("assign", "points.csv", "points.csv"),
            1,
            f"This is not a model of the studio. {NOT_JSON}. Choose a model that the studio wrote.\n",
        ),
        (
            ("run", "points.csv", "points.csv"),
            1,
            f"This is not a recipe of the studio. {NOT_JSON}. Choose a recipe that the studio wrote.\n",
        ),
    ],
)
def test_what_cannot_be_done_is_said_in_the_words_of_the_pages(
    here: Path, words: tuple[str, ...], code: int, told: str
) -> None:
    ended = run(*words)
    assert (ended.exit_code, ended.stderr, ended.stdout) == (code, told, "")


def test_a_model_is_served(here: Path) -> None:
    assert run("cluster", "points.csv", "-k", "2", "-o", "model.json").exit_code == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "kmeans_core.cli", "serve", "model.json", "--port", str(port)]
    with subprocess.Popen(words, cwd=here, stderr=subprocess.PIPE, text=True, env=ROOTED) as service:
        assert service.stderr is not None
        told = f"http://127.0.0.1:{port}/openapi.json tells what can be asked; Ctrl+C stops.\n"
        assert service.stderr.readline() == told
        assert _answer(f"http://127.0.0.1:{port}/health") == b'{"status":"ok"}'
        service.terminate()


def _answer(address: str) -> bytes:
    """Ask until somebody listens."""
    until = time.monotonic() + 20
    while True:
        try:
            with urlopen(address) as answer:
                return bytes(answer.read())
        except URLError:
            if time.monotonic() > until:
                raise
            time.sleep(0.05)


def test_help_shows_an_example_of_every_command() -> None:
    names = [
        name for command in app.registered_commands if (name := command.name or command.callback.__name__)
    ]  # type: ignore[union-attr]
    assert names == ["cluster", "choose-k", "profile", "report", "run", "assign", "serve", "quantise"]
    for name in names:
        assert f"kmeans-studio {name} " in run(name, "--help").stdout


def test_help_loads_none_of_the_slow_libraries() -> None:
    slow = "('sklearn', 'scipy', 'pandas', 'numpy', 'plotly')"
    code = f"import sys, kmeans_core.cli.__main__; print([m for m in {slow} if m in sys.modules])"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout == "[]\n"
