"""The Choose k page: a verdict in words, its votes, and buttons that change the settings everywhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.tables.samples import load_sample
from tests.pages.conftest import OpenPage, words

PAGE = "pages/table/choose_k.py"


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page(PAGE)


def button(app: AppTest, label: str) -> Any:
    return next(each for each in app.button if each.label.replace("\\", "") == label)


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def titles(app: AppTest) -> list[str]:
    return [chart["layout"]["title"]["text"].replace("<br>", " ") for chart in charts(app)]


def test_the_customers_groups_are_found_and_can_be_used_everywhere(app: AppTest) -> None:
    assert not app.exception
    assert "4 clusters, high confidence" in words(app)
    button(app, "Use k = 4").click().run()
    assert app.number_input(key="table.k").value == 4
    assert "k = 4 is in use on every page." in words(app)
    app.switch_page("pages/table/explore_clusters.py").run()
    assert app.number_input(key="table.k").value == 4


def test_each_criterion_shows_its_pick_and_its_chart(app: AppTest) -> None:
    votes = app.dataframe[0].value
    names = "Silhouette, Davies-Bouldin, Calinski-Harabasz, Gap, Prediction strength, Inertia"
    assert ", ".join(votes["criterion"]) == names
    assert votes["vote"].tolist() == ["yes"] * 5 + ["no"]
    pick = votes["picks"][0]
    assert f"Silhouette is highest at {pick}" in titles(app)
    assert len(charts(app)) == 9


def test_a_wider_range_adds_its_k_to_the_curves(app: AppTest) -> None:
    app.number_input(key="choose_k.high").set_value(12).run()
    assert not app.exception
    assert charts(app)[0]["data"][0]["x"] == list(range(2, 13))


def test_a_range_that_ends_before_it_begins_is_mended(app: AppTest) -> None:
    app.number_input(key="choose_k.low").set_value(12).run()
    assert not app.exception
    assert app.number_input(key="choose_k.high").value == 12


def test_other_settings_are_compared_on_demand(app: AppTest) -> None:
    before = len(charts(app))
    app.toggle(key="choose_k.robustness_on").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == before + 1
    assert charts(app)[-1]["data"][0]["y"] == ["standard", "min-max", "robust", "none"]


def test_another_local_minimum_can_be_shown(app: AppTest) -> None:
    app.number_input(key="table.k").set_value(6).run()
    app.selectbox(key="choose_k.minimum").select_index(1).run()
    assert not app.exception
    assert "Rows that this solution's clusters share with the present ones" in words(app)


def test_the_sweep_follows_the_scaling(app: AppTest) -> None:
    before = app.dataframe[0].value["value there"].tolist()
    app.selectbox(key="table.scaling").select("none").run()
    assert not app.exception
    assert app.dataframe[0].value["value there"].tolist() != before


def test_the_sample_behind_these_tests_has_four_groups() -> None:
    assert len(set(load_sample("Customers").text.column(6).to_pylist())) == 4
