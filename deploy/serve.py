"""The server behind `make run`: app.py, with everything loaded before the first visitor comes."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager
from streamlit.web.server.server_util import get_url

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Load what pages import, and keep it out of every later garbage collection (thirty visitors at once)."""
    # Streamlit takes a folder `pages` for its old menu until app.py has run: whoever comes first, by a page's
    # own address, would be told "Page not found".
    PagesManager.uses_pages_directory = False
    for file in sorted((ROOT / "pages" / "shared").glob("*/[a-z]*.py")):
        importlib.import_module(f"pages.shared.{file.parent.name}.{file.stem}")
    if path := os.environ.get("STUDIO_DATA"):
        open_with(Path(path).expanduser())
    gc.collect()
    gc.freeze()
    sys.stdout.write(f"k-means studio: {get_url(st.get_option('server.address') or 'localhost')}\n")
    sys.stdout.flush()
    yield


def open_with(path: Path) -> None:
    """Let every visit begin with this table; ends the server with a word where it cannot be read."""
    from kmeans_core.common import DataProblem
    from kmeans_core.tables import read_table
    from pages.shared.state import session
    from pages.shared.state.choices import Upload

    try:
        data = path.read_bytes()
        session.begin_with(Upload(path.name, "begun with", data), read_table(data, path.name))
    except (OSError, DataProblem) as problem:
        sys.stderr.write(f"{path} was not opened: {problem}\n")
        raise SystemExit(1) from None


class DownloadsAsTheyAre:
    """Send downloads without packing them: that took half a minute of processor time for a million rows."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; one for a download does not accept packed answers."""
        if scope["type"] == "http" and "/media/" in scope["path"]:
            plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
            scope = {**scope, "headers": plain}
        await self.app(scope, receive, send)


app = st.App(ROOT / "app.py", lifespan=ready, middleware=[Middleware(DownloadsAsTheyAre)])
