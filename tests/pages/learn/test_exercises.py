"""The exercises: a question, an answer, and the way into the studio."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.teaching import EXERCISES
from tests.pages.conftest import OpenPage, words


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/learn/exercises.py")


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.key)
def test_an_answer_is_told_only_after_one_was_chosen(app: AppTest, exercise):
    app.selectbox(key="exercise").set_value(exercise.key).run()
    assert app.subheader[0].value == exercise.question
    told = exercise.answer()
    assert told[0] not in words(app)
    if exercise.options:
        app.radio(key=f"exercises.answer_{exercise.key}").set_value(exercise.right).run()
        assert app.success[0].value == "Right."
    else:
        app.toggle(key=f"exercises.shown_{exercise.key}").set_value(True).run()
    assert not app.exception
    assert all(sentence in words(app) for sentence in told)


def test_a_wrong_answer_is_told_the_right_one(app: AppTest):
    app.radio(key="exercises.answer_iris").set_value(2).run()
    assert app.warning[0].value == "No: Partly: ARI about 0.6."


def test_the_studio_opens_with_the_exercise_s_table_and_settings(app: AppTest):
    app.selectbox(key="exercise").set_value("wine").run()
    app.button(key="exercises.open").click().run()
    assert not app.exception
    assert app.title[0].value == "Clusters"
    assert "Wine.csv · 178 rows" in words(app)
    assert app.number_input(key="table.k").value == 3
