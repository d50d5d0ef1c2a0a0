"""What is taken away of a result brings it back: recipes, links, models."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.clustering import KMeansSettings
from kmeans_core.features import Preparation
from kmeans_core.tables import load_sample
from kmeans_core.takeaway import Recipe, from_link, to_link, write_recipe
from tests.pages.conftest import ROOT, OpenPage, words

WINE = Recipe(
    source="Wine",
    sample=True,
    digest=load_sample("Wine").digest,
    preparation=Preparation(scaling="robust"),
    kmeans=KMeansSettings(k=5, seed=3),
    names=((0, "dry *ones*"),),
)


def load_recipe(app: AppTest, data: bytes) -> AppTest:
    return (
        app.file_uploader(key="export_results.load_recipe")
        .set_value(("r.json", data, "application/json"))
        .run()
    )


def opened_by(letters: str) -> AppTest:
    app = AppTest.from_file(ROOT / "app.py", default_timeout=60)
    app.query_params["recipe"] = letters
    return app.run()


def test_a_recipe_brings_back_its_sample_and_every_setting(open_page: OpenPage) -> None:
    app = load_recipe(open_page("pages/table/export_results.py"), write_recipe(WINE))
    assert not app.exception
    assert app.number_input(key="table.k").value == 5
    assert app.selectbox(key="table.scaling").value == "robust"
    assert "Wine" in words(app)
    assert any("dry *ones*" in name for name in app.dataframe[-1].value["added cluster"])


def test_a_recipe_that_is_none_is_told(open_page: OpenPage) -> None:
    app = load_recipe(open_page("pages/table/export_results.py"), b"[]")
    assert "This is not a recipe of the studio. Expected object, got array." in words(app)
    assert not app.exception


def test_what_the_table_lacks_is_told(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    data = b"x,y\n1,2\n3,4\n8,9\n7,7\n"
    app.file_uploader(key="load_data.file").set_value(("mine.csv", data, "text/csv")).run()
    how = Recipe(source="other.csv", preparation=Preparation(features=("x", "income")))
    app = load_recipe(app.switch_page("pages/table/export_results.py").run(), write_recipe(how))
    assert "The table has no column income; what the recipe says of it was left out." in words(app)


def test_a_link_opens_in_its_state() -> None:
    app = opened_by(to_link(WINE))
    assert not app.exception
    assert app.number_input(key="table.k").value == 5


@pytest.mark.parametrize("letters", ["nonsense", "%00", "A" * 3_000])
def test_a_made_up_link_is_told_and_the_page_works(letters: str) -> None:
    app = opened_by(letters)
    assert "This is not a recipe of the studio" in words(app)
    assert not app.exception


def test_a_link_to_an_uploaded_table_waits_for_it() -> None:
    app = opened_by(to_link(Recipe(source="mine.csv", kmeans=KMeansSettings(k=3))))
    assert "A recipe for mine.csv waits for its table: load it on the Data page." in words(app)
    data = b"x,y\n1,2\n3,4\n8,9\n7,7\n"
    app.file_uploader(key="load_data.file").set_value(("mine.csv", data, "text/csv")).run()
    app.run()
    assert app.number_input(key="table.k").value == 3
    assert "waits for its table" not in words(app)


def test_a_file_is_read_again_as_the_recipe_says(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    data = b"1;2\n3;4\n8;9\n7;7\n5;1\n"
    app.file_uploader(key="load_data.file").set_value(("mine.csv", data, "text/csv")).run()
    given = json.loads(write_recipe(Recipe(source="mine.csv", kmeans=KMeansSettings(k=3))))
    given["reading"]["header"] = False
    app = load_recipe(app.switch_page("pages/table/export_results.py").run(), json.dumps(given).encode())
    app = app.switch_page("pages/table/load_data.py").run()
    app.run()
    assert "5 rows, 2 columns" in words(app)
    assert app.number_input(key="table.k").value == 3


@pytest.mark.parametrize("page", ["load_data", "choose_k", "explore_clusters", "profile_clusters"])
def test_every_table_page_offers_a_link_to_itself_with_its_settings(open_page: OpenPage, page: str) -> None:
    app = open_page(f"pages/table/{page}.py")
    app.number_input(key="table.k").set_value(5).run()
    app.button(key="link.open").click().run()
    letters = app.code[0].value.split("?recipe=")[1]
    assert from_link(letters).kmeans.k == 5
