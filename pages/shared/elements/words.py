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

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=&])")


def escape(text: str, at_most: int = 80) -> str:
    """Make a person's text safe for a label or a message: no Markdown, no HTML, one line, not too long."""
    return _MARKDOWN.sub(r"\\\1", cut(text, at_most))
