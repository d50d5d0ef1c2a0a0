"""What a teacher clicks while the room may just have ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kmeans_core.common import DataProblem
from pages.shared.elements.words import escape
from pages.shared.state import visit


def attempt(act: Callable[..., None], *arguments: Any) -> None:
    """Do it, or leave word why it cannot be done (made for callbacks)."""
    try:
        act(*arguments)
    except DataProblem as problem:
        visit.note(escape(str(problem), 1_000))
