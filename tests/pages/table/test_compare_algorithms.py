"""The Compare page: algorithms side by side, and one click that makes one the present grouping."""

from __future__ import annotations

import json

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared.state import session
from tests.pages.conftest import OpenPage, words


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/table/compare_algorithms.py")


@pytest.fixture
def crescents(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(session, "FIRST_SAMPLE", "Two moons")
    return open_page("pages/table/compare_algorithms.py")


def test_the_usual_algorithms_are_drawn_on_the_same_axes_with_their_figures(app: AppTest) -> None:
    assert not app.exception
    said = words(app)
    for title in ("k-means", "Gaussian mixture (full)", "HDBSCAN", "Spectral"):
        assert f"**{title}**" in said
    assert said.count("silhouette ") == 4
    pictures = [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]
    assert len(pictures) == 5
    assert "k-means fits these rows." in said


def test_on_crescents_what_follows_shapes_is_recommended_and_used_by_one_click(crescents: AppTest) -> None:
    assert "fits these rows best." in words(crescents)
    table = crescents.dataframe[0].value.set_index("algorithm")
    assert table.loc["HDBSCAN", "classes"] == 1
    assert table.loc["k-means", "classes"] < 0.6
    crescents.button(key="compare.use.HDBSCAN").click().run()
    assert not crescents.exception
    assert "In use on every page" in words(crescents)
    crescents.switch_page("pages/table/explore_clusters.py").run()
    assert not crescents.exception
    assert "HDBSCAN: 2 clusters" in words(crescents)
    crescents.button(key="explore_clusters.use_kmeans").click().run()
    assert "HDBSCAN" not in words(crescents)


def test_the_findings_of_choose_k_lead_here_with_the_clusters_they_advise(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "FIRST_SAMPLE", "Two moons")
    app = open_page("pages/table/choose_k.py")
    advised = next(button for button in app.button if button.label.startswith("Try HDBSCAN"))
    advised.click().run()
    assert not app.exception
    assert app.title[0].value == "Compare"
    assert "In use on every page" in words(app)


def test_settings_under_which_nothing_is_found_are_told_in_their_card_alone(app: AppTest) -> None:
    app.pills(key="compare.algorithms").set_value(["k-means", "DBSCAN"]).run()
    app.number_input(key="compare.eps").set_value(0.001).run()
    assert not app.exception
    assert [each.value.replace("\\", "") for each in app.info] == [
        "DBSCAN finds no dense place: all 500 rows are in no cluster. Raise eps, or lower the neighbours."
    ]
    assert "**k-means**" in words(app)


def test_pictures_help_to_choose_eps_a_cut_and_the_number_of_clouds(app: AppTest) -> None:
    app.pills(key="compare.algorithms").set_value(["Gaussian mixture", "DBSCAN", "Agglomerative"]).run()
    for key in ("compare.bic", "compare.bend", "compare.tree"):
        app.toggle(key=key).set_value(True)
    app.run()
    assert not app.exception
    titles = [
        json.loads(c.proto.spec)["layout"].get("title", {}).get("text") for c in app.get("plotly_chart")
    ]
    told = [title.replace("<br>", " ") for title in titles if title]
    assert "BIC is lowest with 4 clouds" in told
    assert any("rows lie in dense places with eps" in title for title in told)
    cut = app.slider[0]
    assert any(title.endswith(f"leaves {cut.value} branches") for title in told)
    cut.set_value(2).run()
    assert "2 clusters: " in words(app)


def test_without_any_algorithm_the_page_asks_for_one(app: AppTest) -> None:
    app.pills(key="compare.algorithms").set_value([]).run()
    assert not app.exception
    assert [each.value for each in app.info] == ["Choose at least one algorithm."]
