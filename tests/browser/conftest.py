"""A real server and a real browser, once for each test process; a fresh visitor for each test."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser import chromium
from tests.browser.studio import Studio

ROOT = Path(__file__).parent.parent.parent
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",  # WebGL without a graphics card
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # no network but the server's
)
TROUBLE = re.compile(r"^.*(?:Traceback|Warning|Error|Exception).*$", re.MULTILINE)


class Server:
    """The running app and what it wrote."""

    def __init__(self, address: str, log: Path) -> None:
        self.address = address
        self._log = log
        self._read = 0

    def said(self) -> str:
        """Return what the server wrote since this was asked last."""
        text = self._log.read_text("utf-8", errors="replace")
        new, self._read = text[self._read :], len(text)
        return new


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The app as `make run` starts it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log.txt"
    command = [sys.executable, "-m", "streamlit", "run", "deploy/serve.py"]
    options = [f"--server.port={port}", "--server.headless=true"]
    with log.open("w") as out:
        process = subprocess.Popen(
            [*command, *options], cwd=ROOT, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    running = Server(f"http://127.0.0.1:{port}", log)
    try:
        _wait_for(running, process)
        yield running
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(server: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        assert process.poll() is None, f"The server ended: {server.said()}"
        try:
            with urllib.request.urlopen(f"{server.address}/_stcore/health", timeout=5) as answer:
                assert answer.read() == b"ok"
                return
        except OSError:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.1)
    pytest.fail(f"The server did not answer within a minute: {server.said()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    path = chromium.find()
    assert path, "No Chromium was found; `make test` installs one."
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=list(FLAGS), env=dict(os.environ))
        yield launched
        launched.close()


Visit = Callable[..., Studio]


@pytest.fixture
def visit(server: Server, browser: Browser) -> Iterator[Visit]:
    """Open the app as a new visitor: `visit("/clusters", width=390, scheme="dark")`.

    After the test: no visitor's console holds an error, nothing was asked of another machine, and the server
    wrote neither a traceback nor a warning.
    """
    visitors: list[Studio] = []

    def open_page(
        path: str = "/",
        *,
        width: int = 1440,
        height: int = 900,
        scheme: Literal["light", "dark"] = "light",
    ) -> Studio:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            accept_downloads=True,
            locale="en-GB",
        )
        visitors.append(Studio(context.new_page(), server.address))
        return visitors[-1].open(path)

    server.said()
    yield open_page
    trouble = [line for visitor in visitors for line in visitor.trouble]
    for visitor in visitors:
        visitor.page.context.close()
    said = server.said()
    assert trouble == []
    assert not TROUBLE.search(said), said


@pytest.fixture
def studio(visit: Visit) -> Studio:
    """The app's first page on a wide, light screen."""
    return visit()
