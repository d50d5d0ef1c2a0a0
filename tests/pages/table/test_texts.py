"""Free-text answers from the table to the export: themes, their words, and typical sentences."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.state import session
from tests.pages.conftest import OpenPage, words


@pytest.fixture
def opened(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open pages with the sample of messages."""
    monkeypatch.setattr(session, "FIRST_SAMPLE", "Messages")
    return open_page


def test_five_themes_are_recommended_without_any_choice(opened: OpenPage) -> None:
    app = opened("pages/table/choose_k.py")
    assert not app.exception
    assert app.number_input(key="table.k").value == 5


def html(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html"))


def test_profiles_name_themes_by_their_words_and_mark_these_in_typical_sentences(opened: OpenPage) -> None:
    app = opened("pages/table/profile_clusters.py")
    app.session_state["profile.sections"] = "Words"
    app.run()
    assert not app.exception
    assert "courier, tracking, delivery" in html(app)
    assert ">tracking</mark>" in html(app)
    assert "tracking (5.9)" in words(app).replace("\\", "")


@pytest.mark.parametrize(
    "page", ["load_data", "explore_clusters", "compare_algorithms", "export_results", "assign_new_rows"]
)
def test_every_other_page_works_with_texts(opened: OpenPage, page: str) -> None:
    app = opened(f"pages/table/{page}.py")
    assert not app.exception
    assert not app.error


def test_the_export_says_why_texts_have_no_recipe(opened: OpenPage) -> None:
    said = words(opened("pages/table/export_results.py"))
    assert "Recipe, script and model repeat numbers and categories alone; these clusters are of texts" in said
