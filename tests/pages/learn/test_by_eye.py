"""k by eye: a guess first, then the answer."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.teaching import puzzle
from tests.pages.conftest import OpenPage, words


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/learn/k_by_eye.py")


def pictures(app: AppTest) -> list[str]:
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [film["name"] for data in given if "films" in data for film in data["films"]]


def guess(app: AppTest, number: int | None) -> AppTest:
    return app.segmented_control(key="by_eye.guess").set_value(number).run()


def test_nothing_is_told_before_a_guess(app: AppTest):
    assert pictures(app) == [""]
    assert "The studio says" not in words(app)
    assert len(app.get("plotly_chart")) == 0


def test_a_right_guess_is_told_so_and_every_k_is_drawn(app: AppTest):
    k = puzzle(1).k
    guess(app, k)
    assert not app.exception
    assert app.success[0].value == f"Right. The points were made in **{k} groups**."
    assert pictures(app) == ["k = 2", "k = 3", "k = 4", "k = 5", "k = 6"]
    assert "The studio says: " in words(app)
    assert len(app.get("plotly_chart")) == 2


def test_a_wrong_guess_is_told_the_number(app: AppTest):
    k = puzzle(1).k
    guess(app, k + 1)
    assert app.warning[0].value == f"The points were made in **{k} groups**; you saw {k + 1}."


def test_another_puzzle_asks_anew(app: AppTest):
    guess(app, 2)
    app.number_input(key="by_eye.puzzle").set_value(2).run()
    assert not app.exception
    assert pictures(app) == [""]
