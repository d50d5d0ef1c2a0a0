"""The server behind `make run`: app.py, with everything loaded before the first visitor comes."""

from __future__ import annotations

import asyncio
import gc
import importlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from types import FrameType

import streamlit as st
from starlette.formparsers import MultiPartParser
from starlette.middleware import Middleware
from starlette.routing import Route
from streamlit.runtime import Runtime
from streamlit.runtime.pages_manager import PagesManager
from streamlit.runtime.scriptrunner import script_runner
from streamlit.web.server.server_util import get_url

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from deploy import doors, keeping, told  # noqa: E402 - found only now
from deploy.downloads import Downloads  # noqa: E402
from deploy.news import News  # noqa: E402
from pages.shared.class_room.register import register  # noqa: E402
from pages.shared.results.computing import desk  # noqa: E402
from pages.shared.results.limits import LIMITS, MB  # noqa: E402

LAST_WORD = 2.5  # seconds for pages to say that the server stops


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Load what pages import, and keep it out of every later garbage collection (thirty visitors at once)."""
    # Streamlit takes a folder `pages` for its old menu until app.py has run: whoever comes first, by a page's
    # own address, would be told "Page not found".
    PagesManager.uses_pages_directory = False
    MultiPartParser.spool_max_size = LIMITS.upload_mb * MB + MB  # uploads never touch the disk
    told.tell_no_data()
    for file in sorted((ROOT / "pages" / "shared").glob("*/[a-z]*.py")):
        importlib.import_module(f"pages.shared.{file.parent.name}.{file.stem}")
    if place := os.environ.get("STUDIO_DATA"):
        open_with(place)
    vars(script_runner)["gc"] = keeping.SeldomCollected()
    sessions = _own_keeping(Runtime.instance())
    register().tell = News(Runtime.instance())
    gc.collect()
    gc.freeze()
    sys.stdout.write(f"k-means studio: {get_url(st.get_option('server.address') or 'localhost')}\n")
    sys.stdout.flush()
    _stop_with_a_word()
    looking = asyncio.create_task(keeping.look_after(sessions))
    yield
    looking.cancel()
    with suppress(asyncio.CancelledError):
        await looking


def _own_keeping(runtime: Runtime) -> keeping.Sessions:
    """Put our keeping of downloads and of closed tabs' sessions in place of Streamlit's."""
    sessions, manager = keeping.Sessions(60.0 * LIMITS.visit_minutes), runtime._session_mgr
    manager._session_storage = sessions  # type: ignore[attr-defined]
    runtime._media_file_mgr = Downloads(
        runtime.media_file_mgr._storage,
        lambda session: manager.get_session_info(session) is not None,
    )
    return sessions


def _stop_with_a_word() -> None:
    """When the server is told to stop, let pages that wait for work say so before their connections end."""
    loop = asyncio.get_running_loop()
    usual = signal.getsignal(signal.SIGTERM)

    def stop(number: int, frame: FrameType | None) -> None:
        desk().stop()
        if callable(usual):
            loop.call_soon_threadsafe(loop.call_later, LAST_WORD, usual, number, frame)

    if callable(usual):
        signal.signal(signal.SIGTERM, stop)


def open_with(place: str) -> None:
    """Let every visit begin with a table, or find data of any size; ends with a word where that fails."""
    from kmeans_core.common import DataProblem
    from kmeans_core.datasets import files_at, offered
    from kmeans_core.tables import read_table
    from pages.shared.results import datasets
    from pages.shared.state import session
    from pages.shared.state.choices import Upload

    path = Path(place).expanduser()
    try:
        entries = offered(place if "://" in place else str(path))
        for entry in entries:
            files_at(entry.place)
        datasets.begin_with(entries)
        if entries:
            return
        data = path.read_bytes()
        session.begin_with(Upload(path.name, "begun with", data), read_table(data, path.name))
    except (OSError, DataProblem) as problem:
        sys.stderr.write(f"{place} was not opened: {problem}\n")
        raise SystemExit(1) from None


app = st.App(
    ROOT / "app.py",
    lifespan=ready,
    routes=[Route("/health", told.health), Route("/status", told.status)],
    middleware=[Middleware(doors.Doors), Middleware(doors.Uploads), Middleware(doors.DownloadsAsTheyAre)],
    on_script_error=told.show,
)
