"""Data on the server: picked on the Data page, looked at through drawn rows, finished on Export."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.datasets import Entry, recipe
from pages.shared.results import datasets
from tests.kmeans_core.datasets.made import frame, lay_down
from tests.pages.conftest import OpenPage, words

DATA, EXPORT = "pages/table/load_data.py", "pages/table/export_results.py"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A server with two sets of data, of which a thousand rows are drawn."""
    monkeypatch.setattr(recipe, "EVEN_ROWS", 1_000)
    place = lay_down(tmp_path / "orders", frame().drop(columns=["n", "note"]))
    datasets.begin_with(
        [
            Entry("orders", str(place), "of three years"),
            Entry("[gone](x)", str(tmp_path / "gone"), labels=False),
        ]
    )
    yield tmp_path
    datasets.begin_with([])


def pick(app: AppTest, number: int = 0) -> AppTest:
    return app.button(key=f"load_data.dataset.{number}").click().run()


def test_picked_data_are_an_ordinary_table_that_says_what_it_stands_for(here: Path, open_page: OpenPage):
    app = pick(open_page(DATA))
    assert not app.exception
    assert "orders, 1,000 of 3,000 rows drawn evenly: 1,000 rows, 4 columns" in words(app)
    assert "These 1,000 rows were drawn evenly from all 3,000, so that every page answers at once." in words(
        app
    )
    for path in ("choose_k", "explore_clusters", "profile_clusters"):
        app.switch_page(f"pages/table/{path}.py").run()
        assert not app.exception
        assert "1,000 of 3,000 rows drawn evenly" in words(app)


def test_data_that_are_gone_say_so_and_the_table_stays(here: Path, open_page: OpenPage):
    app = pick(open_page(DATA), 1)
    assert not app.exception
    told = app.error[0].value.replace("\\", "")
    assert told.startswith("[gone](x): There is nothing at ")
    assert "Customers.csv" in words(app)


def test_a_server_with_one_set_of_data_begins_with_it(here: Path, open_page: OpenPage):
    datasets.begin_with(datasets.entries()[:1])
    assert "orders, 1,000 of 3,000 rows drawn evenly" in words(open_page(DATA))


def test_export_finishes_on_all_rows_and_writes_a_label_for_each(here: Path, open_page: OpenPage):
    app = pick(open_page(DATA)).switch_page(EXPORT).run()
    assert not app.metric
    app.button(key="export_results.finish").click().run()
    assert not app.exception
    assert app.metric[0].value == "3,000"
    [shown] = [each.value for each in app.dataframe if "x: mean ± deviation" in each.value]
    assert sum(int(rows.replace(",", "")) for rows in shown["rows"]) == 3_000
    assert "Sizes, means, deviations and inertia are exact: of all 3,000 rows." in words(app)
    app.button(key="export_results.write_labels").click().run()
    assert not app.exception
    [made] = [path for path in here.iterdir() if path.name.startswith("orders_labelled_")]
    assert app.success[0].value.replace("\\", "") == f"3,000 rows labelled in {made}."
    assert ds.dataset(made, partitioning="hive").count_rows() == 3_000


def test_data_that_changed_since_they_were_opened_are_not_finished(here: Path, open_page: OpenPage):
    app = pick(open_page(DATA)).switch_page(EXPORT).run()
    (here / "orders/year=2020/part.parquet").unlink()
    app.button(key="export_results.finish").click().run()
    assert [each.value.replace("\\", "") for each in app.error] == [
        "orders has changed since it was looked at. Open it again."
    ]
