"""The app itself, where it lies: in a checkout, or beside the package where that was installed."""

from __future__ import annotations

import os
import runpy
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent.parent


def home() -> Path:
    """Return the folder that holds app.py."""
    return next(folder for folder in (HERE, HERE / "kmeans_studio") if (folder / "app.py").is_file())


def run(data: str | None, address: str, port: int) -> None:
    """Serve the app as `make run` does, until it is stopped.

    Streamlit takes its settings from the folder it is started in.
    """
    if data is not None:
        os.environ["STUDIO_DATA"] = data if "://" in data else str(Path(data).expanduser().resolve())
    os.chdir(home())
    served = ["run", "deploy/serve.py", f"--server.address={address}", f"--server.port={port}"]
    sys.argv = ["streamlit", *served]
    runpy.run_module("streamlit", run_name="__main__")
