"""Small tables of words that wrap, where a grid would cut them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from pages.shared.elements import page

CELL = "padding:.2rem .3rem;vertical-align:top"


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: int) -> str:
    """Return a table as HTML with every text escaped; its last `numeric` columns are set as numbers."""
    line = f"{CELL};border-top:1px solid {page.theme().line}"
    words = f"{line};text-align:left;overflow-wrap:anywhere"
    numbers = f"{line};text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums"
    kinds = [words] * (len(heads) - numeric) + [numbers] * numeric
    head = "".join(
        f'<th style="{kind};border-top:0;font-weight:400;opacity:.7">{escape(text)}</th>'
        for kind, text in zip(kinds, heads, strict=True)
    )
    body = "".join(
        "<tr>"
        + "".join(f'<td style="{k}">{escape(t)}</td>' for k, t in zip(kinds, row, strict=True))
        + "</tr>"
        for row in rows
    )
    return (
        '<table style="width:100%;border-collapse:collapse;font-size:.875rem">'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )
