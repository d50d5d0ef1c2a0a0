"""Doubts about columns stand before the clustering, each with one click that mends it."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.results import answers
from tests.pages.conftest import OpenPage, words

ANSWERS = ("never", "rarely", "often")
SURVEY = "postcode,hour,region,age,mood\n" + "".join(
    f"{10_000 + 731 * i % 80_000},{i * 5 % 24},{i % 6},{999 if i % 30 == 0 else 20 + i * 13 % 60},"
    f"{ANSWERS[i % 3]}\n"
    for i in range(90)
)


@pytest.fixture
def app(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(
        answers, "follow", lambda matrix: None
    )  # no verdict is needed here, and each takes long
    app = open_page("pages/table/load_data.py")
    assert "doubts.mend.0" not in keys(app)  # the sample is beyond doubt
    return app.file_uploader(key="load_data.file").set_value(("s.csv", SURVEY.encode(), "text/csv")).run()


def keys(app: AppTest) -> list[str | None]:
    return [button.key for button in app.button]


def mends(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("doubts.mend")]


def test_every_doubt_is_mended_by_one_click(app: AppTest):
    assert "4 doubts before clustering" in words(app)  # postcodes are never offered
    assert mends(app) == [
        "Place on a circle",
        "Use as categories",
        "Count 999 as missing",
        "Use in this order",
    ]
    for left in (3, 2, 1, 0):
        app.button(key="doubts.mend.0").click().run()
        assert not app.exception
        assert len(mends(app)) == left
    told = words(app)
    assert "Placed on a circle, as two columns that count like one: hour of 24." in told
    assert "Encoded region as 6 columns" in told
    assert "Filled 3 missing values with the column's median: age (3" in told
    assert "Scaled to mean 0 and standard deviation 1: 4 columns." in told  # two of the circle, age and mood


def test_all_doubts_are_mended_at_once_and_taken_back_at_once(app: AppTest):
    app.button(key="doubts.all").click().run()
    assert mends(app) == []
    choices = app.session_state["choices"]
    assert choices.preparation.features == ("hour", "age", "mood")
    assert "Scaled to mean 0 and standard deviation 1: 4 columns." in words(app)
    app.button(key="table.undo").click().run()
    assert len(mends(app)) == 4


def test_a_column_is_kept_in_spite_of_its_doubt(app: AppTest):
    app.button(key="doubts.keep.0").click().run()
    assert mends(app)[0] == "Use as categories"
    assert app.session_state["choices"].preparation.circles == ()


def test_where_no_number_is_clear_the_open_doubts_are_named_beside_the_verdict(open_page: OpenPage):
    app = open_page("pages/table/load_data.py")
    random = np.random.default_rng(0)
    rows = "".join(
        f"{1990 + i * 7 % 31},{a:.2f},{b:.2f}\n" for i, (a, b) in enumerate(random.normal(size=(30, 2)))
    )
    app.file_uploader(key="load_data.file").set_value(("y.csv", f"year,a,b\n{rows}".encode(), "text/csv"))
    app.run()
    app.switch_page("pages/table/choose_k.py").run()
    assert not app.exception
    assert "1 doubt about columns may be why: year." in words(app)
