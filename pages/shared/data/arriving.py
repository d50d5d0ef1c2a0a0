"""How a table comes in: dropped, pasted, or a sample."""

from __future__ import annotations

import streamlit as st

from kmeans_core.common import digest
from kmeans_core.tables import FORMATS
from pages.shared.data import datasets, how_it_was_read, samples
from pages.shared.elements import problems
from pages.shared.results.limits import LIMITS
from pages.shared.state import session, widgets
from pages.shared.state.choices import Upload


def draw() -> None:
    """Draw the drop area, the field to paste into and the samples; take in what arrives."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        file = st.file_uploader(
            "Drop a table",
            key="load_data.file",
            help="It stays in this server's memory and goes nowhere else.",
        )
        *others, last = FORMATS.values()
        st.caption(f"{', '.join(others)} or {last}, zipped too, up to {LIMITS.upload_mb:,} MB.")
        datasets.draw()
        with st.container(horizontal=True, vertical_alignment="center"):
            _paste()
            st.page_link(
                "pages/image/quantise_image.py", label="A picture instead", icon=":material/palette:"
            )
    if file is not None and not session.received(file.file_id):
        session.receive(Upload(file.name, file.file_id, file.getvalue()))
    with st.empty().container(), problems.shown():
        datasets.take_in()
        how_it_was_read.read_waiting()
    with right:
        if session.sample() is not None:
            samples.draw()
        else:  # a person's own table comes first, above all on a phone
            with st.expander("Samples", key="load_data.samples_folded"):
                samples.draw()


def _paste() -> None:
    with st.popover("Paste a table", icon=":material/content_paste:"):
        st.text_area(
            "Cells from a spreadsheet, or lines of text",
            key="load_data.pasted",
            height=160,
            placeholder="size\tweight\n12\t3.4\n15\t4.1",
        )
        st.button("Use this table", key="load_data.use_pasted", type="primary", on_click=_use_pasted)


def _use_pasted() -> None:
    data = str(widgets.widget("load_data.pasted")).encode()
    session.receive(Upload("pasted.csv", digest("pasted", data), data))
