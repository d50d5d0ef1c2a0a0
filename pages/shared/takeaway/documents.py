"""The result told to others: a report and slides, made when they are asked for."""

from __future__ import annotations

import streamlit as st

from kmeans_core.figures.groups import Group
from pages.shared.elements import page, problems
from pages.shared.results import takeaways
from pages.shared.results.groups import OfKMeans


def draw(groups: OfKMeans, shown: tuple[Group, ...]) -> None:
    """Offer the documents; they are made when the part is unfolded."""
    stem = groups.table.name.rsplit(".", 1)[0] or "table"
    st.subheader("Tell others", anchor=False)
    with page.unfolding("Report and slides", "export_results.documents") as unfolded:
        if not unfolded:
            return
        with problems.shown():
            page_made, slides_made = takeaways.documents(groups, shown)
        st.write(
            "Everything that the pages tell of these clusters: verdict, charts, cards, tests and limits."
        )
        with st.container(horizontal=True, key="export_results.documents_row"):
            st.download_button(
                "Report",
                page_made,
                f"{stem}_report.html",
                "text/html",
                key="export_results.report",
                on_click="ignore",
                icon=":material/article:",
                help="Opens in any browser without a network, and prints on A4.",
            )
            st.download_button(
                "Slides",
                slides_made,
                f"{stem}_slides.pptx",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                key="export_results.slides",
                on_click="ignore",
                icon=":material/slideshow:",
                help="A finding as each title, one chart a page; every chart can be edited.",
            )
