"""`pip install .` in an environment of its own: the command is there, and with it the app and its pages."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent
BIN = "Scripts" if os.name == "nt" else "bin"


@pytest.fixture(scope="module")
def command(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel where nothing of the checkout is; the packages it asks for are lent by this one."""
    made = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    build = ["wheel", "--no-deps", "--no-build-isolation", f"--wheel-dir={made}", str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    venv.create(made / "env", with_pip=False)
    python = made / "env" / BIN / "python"
    (wheel,) = made.glob("kmeans_studio-*.whl")
    subprocess.run([*pip, f"--python={python}", "install", "--no-deps", str(wheel)], check=True)
    asked = [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    place = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    (Path(place) / "lent.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return made / "env" / BIN / "kmeans-studio"


@pytest.fixture
def served(command: Path, tmp_path: Path) -> Iterator[str]:
    """Start the installed app in an empty folder; return its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words, alone = [command, "--port", str(port)], {**os.environ, "STREAMLIT_SERVER_HEADLESS": "true"}
    app = subprocess.Popen(words, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env=alone)
    try:
        assert app.stdout is not None
        said = app.stdout.readline()
        assert said == f"k-means studio: http://127.0.0.1:{port}\n"
        yield f"http://127.0.0.1:{port}"
    finally:
        app.terminate()
        app.communicate(timeout=30)


def test_the_installed_command_clusters_a_file(command: Path, tmp_path: Path) -> None:
    (tmp_path / "points.csv").write_bytes(b"x,y\n1,2\n2,1\n9,9\n8,9\n")
    words = ["cluster", "points.csv", "-k", "2"]
    ended = subprocess.run([command, *words], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert [line.split(",")[2] for line in ended.stdout.splitlines()] == ["cluster", "1", "1", "2", "2"]


def test_the_wheel_holds_every_page_and_asks_for_what_the_app_runs_on(command: Path) -> None:
    asked = (
        "import importlib.metadata as m, json;"
        "print(json.dumps([m.requires('kmeans-studio'), [str(f) for f in m.files('kmeans-studio')]]))"
    )
    python = command.with_name("python")
    told = subprocess.run([python, "-c", asked], check=True, capture_output=True, text=True).stdout
    ranges = (ROOT / "requirements.txt").read_text("utf-8").splitlines()[1:]
    for line in ranges:
        assert line.split(">")[0] in told
    files = {
        f.relative_to(ROOT).as_posix() for folder in ("pages", "deploy") for f in (ROOT / folder).rglob("*.*")
    }
    shipped = {f"kmeans_studio/{f}" for f in files if "__pycache__" not in f}
    assert {f for f in shipped if f'"{f}"' not in told} == set()


@pytest.mark.filterwarnings("ignore:.*unclosed.*:ResourceWarning")
def test_without_a_command_the_app_is_served_with_its_own_settings(served: str) -> None:
    ready = time.monotonic() + 30
    while time.monotonic() < ready:
        with urlopen(f"{served}/health") as answer:
            if answer.read() == b"ok":
                break
    with urlopen(f"{served}/_stcore/host-config") as answer:
        assert b'"allowedOrigins":[]' in answer.read().replace(b" ", b"")
