"""Phones of a class see at once what their teacher does: the server runs their pages, they need not ask.

A hundred phones that ask every two seconds take half a core, and all at once they hold the server up.
"""

from __future__ import annotations

import asyncio

from streamlit.runtime import Runtime
from streamlit.runtime.session_manager import ActiveSessionInfo

from pages.shared.class_room.rooms import Room

APART = 0.01  # seconds between two phones, so that their pages do not all run at the same time


class News:
    """Runs the pages of everybody in a room."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime, self._loop = runtime, asyncio.get_running_loop()
        self._telling: set[asyncio.Task[None]] = set()

    def __call__(self, room: Room) -> None:
        """Have the pages of a room's phones run soon; from any thread."""
        self._loop.call_soon_threadsafe(self._begin, room)

    def _begin(self, room: Room) -> None:
        task = self._loop.create_task(self._tell(room))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _tell(self, room: Room) -> None:
        for info in self._runtime._session_mgr.list_active_sessions():
            if _is_in(info, room):
                info.session.request_rerun(info.session._client_state)
                await asyncio.sleep(APART)


def _is_in(info: ActiveSessionInfo, room: Room) -> bool:
    """Tell whether a tab shows this room to somebody who is in it."""
    state = info.session.session_state
    if "page" not in state or state["page"] != "class_room":
        return False
    return any(name in state and state[name] in room.phones for name in ("returning", "visitor"))
