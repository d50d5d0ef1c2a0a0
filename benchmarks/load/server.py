"""A server of one's own to put under load: the app as `make run` starts it, on a free port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Self

ROOT = Path(__file__).parent.parent.parent
KEY = "loopback"


class Server:
    """The running app, what it wrote, and what it costs."""

    def __init__(self, **limits: object) -> None:
        self.port = _free_port()
        names = {f"STUDIO_{name.upper()}": str(value) for name, value in limits.items()}
        self.environment = {**os.environ, "STUDIO_STATUS_KEY": KEY, **names}
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "streamlit", "run", "deploy/serve.py"]
        options = [f"--server.port={self.port}", "--server.headless=true"]
        self.process = subprocess.Popen(
            [*command, *options],
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )
        for _ in range(600):
            if self._answers():
                return self
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError(f"The server does not answer: {self.said()}")

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self._log.close()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def said(self) -> str:
        """Return everything that the server wrote."""
        self._log.seek(0)
        return self._log.read().decode("utf-8", "replace")

    def memory(self) -> int:
        """Return the bytes that the server holds."""
        pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")

    def peak(self) -> int:
        """Return the bytes that the server held at most."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port
