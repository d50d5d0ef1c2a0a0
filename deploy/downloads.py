"""Files that are made at the click: each stays its visitor's until it is fetched, whatever others do."""

from __future__ import annotations

import time
from collections.abc import Callable

from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorage

FETCHED = 60.0  # seconds within which a browser fetches what was made for it


class Downloads(MediaFileManager):
    """Lets go of nothing that a visitor's page may still ask for.

    Streamlit's own deletes what no running script refers to, at the end of anybody's script: a file that was
    made at a click belongs to no script, and during a rerun none of the page's buttons do.
    """

    def __init__(self, storage: MediaFileStorage, is_here: Callable[[str], bool]) -> None:
        super().__init__(storage)
        self._is_here = is_here
        self._made: dict[str, float] = {}  # file -> when
        self._orphaned: dict[str, float] = {}  # work for a click -> since when no script refers to it

    def execute_deferred(self, file_id: str) -> str:
        """Make the file and keep it until it was fetched."""
        url = super().execute_deferred(file_id)
        with self._lock:
            self._made[url.rsplit("/", 1)[-1].partition(".")[0]] = time.monotonic()
        return url

    def remove_deferred(self, coordinates: str, *, element_id: str = "") -> None:
        """Nothing: until the browser was told of the new file, a click asks for the old one."""

    def _get_inactive_file_ids(self) -> set[str]:
        now = time.monotonic()
        self._made = {file: made for file, made in self._made.items() if now - made < FETCHED}
        return super()._get_inactive_file_ids() - self._made.keys()

    def _remove_orphaned_deferred_callables(self) -> None:
        active = {file for files in self._files_by_session_and_coord.values() for file in files.values()}
        orphans = {file: entry for file, entry in self._deferred_callables.items() if file not in active}
        now = time.monotonic()
        self._orphaned = {file: self._orphaned.get(file, now) for file in orphans}
        newest = {
            (entry["session_id"], entry["element_id"]): file
            for file, entry in self._deferred_callables.items()
        }
        before = {
            (entry["session_id"], entry["element_id"]): file
            for file, entry in self._deferred_callables.items()
            if newest[entry["session_id"], entry["element_id"]] != file
        }
        shown = {*newest.values(), *before.values()}  # the one that was drawn last and the one before
        for file, entry in orphans.items():
            recent = now - self._orphaned[file] < FETCHED and file in shown
            if not recent or not self._is_here(entry["session_id"]):
                self._drop_deferred_id(file)
