"""Pieces of HTML: everything that a person typed goes through here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from kmeans_core.common import cut
from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import LIGHT, ink
from kmeans_core.reports.drawing import svg, title_of

LONGEST = 600
SHORT = 12  # rows of a table that stays on one page


def safe(text: object, longest: int = LONGEST) -> str:
    """Return text that a browser shows as it is, on one line, not endless."""
    return escape(cut(str(text), longest))


def paragraph(text: str, kind: str = "") -> str:
    return f"<p{_class(kind)}>{safe(text)}</p>" if text else ""


def bullets(sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{safe(each)}</li>" for each in sentences)
    return f"<ul>{items}</ul>" if items else ""


def table(head: Sequence[str], rows: Iterable[Sequence[object]], numeric: int) -> str:
    """Write a table whose columns from `numeric` on hold numbers."""
    kinds = ["" if i < numeric else "n" for i in range(len(head))]
    titles = "".join(
        f"<th{_class(kind)}>{safe(each, 60)}</th>" for each, kind in zip(head, kinds, strict=True)
    )
    rows = list(rows)
    lines = "".join(
        "<tr>"
        + "".join(f"<td{_class(k)}>{safe(c, 120)}</td>" for c, k in zip(row, kinds, strict=True))
        + "</tr>"
        for row in rows
    )
    kind = "wide short" if len(rows) <= SHORT else "wide"
    return f'<div class="{kind}"><table><thead><tr>{titles}</tr></thead><tbody>{lines}</tbody></table></div>'


def figure(drawn: Any, *, width: int = 660, height: int | None = None) -> str:
    caption = escape(title_of(drawn))
    return f"<figure><figcaption>{caption}</figcaption>{svg(drawn, width, height)}</figure>"


def disc(group: Group) -> str:
    fill = group.fill(LIGHT)
    return f'<span class="disc" style="background:{fill};color:{ink(fill)}">{group.number}</span>'


def _class(kind: str) -> str:
    return f' class="{kind}"' if kind else ""
