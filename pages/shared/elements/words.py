"""Numbers, settings and a person's own texts as the pages show them."""

from __future__ import annotations

import re

from kmeans_core.common import count, cut, number, share
from kmeans_core.features import Scaling

__all__ = ["SCALINGS", "count", "cut", "escape", "number", "share"]

SCALINGS: dict[Scaling, str] = {
    "standard": "Standard (mean 0, deviation 1)",
    "min-max": "Min-max (0 to 1)",
    "robust": "Robust (median 0, quartiles 1 apart)",
    "none": "None (original units)",
}

# What begins a web or mail address: the page makes links of these even where every sign is escaped. The
# character put behind it has no width and breaks no line.
_ADDRESS = re.compile(r"(https?:(?=//)|www(?=\.)|@)", re.IGNORECASE)
_JOINER = "\u2060"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=&])")


def escape(text: str, at_most: int = 80) -> str:
    """Make a person's text safe for a label or a message: no Markdown, HTML or link, one line, not long."""
    return _MARKDOWN.sub(r"\\\1", _ADDRESS.sub(f"\\1{_JOINER}", cut(text, at_most)))
