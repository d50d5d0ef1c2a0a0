"""Shows what is wrong and what to do, then ends the page; a bug of ours goes to the log alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kmeans_core.common import DataProblem, Stopped, UnusableFeatures
from kmeans_core.tables import Kind
from pages.shared.elements.words import escape
from pages.shared.state import session, visit


def tell(problem: DataProblem, name: str = "") -> None:
    """Say what is wrong and what to do, of a file by its name."""
    st.error(escape(f"{name}: {problem}" if name else str(problem), 1_000), icon=":material/error:")


@contextmanager
def shown() -> Iterator[None]:
    """Show a typed problem, or that work was stopped, and end the page there."""
    try:
        yield
    except UnusableFeatures as problem:
        _nothing_to_group(problem)
        st.stop()
    except DataProblem as problem:
        tell(problem)
        st.stop()
    except Stopped:
        st.info(
            "Stopped. Nothing was changed; choose other settings, or run it again.", icon=":material/pause:"
        )
        st.button("Run again", key="problems.again", on_click=visit.resume)
        st.stop()


def _nothing_to_group(problem: UnusableFeatures) -> None:
    """Say calmly that these columns cannot be grouped, with the way to where that is mended."""
    table = session.table()
    said = str(problem)
    if table.n_rows == 1:
        said = "The table has a single row, so there is nothing to group. Load a table with more rows."
    elif all(column.kind is Kind.CONSTANT for column in table.columns):
        said = "Every column holds one value in all rows, so there is nothing to group. Load another table."
    st.info(escape(said, 1_000), icon=":material/info:")
    if visit.page():
        st.page_link(
            "pages/table/load_data.py", label="To the table and its columns", icon=":material/table:"
        )
