"""Small tables of words that wrap, where a grid would cut them off."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape


def html_table(heads: Sequence[str], rows: Iterable[Sequence[str]], numeric: int) -> str:
    """Return a table as HTML with every text escaped; its last `numeric` columns are set as numbers."""
    kinds = [""] * (len(heads) - numeric) + [' class="number"'] * numeric
    head = _cells("th", kinds, heads)
    body = "".join(f"<tr>{_cells('td', kinds, row)}</tr>" for row in rows)
    return f'<table class="studio-table"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cells(tag: str, kinds: Sequence[str], texts: Sequence[str]) -> str:
    return "".join(f"<{tag}{kind}>{escape(text)}</{tag}>" for kind, text in zip(kinds, texts, strict=True))
