"""The frame around a page: its colours, its quiet first line and the way to the next one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from kmeans_core.figures.theme import DARK, LIGHT, Theme
from kmeans_core.groupings import title_of
from pages.shared.elements import link, not_kmeans, terms
from pages.shared.elements.words import count, escape, number
from pages.shared.results.groups import Groups, OfKMeans
from pages.shared.state import recipes, returning, session, widgets

K_BY = {"nobody": "", "person": "", "verdict": " (recommended)", "guess": " (no clear number)"}


FRAME = "studio_frame.mended"
ICON = Path(__file__).parent.parent / "icon.svg"
_frame = st.components.v2.component(
    "kmeans_studio.frame", html="<span></span>", js=Path(__file__).with_name("frame.js").read_text("utf-8")
)
_LOGO = Path(__file__).with_name("logo.svg").read_text("utf-8")


def theme() -> Theme:
    """Return the chart colours for the reader's light or dark page."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def look(shown: str) -> None:
    """Draw the mark and the name, give the page that is shown its look, and mend the frame around it."""
    wears = theme()
    st.logo(_LOGO.format(text=wears.text), size="large", icon_image=str(ICON))
    colours = {"accent": wears.accent, "paper": wears.paper, "quiet": wears.quiet}
    tokens = f":root {{ {' '.join(f'--studio-{name}: {value};' for name, value in colours.items())} }}"
    st.html(f"<style>{tokens}\n{Path(__file__).with_name('studio.css').read_text('utf-8')}</style>")
    with st.container(key="studio_frame"):
        _frame(
            data={"page": shown, "recipe": recipes.letters(), "asks": returning.lost()},
            key=FRAME,
            on_kept_change=lambda: recipes.come_back(widgets.widget(FRAME).kept),
        )


def top(title: str, path: str, label: str, *, linked: bool = True) -> DeltaGenerator:
    """Draw the title with the natural next page beside it; return the place of the quiet line below.

    `linked` offers a link to the table's settings, which pages do not need that are all in their address.
    """
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="page_top"
    ):
        st.title(title, anchor=False, width="content")
        with st.container(width="content", horizontal=True, vertical_alignment="center"):
            if st.button("Words", key="terms.open", type="tertiary", icon=":material/help:"):
                terms.drawer()
            if linked:
                link.button()
            with st.container(width="content", key="next_page"):
                st.page_link(path, label=label, icon=":material/arrow_forward:", icon_position="right")
    return st.empty()


@contextmanager
def unfolding(label: str, key: str) -> Iterator[bool]:
    """Draw a part that unfolds; yields whether it is open, so that only then it is computed."""
    part = st.expander(label, key=key, on_change="rerun")
    with part:
        yield bool(part.open)


def made_with() -> str:
    """Name the settings that make the present clusters, all that are needed to make them again."""
    preparation = session.choices().preparation
    parts = [
        _scaled(preparation.scaling),
        f"missing values: {preparation.missing}",
        *([f"{preparation.components} principal components"] if preparation.components else []),
        *(f"{kind} of {escape(label, 40)}" for label, kind in preparation.transforms),
        *(f"{escape(label, 40)} times {number(weight)}" for label, weight in preparation.weights),
        *_algorithm(),
    ]
    return " · ".join(parts)


def _algorithm() -> list[str]:
    kmeans, other = session.choices().kmeans, session.choices().other
    if other is not None:
        return [not_kmeans.in_words(other)]
    return [
        f"k \\= {kmeans.k}",
        f"{kmeans.init}, {count(kmeans.n_init, 'restart')}, {kmeans.search} search, {kmeans.algorithm}",
        f"seed {kmeans.seed}",
    ]


def _scaled(scaling: str) -> str:
    return "no scaling" if scaling == "none" else f"{scaling} scaling"


def _made_by(groups: Groups) -> str:
    choices = session.choices()
    if isinstance(groups, OfKMeans):
        return f"k \\= {choices.kmeans.k}{K_BY[choices.k_by]}"
    scattered = int((groups.clustering.labels < 0).sum())
    left = f", {count(scattered, 'row')} in none" if scattered else ""
    return f"{escape(title_of(groups.clustering.settings))}: {count(len(groups.shown), 'cluster')}{left}"


def head(groups: Groups, silhouette: float | None = None) -> str:
    """Write the quiet line at the top of a table page: the table, its settings and the result in one row."""
    choices, clustering = session.choices(), groups.clustering
    searched = clustering.searched_rows
    sampled = (
        [f"sampled: {searched:,} of {len(clustering.labels):,}"] if searched < len(clustering.labels) else []
    )
    parts = [
        escape(groups.table.name),
        count(groups.table.n_rows, "row"),
        count(len(groups.matrix.shares), "feature"),
        _scaled(choices.preparation.scaling),
        _made_by(groups),
        *([f"silhouette {number(silhouette)}"] if silhouette is not None else []),
        *sampled,
    ]
    return " · ".join(parts)
