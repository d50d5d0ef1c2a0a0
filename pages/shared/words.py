"""Numbers and a person's own texts as the pages show them."""

from __future__ import annotations

import re

from kmeans_core.common import count, cut, number, share

__all__ = ["count", "cut", "escape", "number", "share"]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=&])")


def escape(text: str, at_most: int = 80) -> str:
    """Make a person's text safe for a label or a message: no Markdown, no HTML, one line, not too long."""
    return _MARKDOWN.sub(r"\\\1", cut(text, at_most))
