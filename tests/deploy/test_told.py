"""Errors are told by number, type and place; their words may be a visitor's data and go nowhere."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from deploy import told
from kmeans_core.tables import read_table


def failing() -> Exception:
    try:
        read_table(None, "their name.csv")  # type: ignore[arg-type]
    except TypeError as problem:
        return problem
    raise AssertionError


@pytest.fixture
def plain_records() -> Iterator[None]:
    usual = logging.getLogRecordFactory()
    yield
    logging.setLogRecordFactory(usual)


def test_an_error_is_told_by_number_type_and_place() -> None:
    problem = failing()
    assert re.fullmatch(
        r"error [0-9a-f]{8}: TypeError at kmeans_core/tables/table\.py:\d+ in read_table", told.place(problem)
    )
    assert told.place(problem) == told.place(problem)


@pytest.mark.usefixtures("plain_records")
def test_the_log_holds_nothing_of_what_an_error_says(caplog: pytest.LogCaptureFixture) -> None:
    told.tell_no_data()
    try:
        raise ValueError("income of Ann: 1234")
    except ValueError:
        logging.getLogger("studio").exception("While reading %s", "Ann's file.csv")
    assert "Ann" not in caplog.text
    assert re.search(r"studio: error [0-9a-f]{8}: ValueError at tests/deploy/test_told\.py:\d+", caplog.text)


def failing_page() -> None:
    from deploy import told

    problem = ValueError("income of Ann: 1234")
    told.show(problem)


def test_a_person_sees_the_errors_number_and_no_more() -> None:
    app = AppTest.from_function(failing_page).run()
    assert re.fullmatch(
        r"Something went wrong here; that is our fault, not yours\. Reload the page, and tell whoever runs "
        r"this server the error's number: [0-9a-f]{8}\.",
        app.error[0].value,
    )
