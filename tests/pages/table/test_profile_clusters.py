"""The Profiles page: who is in which cluster, told honestly and in anyone's own words."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.features import Preparation
from tests.pages.conftest import OpenPage, words

PAGE = "pages/table/profile_clusters.py"
CIRCULAR = "circular: made from this column"
HOSTILE = (
    '"![i](http://127.0.0.1:1/x.png)","<b>size</b>",|c|,note\n'
    + "".join(f'{10 * (i % 3) + i % 2},{i % 5},7,"<script>{i}</script>"\n' for i in range(60))
    + "900,,7,\n"
)


@pytest.fixture
def customers(open_page: OpenPage) -> AppTest:
    app = open_page(PAGE)
    return app.sidebar.number_input(key="table.k").set_value(4).run()


def shown(app: AppTest) -> str:
    """Return the words of the page with those of its cards."""
    assert not app.exception
    return words(app) + "\n".join(element.proto.body for element in app.get("html"))


def section(app: AppTest, name: str) -> AppTest:
    app.session_state["profile.sections"] = name
    return app.run()


def table(app: AppTest, column: str) -> pd.DataFrame:
    return next(frame.value for frame in app.dataframe if column in frame.value.columns)


def test_each_of_four_customer_groups_is_named_and_described(customers: AppTest) -> None:
    text = shown(customers)
    assert "many purchases a year, medium income" in text
    assert "Here order value and income are far higher than elsewhere" in text
    assert "It holds about a quarter of the rows and is most like cluster 1" in text
    assert "150 rows" in text


def test_a_name_that_a_person_gives_travels_to_other_pages_and_follows_its_group(customers: AppTest) -> None:
    customers.text_input(key="profile.name.1").set_value("the big spenders").run()
    assert "the big spenders" in shown(customers)
    customers.sidebar.number_input(key="table.k").set_value(5).run()
    assert "the big spenders" in shown(customers)
    customers.switch_page("pages/table/explore_clusters.py").run()
    assert any("the big spenders" in str(frame.value) for frame in customers.dataframe)


def test_suggested_names_are_kept_at_a_click_without_touching_given_ones(customers: AppTest) -> None:
    customers.text_input(key="profile.name.0").set_value("regulars").run()
    customers.button(key="profile.keep_names").click().run()
    assert customers.text_input(key="profile.name.0").value == "regulars"
    assert customers.text_input(key="profile.name.1").value == "high order value, high income"
    assert all(button.key != "profile.keep_names" for button in customers.button)


def test_an_emptied_name_gives_the_suggestion_back(customers: AppTest) -> None:
    customers.text_input(key="profile.name.3").set_value("young").run()
    customers.text_input(key="profile.name.3").set_value("").run()
    assert "low income, low age" in shown(customers)


def test_every_card_has_a_badge_of_stability(customers: AppTest) -> None:
    assert sum("stable" in markdown.value for markdown in customers.markdown) >= 4


def test_the_table_shows_any_statistic_in_original_units(customers: AppTest) -> None:
    means = table(customers, "took").set_index("column")
    assert means.loc["income", "c1"] == pytest.approx(78_692, abs=1)
    customers.selectbox(key="profile.statistic").set_value("count").run()
    counts = table(customers, "took").set_index("column")
    assert counts.loc["age"][["c0", "c1", "c2", "c3", "c4"]].tolist() == [150, 120, 120, 110, 500]


def test_columns_that_made_the_clusters_get_no_p_value_and_others_do(customers: AppTest) -> None:
    section(customers, "Tests")
    numbers, told = table(customers, "ε²"), table(customers, "χ²")
    assert set(numbers["p"]) == set(numbers["p of H"]) == {CIRCULAR}
    assert dict(zip(told["column"], told["p"], strict=True))["group"] == "< 0.001"
    assert not any("*" in str(value) for value in numbers["p"])


def test_a_column_that_was_held_out_gets_its_p_value(customers: AppTest) -> None:
    choices = customers.session_state["choices"]
    customers.session_state["choices"] = replace(choices, preparation=Preparation(features=("age", "income")))
    section(customers, "Tests")
    p = table(customers, "ε²").set_index("column")["p"]
    assert p["age"] == p["income"] == CIRCULAR
    assert p["order value"] == "< 0.001"


def test_a_copy_of_a_feature_gets_no_p_value_either(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    rows = "".join(f"{i % 9},{(i % 9) * 2.2:.1f},{i % 7}\n" for i in range(60))
    app.file_uploader(key="load_data.file").set_value(
        ("w.csv", f"kg,lb,x\n{rows}".encode(), "text/csv")
    ).run()
    choices = app.session_state["choices"]
    app.session_state["choices"] = replace(choices, preparation=Preparation(features=("kg",)))
    app.switch_page(PAGE).run()
    section(app, "Tests")
    p = table(app, "ε²").set_index("column")["p"]
    assert (p["kg"], p["lb"]) == (CIRCULAR, "circular: a copy of kg")
    assert "circular" not in p["x"]


def test_columns_that_are_not_described_are_named(customers: AppTest) -> None:
    assert "Not described: customer (ID)." in shown(customers)


def test_rules_say_how_right_they_are(customers: AppTest) -> None:
    rules = next(element.proto.body for element in customers.get("html") if ">rule<" in element.proto.body)
    cells = re.findall(r"<td[^>]*>([^<]*)", rules)
    assert cells[4:8] == ["2 · high order value, high income", "order value above 100", "100 %", "99 %"]


def test_known_classes_agree_with_the_customers_wholly(customers: AppTest) -> None:
    section(customers, "Known classes")
    assert {metric.label: metric.value for metric in customers.metric}["Adjusted Rand index"] == "1.00"
    assert "Every row lies in the cluster of its class." in shown(customers)


def test_a_column_that_no_row_taking_part_has_a_class_in_is_said_to_have_none(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    rows = "".join(f"{i},{i * i},\n" for i in range(30)) + ",1,a\n,2,b\n"
    app.file_uploader(key="load_data.file").set_value(
        ("c.csv", f"x,y,class\n{rows}".encode(), "text/csv")
    ).run()
    choices = app.session_state["choices"]
    app.session_state["choices"] = replace(choices, preparation=Preparation(missing="drop"))
    app.switch_page(PAGE).run()
    section(app, "Known classes")
    assert "No row that takes part has a class in this column, so there is nothing to compare." in shown(app)
    assert not app.metric


def test_the_iris_exercise_lists_the_rows_that_disagree(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    app.button(key="load_data.sample.Iris").click().run()
    app.switch_page(PAGE).run()
    app.sidebar.number_input(key="table.k").set_value(3).run()
    section(app, "Known classes")
    text = shown(app)
    assert "25 rows of 150 disagree" in text
    assert "cluster 2 is setosa" in text
    rows = table(app, "added cluster's class")
    assert len(rows) == 25


def test_two_clusters_stand_side_by_side(customers: AppTest) -> None:
    section(customers, "Two clusters")
    frame = table(customers, "difference")
    assert frame["difference"].abs().is_monotonic_decreasing
    assert "income" in set(frame["column"])


def test_two_settings_are_compared_and_what_split_is_told(customers: AppTest) -> None:
    section(customers, "Two settings")
    text = shown(customers)
    assert "stays together as" in text
    assert "splits into" in text


def test_hostile_text_lone_rows_gaps_and_constants_break_nothing(open_page: OpenPage) -> None:
    app = open_page("pages/table/load_data.py")
    app.file_uploader(key="load_data.file").set_value(("h.csv", HOSTILE.encode(), "text/csv")).run()
    app.switch_page(PAGE).run()
    app.sidebar.number_input(key="table.k").set_value(4).run()
    assert "<script>" not in shown(app)
    for name in ("Tests", "Known classes", "Two clusters", "Two settings"):
        section(app, name)
        assert not app.exception
        assert not app.error


def test_many_clusters_are_shown_twelve_at_a_time(customers: AppTest) -> None:
    customers.sidebar.number_input(key="table.k").set_value(30).run()
    assert not customers.exception
    assert sum(key.key.startswith("profile.name.") for key in customers.text_input) == 12
    customers.selectbox(key="profile.first.30").set_value(24).run()
    assert sum(key.key.startswith("profile.name.") for key in customers.text_input) == 6


def test_a_column_that_tells_nothing_apart_is_named_and_left_out_by_one_click(open_page: OpenPage):
    random = np.random.default_rng(3)
    rows = "".join(
        f"{10 * (i % 2) + random.normal():.3f},{5 * (i % 2) + random.normal():.3f},{random.normal():.3f}\n"
        for i in range(200)
    )
    app = open_page("pages/table/load_data.py")
    file = ("t.csv", f"spend,visits,luck\n{rows}".encode(), "text/csv")
    app.file_uploader(key="load_data.file").set_value(file).run()
    app.switch_page("pages/table/profile_clusters.py").run()
    app.number_input(key="table.k").set_value(2).run()
    assert "**1 column tells these clusters hardly apart.**" in words(app)
    app.button(key="idle_columns.out.0").click().run()
    assert not app.exception
    assert "hardly apart" not in words(app)
    assert "2 features" in words(app)
