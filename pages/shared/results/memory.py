"""How much memory the server may still use, and a sentence where work would need more than there is."""

from __future__ import annotations

import ctypes
import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import pyarrow as pa

from kmeans_core.common import DataProblem
from pages.shared.results.limits import LIMITS, MB

# Arrow's own allocator and the system's keep most of what was freed: 1 to 2 times the file after reading one.
if "jemalloc" in pa.supported_memory_backends():
    pa.set_memory_pool(pa.jemalloc_memory_pool())
    pa.jemalloc_set_decay_ms(10)

LEAST = 64 * MB  # that any work needs, and that stays free for the server itself
_GROUPS = (Path("/sys/fs/cgroup/memory.max"), Path("/sys/fs/cgroup/memory/memory.limit_in_bytes"))


class ServerFull(DataProblem):
    """The server has no memory left for this work."""

    @classmethod
    def now(cls, free: int) -> ServerFull:
        return cls(
            f"The server is full: {free // MB:,} MB of its memory are free.",
            "Try a smaller file, or try again in some minutes.",
        )


def budget() -> int:
    """Return the bytes that the server may use: as set, as its container allows, or as the machine has."""
    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    told = [path.read_text().strip() for path in _GROUPS if path.exists()]
    allowed = [int(text) for text in told if text.isdecimal()]
    return LIMITS.memory_mb * MB or min([machine, *allowed])


def used() -> int:
    """Return the bytes that this process holds now (where the system does not tell: none)."""
    told = Path("/proc/self/statm")
    return int(told.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if told.exists() else 0


def hand_back() -> None:
    """Give memory that nothing uses any more back to the system."""
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


class Room:
    """What is free, less what works under way were promised."""

    def __init__(self, whole: int) -> None:
        self.whole, self._promised, self._lock = whole, 0, Lock()

    def free(self) -> int:
        return max(0, self.whole - used() - self._promised)

    @contextmanager
    def promised(self, needs: int) -> Iterator[None]:
        """Promise so many bytes to some work; raises ServerFull where they are not there.

        Memory that runs out all the same becomes the same sentence.
        """
        needs += LEAST
        with self._lock:
            if self.free() < needs:
                hand_back()
            if (free := self.free()) < needs:
                raise ServerFull.now(free)
            self._promised += needs
        try:
            yield
        except MemoryError:  # Arrow's is one, too
            hand_back()
            raise ServerFull.now(self.free()) from None
        finally:
            with self._lock:
                self._promised -= needs
