"""What a person chose can be taken back and done again, a step a click; what follows from it is no step."""

from __future__ import annotations

from dataclasses import replace

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage


def settings(app: AppTest) -> tuple[str, int]:
    choices = app.session_state["choices"]
    return choices.preparation.scaling, choices.kmeans.n_init


def test_undo_and_redo_walk_through_the_choices(open_page: OpenPage):
    app = open_page("pages/table/load_data.py")
    assert app.button(key="table.undo").disabled
    app.selectbox(key="table.scaling").set_value("robust").run()
    app.number_input(key="table.n_init").set_value(3).run()
    app.button(key="table.undo").click().run()
    assert settings(app) == ("robust", 10)
    app.button(key="table.undo").click().run()
    assert settings(app) == ("standard", 10)
    assert app.button(key="table.undo").disabled
    app.button(key="table.redo").click().run()
    assert settings(app) == ("robust", 10)
    app.selectbox(key="table.scaling").set_value("none").run()
    assert app.button(key="table.redo").disabled


def test_a_k_that_follows_the_verdict_is_no_step(open_page: OpenPage):
    app = open_page("pages/table/choose_k.py")
    assert app.session_state["choices"].k_by == "verdict"
    assert app.button(key="table.undo").disabled


def test_a_step_is_what_a_person_decided(open_page: OpenPage):
    choices = open_page("pages/table/explore_clusters.py").session_state["choices"]
    assert replace(choices, k_by="guess", identity=None).decided() == choices.decided()
    assert replace(choices, k_by="person").decided() != choices.decided()


def test_another_table_begins_a_new_history(open_page: OpenPage):
    app = open_page("pages/table/load_data.py")
    app.selectbox(key="table.scaling").set_value("robust").run()
    app.button(key="load_data.sample.Iris").click().run()
    assert app.button(key="table.undo").disabled
