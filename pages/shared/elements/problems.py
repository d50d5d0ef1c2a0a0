"""Shows what is wrong and what to do, then ends the page; a bug of ours goes to the log alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from kmeans_core.common import DataProblem, Stopped
from pages.shared.elements.words import escape
from pages.shared.state import visit


def tell(problem: DataProblem) -> None:
    """Say what is wrong and what to do."""
    st.error(escape(str(problem), 1_000), icon=":material/error:")


@contextmanager
def shown() -> Iterator[None]:
    """Show a typed problem, or that work was stopped, and end the page there."""
    try:
        yield
    except DataProblem as problem:
        tell(problem)
        st.stop()
    except Stopped:
        st.info(
            "Stopped. Nothing was changed; choose other settings, or run it again.", icon=":material/pause:"
        )
        st.button("Run again", key="problems.again", on_click=visit.resume)
        st.stop()
