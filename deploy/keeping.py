"""What visitors leave behind goes: their sessions, uploads and results, and the memory back to the system."""

from __future__ import annotations

import asyncio
import builtins
import gc
import time

from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import SessionInfo, SessionStorage

from pages.shared.class_room.register import register
from pages.shared.results.computing import desk
from pages.shared.results.limits import LIMITS
from pages.shared.results.memory import hand_back
from pages.shared.state import returning

LOOKED = 5.0  # seconds between two looks
RELOADED = (
    60.0  # seconds after which a closed tab was not just loaded again: its results can be computed again
)
COLLECTED = 5.0  # seconds between two collections of garbage after a page has run
HANDED_BACK = 30.0  # seconds between two returns of memory


class SeldomCollected:
    """Stands for `gc` where Streamlit collects all garbage after each run of a page.

    That holds everybody up, and the longer the more tabs are open: a hundred phones that answered together
    stopped the server for half a minute.
    """

    def __init__(self) -> None:
        self._last = 0.0

    def collect(self, generation: int = 2) -> int:
        """Collect, unless that was done a moment ago."""
        now = time.monotonic()
        if now - self._last < COLLECTED:
            return 0
        self._last = now
        return gc.collect(generation)


class Sessions(SessionStorage):
    """Keeps the sessions of closed tabs for some minutes, should they come back."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._left: dict[str, tuple[float, SessionInfo]] = {}

    def get(self, session_id: str) -> SessionInfo | None:
        return self._left[session_id][1] if session_id in self._left else None

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session whose tab was closed; nobody waits for its work any more."""
        self._left[session_info.session.id] = (time.monotonic(), session_info)
        state = session_info.session.session_state
        if "visitor" in state:
            desk().gone(state["visitor"])

    def delete(self, session_id: str) -> None:
        del self._left[session_id]

    def list(self) -> builtins.list[SessionInfo]:
        return [info for _, info in self._left.values()]

    def let_go(self) -> int:
        """End the sessions whose time is over and let go of results of closed tabs; return how many ended."""
        now = time.monotonic()
        for left, info in self._left.values():
            state = info.session.session_state
            if left <= now - RELOADED and "visitor" in state:
                desk().results.left(state["visitor"])
        over = now - self._seconds
        gone = [info for left, info in self._left.values() if left <= over]
        for info in gone:
            self.delete(info.session.id)
            state = info.session.session_state
            name = state["returning"] if "returning" in state else ""  # noqa: SIM401 - it has no get
            info.session.shutdown()
            if name and name not in _names():
                returning.forget(name)
        return len(gone)


def _names() -> set[str]:
    """Return the browsers that still have a session here."""
    states = [info.session.session_state for info in Runtime.instance()._session_mgr.list_sessions()]
    return {state["returning"] for state in states if "returning" in state}


async def look_after(sessions: Sessions) -> None:
    """For as long as the server runs: let go of what nobody uses any more."""
    handed_back = time.monotonic()
    freed = 0
    while True:
        await asyncio.sleep(LOOKED)
        freed += sessions.let_go() + desk().results.let_go(60.0 * LIMITS.results_minutes)
        freed += register().let_go()
        if freed or time.monotonic() - handed_back > HANDED_BACK:
            await asyncio.to_thread(hand_back)
            handed_back, freed = time.monotonic(), 0
