"""Where the browser is: the system's Chromium or Chrome, else the one Playwright installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of a browser that can be driven; the variable CHROMIUM names another."""
    there = [os.environ.get("CHROMIUM"), *map(shutil.which, NAMES)]
    return next((path for path in there if path and _runs([path])), None) or _playwrights_own()


def _runs(command: list[str]) -> bool:
    """Tell a browser from a stub that only says where to get one (Ubuntu's package)."""
    return subprocess.run([*command, "--version"], capture_output=True, check=False).returncode == 0


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def missing() -> str | None:
    """Return what is to be done before a browser can be driven, or None."""
    # The driver brings its own Node along, but not the library that this needs.
    if not _runs([sys.executable, "-m", "playwright"]):
        return "The browser's driver does not start. Debian, Ubuntu: apt-get install libatomic1"
    if not find():
        return "No Chromium was found. Install one, or name it: make test CHROMIUM=/path/to/it"
    return None


if __name__ == "__main__":
    sys.exit(missing())
