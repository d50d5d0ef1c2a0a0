"""What a visit begins with."""

from __future__ import annotations

import pytest

from kmeans_core.tables import read_table
from pages.shared.state import session
from pages.shared.state.choices import Upload
from tests.pages.conftest import OpenPage, words

DATA = b"a,b;c,d\n1,5;2,5\n3,5;4,5\n5,5;6,5\n"


def test_a_server_started_with_a_table_shows_it_to_every_visit(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(session, "_first", [])
    session.begin_with(Upload("own.csv", "begun with", DATA), read_table(DATA, "own.csv"))
    app = open_page("pages/table/load_data.py")
    assert not app.exception
    assert "own.csv: 3 rows, 2 columns" in words(app)
    app.selectbox(key="reading.delimiter").set_value(",").run()
    assert "own.csv: 3 rows, 3 columns" in words(app)
