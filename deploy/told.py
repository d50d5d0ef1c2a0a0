"""What the server tells of itself: whether it can work, how full it is, and where errors were raised."""

from __future__ import annotations

import logging
import secrets
import sys
import time
import traceback
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse
from streamlit.runtime import Runtime, RuntimeState

from pages.shared.results.computing import desk
from pages.shared.results.limits import MB
from pages.shared.results.memory import LEAST, used

BEGAN = time.time()
ROOT = Path(__file__).parent.parent


async def health(_: Request) -> PlainTextResponse:
    """Say whether a visitor's work could begin now: 200 with "ok", or 503 with the reason."""
    if Runtime.instance().state in (RuntimeState.STOPPING, RuntimeState.STOPPED) or desk().stopping:
        return PlainTextResponse("stopping", 503)
    if desk().memory.free() < LEAST:
        return PlainTextResponse("no memory is free", 503)
    if not desk().answers():
        return PlainTextResponse("no worker answers", 503)
    return PlainTextResponse("ok")


async def status(_: Request) -> JSONResponse:
    """Tell in numbers how full the server is; only who has STUDIO_STATUS_KEY is answered."""
    runtime = Runtime.instance()
    sessions = runtime._session_mgr
    uploads = runtime.uploaded_file_mgr.file_storage  # type: ignore[attr-defined]
    sizes = [len(file.data) for files in list(uploads.values()) for file in list(files.values())]
    running, queued = desk().counts()
    return JSONResponse(
        {
            "seconds": round(time.time() - BEGAN),
            "sessions": sessions.num_active_sessions(),
            "sessions_left": sessions.num_sessions() - sessions.num_active_sessions(),
            "uploads": len(sizes),
            "uploads_mb": round(sum(sizes) / MB, 1),
            "results_mb": round(desk().results.bytes / MB, 1),
            "memory_mb": round(used() / MB, 1),
            "memory_free_mb": round(desk().memory.free() / MB, 1),
            "works": running,
            "works_queued": queued,
        }
    )


def number(problem: BaseException) -> str:
    """Return the short name by which a person and the log mean the same error."""
    name: str = problem.__dict__.setdefault("studio_error", secrets.token_hex(4))
    return name


def place(problem: BaseException) -> str:
    """Return an error's type and where in the program it was raised, without a word of what it says."""
    frames = traceback.extract_tb(problem.__traceback__)
    own = [
        frame for frame in frames if frame.filename.startswith(str(ROOT)) and "/.venv/" not in frame.filename
    ]
    at = next(reversed(own or frames), None)
    where = f" at {at.filename.removeprefix(f'{ROOT}/')}:{at.lineno} in {at.name}" if at else ""
    return f"error {number(problem)}: {type(problem).__name__}{where}"


def show(problem: Exception) -> bool:
    """Show a person that an error is ours, by its number."""
    st.error(
        "Something went wrong here; that is our fault, not yours. Reload the page, "
        f"and tell whoever runs this server the error's number: {number(problem)}.",
        icon=":material/error:",
    )
    return True


def tell_no_data() -> None:
    """Log errors by number, type and place alone: their words and values may be a visitor's."""
    usual = logging.getLogRecordFactory()

    def record(*args: Any, **fields: Any) -> logging.LogRecord:
        made = usual(*args, **fields)
        if made.exc_info:
            problem = made.exc_info[1] or sys.exception()
            made.msg, made.args, made.exc_info = (
                f"{made.name}: %s",
                (place(problem),) if problem else ("",),
                None,
            )
        return made

    logging.setLogRecordFactory(record)
