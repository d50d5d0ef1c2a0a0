"""The Data page: a table comes in, its columns are shown, and what takes part is chosen."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.tables import SAMPLES
from pages.shared.data.samples import ABOUT
from pages.shared.state.choices import Choices
from tests.kmeans_core.tables.test_workbooks import workbook
from tests.pages.conftest import OpenPage, words

RAGGED = b"a;b;c;d;e\n" + b"1;2\n3;4;5\n6;7;8;9\n" * 2  # hardly two lines are alike


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/table/load_data.py")


def choices(app: AppTest) -> Choices:
    return app.session_state["choices"]


def upload(app: AppTest, name: str, data: bytes) -> AppTest:
    app.file_uploader(key="load_data.file").set_value((name, data, "text/csv"))
    return app.run()


def marked(app: AppTest) -> str:
    """Return the style that sets changed settings in the accent."""
    return "".join(each.proto.body for each in app.get("html") if ".st-key-table-" in each.proto.body)


def test_a_first_visit_shows_a_sample_and_what_will_happen_to_it(app: AppTest):
    assert not app.exception
    assert "Customers.csv: 500 rows, 7 columns" in words(app)
    assert "All 500 rows take part." in words(app)


def test_every_sample_can_be_loaded_and_prepared(app: AppTest):
    for name in SAMPLES:
        app.button(key=f"load_data.sample.{name}").click().run()
        assert not app.exception
        assert not app.error
        assert f"{name}.csv" in words(app)
        assert ABOUT[name] in words(app)


def test_an_upload_takes_the_place_of_the_sample(app: AppTest):
    upload(app, "two.csv", b"size,weight\n1,2\n3,4\n5,6\n2,8\n")
    assert not app.exception
    assert "two.csv: 4 rows, 2 columns" in words(app)
    assert "500 simulated customers" not in words(app)


def test_a_file_that_cannot_be_read_says_so_and_offers_to_read_it_otherwise(app: AppTest):
    upload(app, "bad.csv", RAGGED)
    said = app.error[0].value.replace("\\", "")
    assert "line 4" in said
    assert app.selectbox(key="reading.delimiter").value == "guess"
    assert "bad.csv was not loaded; Customers.csv stays in its place." in words(app)


def test_a_refused_file_leaves_the_present_table_and_its_settings_standing(app: AppTest):
    upload(app, "both.csv", b"a,b;c,d\n1,5;2,5\n3,5;4,5\n5,5;6,5\n")
    app.selectbox(key="reading.delimiter").set_value(",").run()
    app.selectbox(key="table.scaling").set_value("robust").run()
    upload(app, "bad.csv", RAGGED)
    assert "bad.csv was not loaded; both.csv stays in its place." in words(app)
    assert "both.csv: 3 rows, 3 columns" in words(app)
    assert app.selectbox(key="table.scaling").value == "robust"
    assert choices(app).reading.delimiter == ","
    app.button(key="reading.discard").click().run()
    assert not app.error
    assert app.selectbox(key="reading.delimiter").value == ","
    assert "both.csv: 3 rows, 3 columns" in words(app)


def test_a_refused_file_can_be_read_in_another_way(app: AppTest):
    upload(app, "bad.csv", RAGGED)
    app.selectbox(key="reading.delimiter").set_value(",").run()
    assert "line 4" not in words(app)
    assert "bad.csv: 6 rows, 1 column" in words(app)


def test_a_pasted_table_is_read_like_a_file(app: AppTest):
    app.text_area(key="load_data.pasted").set_value("size\tweight\n12\t3.4\n15\t4.1\n30\t9.9\n")
    app.button(key="load_data.use_pasted").click().run()
    assert not app.exception
    assert "pasted.csv: 3 rows, 2 columns" in words(app)


def test_a_table_pasted_after_an_upload_takes_its_place(app: AppTest):
    upload(app, "two.csv", b"size,weight\n1,2\n3,4\n5,6\n2,8\n")
    app.text_area(key="load_data.pasted").set_value(
        "| a | b |\n|---|---|\n| 1 | 2.5 |\n| 2 | 3.5 |\n| 7 | 9 |\n"
    )
    app.button(key="load_data.use_pasted").click().run()
    assert "pasted.csv: 3 rows, 2 columns" in words(app)


def test_lines_that_do_not_fit_are_named_and_what_becomes_of_them_can_be_chosen(app: AppTest):
    upload(app, "odd.csv", b"a,b\n1,2\n3,4\n5,6,7\n6,1\n")
    assert "odd.csv: 4 rows, 3 columns" in words(app)
    assert "the rest is kept in a column without a name (line 4)" in words(app)
    app.selectbox(key="reading.odd_lines").set_value("skip").run()
    assert "odd.csv: 3 rows, 2 columns" in words(app)
    app.selectbox(key="reading.odd_lines").set_value("refuse").run()
    assert "odd.csv was not loaded" in words(app)


def test_values_below_a_limit_count_as_half_of_it_at_a_click(app: AppTest):
    rows = "".join(f"{i % 7},{'<0.5' if i % 20 == 5 else i * i}\n" for i in range(60))
    upload(app, "limits.csv", f"a,c\n{rows}".encode())
    assert "In column c, 3 cells are not numbers" in words(app)
    app.toggle(key="reading.below").set_value(True).run()
    assert "cells are not numbers" not in words(app)


def test_a_range_of_a_workbooks_cells_is_read_and_a_wrong_one_can_be_mended(app: AppTest):
    upload(app, "book.xlsx", workbook([["a", "b", "c"], [1, 2.5, 3], [2, 4.5, 7], [3, 1.5, 5]]))
    app.text_input(key="reading.cells").set_value("A1:B3").run()
    assert "book.xlsx: 2 rows, 2 columns" in words(app)
    app.text_input(key="reading.cells").set_value("A to B").run()
    assert "A to B is no range of cells." in words(app)
    app.text_input(key="reading.cells").set_value("").run()
    assert "book.xlsx: 3 rows, 3 columns" in words(app)


def test_words_among_numbers_are_missing_or_make_a_text_at_a_click(app: AppTest):
    rows = "".join(f"{i % 7},{'unknown' if i % 5 == 2 else i * i}\n" for i in range(60))
    upload(app, "survey.csv", f"a,c\n{rows}".encode())
    assert "In column c, 12 cells are not numbers and count as missing" in words(app)
    assert app.toggle(key="reading.words").label == "“unknown” among numbers: no value"
    app.toggle(key="reading.words").set_value(False).run()
    assert "cells are not numbers" not in words(app)
    app.toggle(key="reading.words").set_value(True).run()
    assert "In column c, 12 cells are not numbers and count as missing" in words(app)


def test_the_likeliest_readings_of_a_code_page_are_there_to_choose_from(app: AppTest):
    upload(app, "page.csv", "jméno;x\nDvořák;1\nKroměříž;2\nŽofie;5\n".encode("cp1250"))
    assert app.radio(key="reading.likely").options[0].replace("\\", "") == "Kroměříž (cp1250)"
    app.radio(key="reading.likely").set_value("cp1252").run()
    assert "Kromìøíž" in app.dataframe[0].value.to_string()
    assert app.selectbox(key="reading.encoding").value == "cp1252"
    assert app.radio(key="reading.likely").value == "cp1252"


def test_overriding_a_guess_reads_the_same_bytes_again(app: AppTest):
    upload(app, "both.csv", b"a,b;c,d\n1,5;2,5\n3,5;4,5\n5,5;6,5\n")
    app.selectbox(key="reading.delimiter").set_value(",").run()
    assert "both.csv: 3 rows, 3 columns" in words(app)
    app.selectbox(key="reading.delimiter").set_value("guess").run()
    assert "both.csv: 3 rows, 2 columns" in words(app)


def test_settings_live_on_when_another_table_comes_but_k_and_choices_of_columns_do_not(app: AppTest):
    app.number_input(key="table.k").set_value(7).run()
    app.selectbox(key="table.scaling").set_value("robust").run()
    app.number_input(key="columns.components").set_value(2).run()
    upload(app, "two.csv", b"size,weight\n1,2\n3,4\n5,6\n2,8\n7,7\n")
    assert choices(app).preparation.scaling == "robust"
    assert choices(app).preparation.components is None
    assert choices(app).k_by in ("verdict", "guess")
    assert app.number_input(key="table.k").value == choices(app).kmeans.k <= 5


def test_settings_that_are_not_as_usual_are_marked_and_go_back_at_a_click(app: AppTest):
    assert marked(app) == ""
    assert "table.reset" not in [button.key for button in app.button]
    app.selectbox(key="table.scaling").set_value("robust").run()
    app.number_input(key="table.seed").set_value(7).run()
    for key in ("scaling", "more", "seed"):
        assert f".st-key-table-{key}:" in marked(app)
    assert ".st-key-table-k:" not in marked(app)
    assert app.selectbox(key="table.scaling").label == "Scaling"  # as it is read out
    app.button(key="table.reset").click().run()
    assert app.selectbox(key="table.scaling").value == "standard"
    assert app.number_input(key="table.seed").value == 0
    assert marked(app) == ""


def test_evening_out_is_offered_for_skewed_columns_and_told(app: AppTest):
    app.button(key="columns.even_out").click().run()
    assert not app.exception
    assert not app.error
    assert set(dict(choices(app).preparation.transforms).values()) == {"log"}
    assert "log" in words(app).lower()
    assert "columns.even_out" not in [button.key for button in app.button]


def test_a_column_with_negative_numbers_is_evened_out_without_a_log(app: AppTest):
    rows = "\n".join(f"{-(1.2**i):.3f},{i % 5}" for i in range(60))
    upload(app, "skewed.csv", f"left,other\n{rows}\n".encode())
    app.button(key="columns.even_out").click().run()
    assert not app.error
    assert dict(choices(app).preparation.transforms) == {"left": "power"}


def test_numbers_that_are_codes_take_part_as_categories_when_told_so(app: AppTest):
    rows = "\n".join(f"{i % 7 + i / 100:.2f},{i % 4 + 1},{i % 2}" for i in range(80))
    upload(app, "shops.csv", f"size,region,open\n{rows}\n".encode())
    assert app.multiselect(key="columns.codes").options == ["size", "region", "open"]
    assert "Encoded" not in words(app)
    app.multiselect(key="columns.codes").set_value(["region"]).run()
    assert not app.error
    assert choices(app).preparation.features == ("size", "open")
    assert choices(app).preparation.one_hot == ("region",)
    assert "Encoded region as 4 columns that together count like one feature." in words(app)
    app.multiselect(key="columns.codes").set_value([]).run()
    assert choices(app).preparation.features == ("size", "region", "open")
    assert choices(app).preparation.one_hot == ()


NOTHING = {
    b"a,b\n1,2\n1,2\n1,2\n": "Every column holds one value in all rows, so there is nothing to group. "
    "Load another table.",
    b"a,b\n1,2\n": "The table has a single row, so there is nothing to group. Load a table with more rows.",
}


@pytest.mark.parametrize("data", NOTHING, ids=["constant", "one row"])
def test_a_table_with_nothing_to_group_gets_one_calm_sentence_on_every_page(app: AppTest, data: bytes):
    upload(app, "flat.csv", data)
    for page in ("load_data", "choose_k", "explore_clusters", "profile_clusters", "export_results"):
        app.switch_page(f"pages/table/{page}.py").run()
        assert not app.exception
        assert not app.error
        assert [info.value.replace("\\", "") for info in app.info] == [NOTHING[data]]


def test_two_rows_are_two_clusters_on_every_page(app: AppTest):
    upload(app, "two.csv", b"a,b\n1,2\n3,5\n")
    for page in ("choose_k", "explore_clusters", "profile_clusters", "export_results"):
        app.switch_page(f"pages/table/{page}.py").run()
        assert not app.exception
        assert not app.error
