"""What the texts of each cluster are about: its most telling words, and texts that hold them."""

from __future__ import annotations

from html import escape as escape_html

import pyarrow as pa
import streamlit as st

from kmeans_core.figures.groups import Group
from kmeans_core.figures.theme import pale
from kmeans_core.profiles import TellingWords, marked
from kmeans_core.tables import Kind
from pages.shared.elements import page
from pages.shared.elements.words import cut, escape, number
from pages.shared.results import profiles
from pages.shared.results.groups import Groups

LONGEST = 300  # characters of a text that are shown


def columns(groups: Groups) -> list[str]:
    """Return the columns of free text, those that take part first."""
    used = {label for label, _ in groups.matrix.shares}
    labels = [column.label for column in groups.table.columns if column.kind is Kind.TEXT]
    return sorted(labels, key=lambda label: label not in used)


def show(groups: Groups, shown: tuple[Group, ...]) -> None:
    """Show each cluster's words and texts of one column."""
    offered = columns(groups)
    if not offered:
        st.caption("The table has no column of free text.")
        return
    label = st.selectbox(
        "Column of text", offered, format_func=cut, key=f"profile.text.{groups.table.digest}", width=320
    )
    told = profiles.telling(groups, label)
    st.caption(
        "The words that tell a cluster from all others, by log-odds (Monroe et al. 2008), and its texts that "
        "hold most of them."
    )
    for c, group in enumerate(shown):
        with st.container(border=True, key=f"profile_texts_{c}"):
            _cluster(groups, told, group, c)


def _cluster(groups: Groups, told: TellingWords, group: Group, c: int) -> None:
    st.markdown(f"**{escape(group.title)}**")
    if not told.words[c]:
        st.caption("No word tells these texts from the others.")
        return
    st.caption(escape(", ".join(f"{word} ({number(z, 2)})" for word, z in told.words[c]), 600))
    words = [word for word, _ in told.words[c]]
    place = [column.label for column in groups.table.columns].index(told.label)
    texts = groups.table.text.select([place]).take(pa.array(told.typical[c])).column(0).to_pylist()
    lines = (_marked(cut(text or "", LONGEST), words, together=told.together) for text in texts)
    st.html("".join(f'<p class="studio-words">{line}</p>' for line in lines))


def _marked(text: str, words: list[str], *, together: bool) -> str:
    """Write a person's text as HTML, its telling words marked."""
    parts = marked(text, words, together=together)
    look = f"background:{pale(page.theme().accent, 0.25)};color:inherit"
    return "".join(
        f'<mark style="{look}">{escape_html(part)}</mark>' if told else escape_html(part)
        for part, told in parts
    )
