"""Numbers and a person's own texts as the pages show them."""

from __future__ import annotations

import math
import re

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:^=&])")


def escape(text: str, at_most: int = 80) -> str:
    """Make a person's text safe for a label or a message: no Markdown, no HTML, one line, not too long."""
    line = " ".join(text.split())
    if len(line) > at_most:
        line = line[: at_most - 1] + "…"
    return _MARKDOWN.sub(r"\\\1", line)


def number(value: float | None, digits: int = 3) -> str:
    """Write a number with so many significant digits and thousands separators; "–" where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    size = math.floor(math.log10(abs(value)))
    if size >= 9 or size < -4:
        return f"{value:.{digits - 1}e}".replace("-", "−")
    places = max(0, digits - 1 - size)
    return f"{value:,.{places}f}".replace("-", "−")


def share(value: float) -> str:
    """Write a share between 0 and 1 in per cent."""
    if 0 < value < 0.001:
        return "< 0.1 %"
    return f"{100 * value:.1f} %" if value < 0.1 else f"{100 * value:.0f} %"


def count(amount: int, one: str, many: str | None = None) -> str:
    """Write "1 row", "2 rows"."""
    return f"{amount:,} {one if amount == 1 else many or one + 's'}"
