"""Starting the server: its address is all it says, and a table can be handed to it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMAND = [sys.executable, "-m", "streamlit", "run", "deploy/serve.py", "--server.headless=true"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def test_the_server_greets_with_its_address_and_nothing_else(tmp_path: Path) -> None:
    port, table = free_port(), tmp_path / "own.csv"
    table.write_text("a,b\n1,2\n3,4\n")
    process = subprocess.Popen(
        [*COMMAND, f"--server.port={port}"],
        cwd=ROOT,
        env={**os.environ, "STUDIO_DATA": str(table)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == f"k-means studio: http://127.0.0.1:{port}\n"
    process.terminate()
    assert "Streamlit" not in process.communicate(timeout=30)[0]


def test_a_table_that_cannot_be_opened_is_said_before_anybody_comes(tmp_path: Path) -> None:
    missing = tmp_path / "none.csv"
    ended = subprocess.run(
        [*COMMAND, f"--server.port={free_port()}"],
        cwd=ROOT,
        env={**os.environ, "STUDIO_DATA": str(missing)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode != 0
    assert f"{missing} was not opened: " in ended.stderr
