"""Waiting on a page: how far the work is, one Stop, and the result."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import words


def held_up() -> None:
    """A page whose work is given up once, after its Stop is drawn, and then is done."""
    import time

    import streamlit as st

    from kmeans_core.common import Progress, Stopped
    from pages.shared.results.computing import computed

    runs: list[int] = []

    def work(progress: Progress) -> int:
        runs.append(1)
        time.sleep(0.8)
        if len(runs) == 1:
            raise Stopped
        return 7

    st.write(f"The answer is {computed('held up', 'Counting', work)}, found in {len(runs)} runs.")


def test_a_page_that_was_held_up_draws_its_stop_once_and_gets_its_answer():
    app = AppTest.from_function(held_up, default_timeout=30).run()
    assert not app.exception
    assert "The answer is 7, found in 2 runs." in words(app)
