"""Results kept by key: within bounds, and not longer than anybody looks at them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from threading import Lock
from typing import Any

from cachetools import LRUCache

from pages.shared.results.weights import weight


class Kept:
    """The values computed last that fit into `room` bytes together."""

    def __init__(self, room: int) -> None:
        # A value that is larger than the room has it to itself: it would be computed anew at every click.
        self._values: LRUCache[str, Any] = LRUCache(room, getsizeof=lambda value: min(weight(value), room))
        self._used: dict[str, float] = {}
        self._by: dict[str, set[str]] = {}  # who looked at a value
        self._lock = Lock()

    def get(self, key: str, visitor: str = "") -> tuple[bool, Any]:
        """Say whether a value is there, and give it."""
        with self._lock:
            there = key in self._values
            if there:
                self._note(key, [visitor])
            return there, self._values.get(key)

    def keep(self, key: str, value: Any, visitors: Iterable[str] = ()) -> None:
        """Keep a value, and let go of those unused for longest when the room is full."""
        with self._lock:
            self._values[key] = value
            self._note(key, visitors)
            for gone in self._used.keys() - self._values.keys():
                self._forget(gone)

    def _note(self, key: str, visitors: Iterable[str]) -> None:
        self._used[key] = time.monotonic()
        self._by.setdefault(key, set()).update(filter(None, visitors))

    def _forget(self, key: str) -> None:
        self._values.pop(key, None)
        del self._used[key], self._by[key]

    def left(self, visitor: str) -> None:
        """Let go of values that only this visitor looked at."""
        with self._lock:
            for key in [key for key, visitors in self._by.items() if visitors == {visitor}]:
                self._forget(key)
            for visitors in self._by.values():
                visitors.discard(visitor)

    def let_go(self, seconds: float) -> int:
        """Let go of values that nobody asked for in so many seconds; return how many went."""
        with self._lock:
            old = [key for key, used in self._used.items() if time.monotonic() - used >= seconds]
            for key in old:
                self._forget(key)
            return len(old)

    @property
    def bytes(self) -> int:
        return int(self._values.currsize)
