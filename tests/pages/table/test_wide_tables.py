"""A table of many columns: search, order by what tells apart, and ticks for all that are listed."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage, words


def wide() -> bytes:
    """Forty columns of noise of which column 30 alone holds two groups far apart."""
    values = np.random.default_rng(2).normal(size=(80, 40))
    values[:40, 30] += 60
    values[:, 30] *= 0.1
    head = ",".join(f"{'sales' if i % 2 else 'cost'}_{i}" for i in range(40))
    return (head + "\n" + "\n".join(",".join(f"{v:.3f}" for v in row) for row in values)).encode()


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    app = open_page("pages/table/load_data.py")
    assert "columns.find" not in [each.key for each in app.text_input]  # a few columns are seen at a glance
    app.file_uploader(key="load_data.file").set_value(("wide.csv", wide(), "text/csv"))
    return app.run()


def listed(app: AppTest) -> list[str]:
    return next(f.value["column"].tolist() for f in app.dataframe if "column" in f.value.columns)


def test_columns_are_found_by_a_part_of_their_name_and_ticked_together(app: AppTest):
    app.text_input(key="columns.find").set_value("sales").run()
    assert listed(app) == [f"sales_{i}" for i in range(1, 40, 2)]
    assert "20 columns of 40 listed." in words(app)
    app.button(key="columns.only").click().run()
    assert app.session_state["choices"].preparation.features == tuple(f"sales_{i}" for i in range(1, 40, 2))
    app.text_input(key="columns.find").set_value("sales_1").run()
    app.button(key="columns.none").click().run()
    assert len(app.session_state["choices"].preparation.features) == 14
    app.text_input(key="columns.find").set_value("").run()
    app.button(key="columns.all").click().run()
    assert len(app.session_state["choices"].preparation.features) == 40


def test_the_column_that_tells_the_clusters_apart_comes_first(app: AppTest):
    app.number_input(key="table.k").set_value(2).run()
    app.button(key="columns.none").click().run()
    app.text_input(key="columns.find").set_value("cost_30").run()
    app.button(key="columns.all").click().run()
    app.text_input(key="columns.find").set_value("").run()
    app.selectbox(key="columns.order").set_value("what tells the clusters apart").run()
    assert not app.exception
    assert listed(app)[0] == "cost_30"
    assert len(listed(app)) == 40
