"""How long work tells that it goes on, and how it is stopped."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and a few words; it may raise `Stopped` to end the work."""


def silent(done: float, words: str) -> None:
    """Report nothing and never stop."""


def part(progress: Progress, begin: float, end: float) -> Progress:
    """Report a step's own share done as the stretch from `begin` to `end` of the whole."""
    return lambda done, words: progress(begin + (end - begin) * done, words)
