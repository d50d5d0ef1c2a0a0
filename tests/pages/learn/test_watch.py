"""The Watch page: every choice makes a film, and whatever an address holds, the page opens."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.teaching import STARTS, film, shape
from pages.shared.learn.data import OFFERED, PAINTED, PICTURE, TABLE, groups
from tests.pages.conftest import OpenPage, words

PAGE = "pages/learn/watch_kmeans.py"


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page(PAGE)


def films(app: AppTest) -> dict[str, Any]:
    """Return what the browser is given for the film."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return next(data for data in given if "films" in data)


def test_the_film_is_the_core_s(app: AppTest):
    steps = films(app)["films"][0]["steps"]
    shown = film(shape("Three blobs", 0.3).values, 3, start="random rows", seed=0)
    assert [step["inertia"] for step in steps] == pytest.approx([step.inertia for step in shown.steps])
    assert steps[0]["words"] == "Start with 3 centres. The centres begin on points drawn by chance."
    assert steps[1]["words"] == "Assign: every point joins its nearest centre. 300 points changed."
    assert steps[2]["words"] == "Move: every centre goes to the mean of its points."
    assert (
        steps[-1]["words"] == f"Converged after {shown.moves} moves: no point changes its cluster any more."
    )


@pytest.mark.parametrize("name", [name for name in OFFERED if name != PAINTED])
def test_all_data_make_a_film(app: AppTest, name: str):
    app.selectbox(key="watch.data").set_value(name).run()
    assert not app.exception
    assert app.number_input(key="watch.k").value == groups(name)
    assert len(films(app)["films"][0]["points"]) > 50


@pytest.mark.parametrize("start", STARTS)
def test_all_starts_make_a_film(app: AppTest, start: str):
    app.selectbox(key="watch.start").set_value(start).run()
    assert not app.exception
    assert films(app)["films"][0]["steps"][-1]["words"].startswith("Converged after ")


def test_k_means_plus_plus_shows_the_chances(app: AppTest):
    app.selectbox(key="watch.start").set_value("k-means++").run()
    first, second = films(app)["films"][0]["steps"][:2]
    assert first["words"] == "The first centre will be any point: all chances are equal."
    assert second["words"] == "Centre 2 is drawn next: the larger a point, the larger its chance."
    assert sum(second["chances"]) == pytest.approx(1, abs=1e-3)


def test_columns_of_the_loaded_table_are_named(app: AppTest):
    app.selectbox(key="watch.data").set_value(TABLE).run()
    assert "Customers.csv: " in words(app)
    app.selectbox(key="watch.y").set_value(app.selectbox(key="watch.x").value).run()
    assert app.error[0].value.replace("\\", "") == (
        "Both axes show the same column. Choose two different columns."
    )


def test_nothing_painted_asks_for_points(app: AppTest):
    app.selectbox(key="watch.data").set_value(PAINTED).run()
    assert app.info[0].value == "Paint at least 3 points, or add clouds."


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("step", "99999999"),
        ("step", "-1"),
        ("step", "²"),
        ("centres", "1_2~x_y"),
        ("centres", "nan_inf~1e999_1"),
        ("centres", "1_2_3"),
        ("points", "<script>"),
        ("points", "zzzz" * 5000),
        ("watch.k", "1e9"),
        ("watch.start", "own centres"),
        ("lecture", "maybe"),
    ],
)
def test_whatever_an_address_holds_the_page_opens(open_page: OpenPage, name: str, value: str):
    app = open_page(PAGE)
    app.query_params[name] = value
    app.selectbox(key="watch.start").set_value("own centres").run()
    assert not app.exception
    app.selectbox(key="watch.data").set_value(PAINTED).run()
    assert not app.exception
    assert len(app.error) == 0


def test_a_link_holds_centres_points_and_the_step(open_page: OpenPage):
    app = open_page(PAGE)
    app.query_params["centres"] = "0_0~6_1~2.5_5.5"
    app.query_params["step"] = "2"
    app.selectbox(key="watch.start").set_value("own centres").run()
    app.query_params["step"] = "2"
    data = films(app.run())
    assert data["films"][0]["steps"][0]["centres"] == [[0, 0], [6, 1], [2.5, 5.5]]
    assert data["step"] == 2


def test_a_picture_is_repainted_at_every_half_step(app: AppTest):
    app.selectbox(key="watch.data").set_value(PICTURE).run()
    assert not app.exception
    data = films(app)
    picture, colours = data["films"]
    width, height = picture["picture"]
    assert len(picture["points"]) == width * height
    assert [step["words"] for step in picture["steps"]] == [step["words"] for step in colours["steps"]]
    assert picture["steps"][-1]["centres"] != picture["steps"][0]["centres"]
    assert "own centres" not in app.selectbox(key="watch.start").options
    last = picture["steps"][-1]
    assert {ord(sign) - 48 for sign in last["labels"]} == set(range(6))
    assert colours["steps"][-1]["fills"] == ["#{:02x}{:02x}{:02x}".format(*rgb) for rgb in last["centres"]]
