"""The Choose k page: a verdict in words, its votes, and buttons that change the settings everywhere."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
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


def unfold(app: AppTest, part: str) -> AppTest:
    app.session_state[f"choose_k.{part}"] = True
    return app.run()


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    app.switch_page("pages/table/load_data.py").run()
    app.file_uploader(key="load_data.file").set_value((name, data, "text/csv")).run()
    return app.switch_page(PAGE).run()


def test_the_recommended_number_is_in_use_on_every_page_from_the_start(app: AppTest) -> None:
    assert not app.exception
    assert "4 clusters, high confidence" in words(app)
    assert "k = 4 is in use on every page." in words(app)
    assert "use" not in [button.key.rsplit(".")[-1] for button in app.button]
    app.switch_page("pages/table/explore_clusters.py").run()
    assert app.number_input(key="table.k").value == 4
    assert "k = 4 (recommended)" in words(app)


def test_a_person_can_choose_another_number_and_take_the_recommended_one_again(app: AppTest) -> None:
    app.number_input(key="table.k").set_value(6).run()
    assert "k = 6 is in use on every page, chosen by you." in words(app)
    assert "4 clusters, high confidence" in words(app)
    button(app, "Use k = 4").click().run()
    assert app.number_input(key="table.k").value == 4
    assert "k = 4 is in use on every page." in words(app)


def test_an_emptied_k_follows_what_is_recommended(app: AppTest) -> None:
    app.number_input(key="table.k").set_value(6).run()
    app.number_input(key="table.k").set_value(None).run()
    assert app.number_input(key="table.k").value == 4


def test_one_button_at_most_chooses_a_number(app: AppTest) -> None:
    app.number_input(key="table.k").set_value(7).run()
    assert [b.label for b in app.button if b.label.startswith("Use k")] == ["Use k = 4"]


def test_what_fits_badly_is_said_first_and_lowers_the_confidence(app: AppTest) -> None:
    app.switch_page("pages/table/load_data.py").run()
    app.button(key="load_data.sample.Two moons").click().run()
    app.switch_page(PAGE).run()
    assert not app.exception
    said = app.subheader[0].value
    assert "high confidence" not in said
    assert "Nothing found that speaks against" not in words(app)


def test_where_there_are_no_clusters_the_number_in_use_is_marked(app: AppTest) -> None:
    rows = np.random.default_rng(1).normal(size=(300, 2))
    upload(app, "noise.csv", ("a,b\n" + "\n".join(f"{a:.4f},{b:.4f}" for a, b in rows)).encode())
    said = words(app)
    assert "No clear clusters" in said
    assert "(no clear number)" in said
    assert "none can be recommended" in said
    assert not [b for b in app.button if b.label.startswith("Use k")]


def test_each_criterion_shows_its_pick_and_its_chart(app: AppTest) -> None:
    assert titles(app)[:2] == ["Inertia has its knee at 4", "Silhouette is highest at 4"]
    assert len(charts(app)) == 4
    unfold(app, "criteria")
    votes = app.dataframe[0].value
    names = "Silhouette, Davies-Bouldin, Calinski-Harabasz, Gap, Prediction strength, Inertia"
    assert ", ".join(votes["criterion"]) == names
    assert votes["vote"].tolist() == ["yes"] * 5 + ["no"]
    assert len(charts(app)) == 8


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
    unfold(app, "others")
    app.toggle(key="choose_k.robustness_on").set_value(True).run()
    assert not app.exception
    assert len(charts(app)) == before + 1
    assert charts(app)[-1]["data"][0]["y"] == ["standard", "min-max", "robust", "none"]


def test_the_map_of_starts_says_where_the_present_solution_stands(app: AppTest) -> None:
    app.number_input(key="table.k").set_value(6).run()
    unfold(app, "starts")
    said = words(app)
    assert "These are 50 plain starts without swaps." in said
    assert "The present solution** (swap search, k-means++, 10 restarts) has inertia" in said
    assert re.search(
        r"on the same rows: (the lowest that any start reaches|lower than any start reaches)\.", said
    )
    app.selectbox(key="choose_k.minimum").select_index(1).run()
    assert not app.exception
    assert "Rows that this solution's clusters share with the present ones" in words(app)


def test_the_sweep_follows_the_scaling(app: AppTest) -> None:
    unfold(app, "criteria")
    before = app.dataframe[0].value["value there"].tolist()
    app.selectbox(key="table.scaling").select("none").run()
    assert not app.exception
    assert app.dataframe[0].value["value there"].tolist() != before


def test_the_sample_behind_these_tests_has_four_groups() -> None:
    assert len(set(load_sample("Customers").text.column(6).to_pylist())) == 4


def test_a_column_that_hides_the_groups_of_the_others_is_named_and_left_out_at_a_click(app: AppTest) -> None:
    random = np.random.default_rng(0)
    groups = np.repeat([[0, 0, 0], [6, 0, 0], [0, 6, 0], [6, 6, 5]], 60, axis=0) + random.normal(
        size=(240, 3)
    )
    rows = np.column_stack([groups, random.uniform(0, 1_000, 240)])
    lines = "\n".join(",".join(f"{value:.3f}" for value in row) for row in rows)
    app.selectbox(key="table.scaling").set_value("none").run()
    upload(app, "spoilt.csv", f"a,b,c,junk\n{lines}\n".encode())
    assert "No clear clusters" in words(app)
    assert "Without junk there are 4 clusters, high confidence." in words(app)
    button(app, "Leave junk out").click().run()
    assert not app.exception
    assert app.session_state["choices"].preparation.features == ("a", "b", "c")
    assert "4 clusters, high confidence" in words(app)
    assert "choose_k.leave_out" not in [each.key for each in app.button]
    listed = unfold(app, "without")
    assert listed.dataframe[-1].value["without"].tolist() != []
