"""The Export page: what is taken away is what came, with its clusters."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage, words


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/table/export_results.py")


def test_the_page_names_the_new_columns_and_counts_the_rows(app: AppTest):
    assert not app.exception
    said = words(app)
    assert (
        "500 rows, 7 columns and 5 new: cluster, cluster name, distance to centre, second cluster, margin."
        in said
    )


def test_silhouettes_are_added_when_asked_for(app: AppTest):
    app.toggle(key="export_results.silhouettes").set_value(True).run()
    assert (
        "7 columns and 6 new: cluster, cluster name, distance to centre, second cluster, margin, silhouette."
        in words(app)
    )


def test_the_excel_safe_file_says_how_many_cells_it_alters(app: AppTest):
    app.toggle(key="export_results.excel_safe").set_value(True).run()
    assert "0 cells altered: an apostrophe stands before each formula." in words(app)


def test_rows_that_took_no_part_are_counted_with_their_reason(open_page: OpenPage):
    app = open_page("pages/table/load_data.py")
    data = b"who,size,weight\nann,1,2\nbo,3,4\ncy,,\ndi,2,8\ned,7,7\n"
    app.file_uploader(key="load_data.file").set_value(("gaps.csv", data, "text/csv")).run()
    app.switch_page("pages/table/export_results.py").run()
    assert "1 row took no part" in words(app)


def test_two_visitors_with_the_same_bytes_get_files_named_after_their_own(open_page: OpenPage):
    def label(name: str) -> str:
        app = open_page("pages/table/load_data.py")
        app.file_uploader(key="load_data.file").set_value(
            (name, b"a,b\n1,2\n3,4\n8,9\n7,7\n", "text/csv")
        ).run()
        return app.switch_page("pages/table/export_results.py").run().get("download_button")[0].label

    assert "anna_labelled" in label("anna.csv")
    assert "ben_labelled" in label("ben.csv")


def test_names_leave_with_the_file_and_the_page_says_what_settings_made_it(app: AppTest):
    preview = app.dataframe[-1].value["added cluster"].tolist()
    assert all(" · " in name for name in preview)
    assert "Made with standard scaling · missing values: median · k = 4 · k-means++" in words(app)


def test_the_table_comes_as_excel_and_as_parquet_too(app: AppTest):
    chosen = app.segmented_control(key="export_results.format")
    for kind, ending in (("Excel", ".xlsx"), ("Parquet", ".parquet")):
        chosen.set_value(kind).run()
        assert not app.exception
        assert app.get("download_button")[0].label.endswith(ending)
        assert "Encoding" not in words(app)
        assert "export_results.utf8" not in {toggle.key for toggle in app.toggle}


def test_a_table_too_large_for_excel_says_so_and_offers_the_other_formats(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("kmeans_core.export.excel_files.CELLS", 10)
    app = open_page("pages/table/load_data.py")
    data = b"size,weight\n1,2\n3,4\n2,8\n7,7\n"
    app.file_uploader(key="load_data.file").set_value(("large.csv", data, "text/csv")).run()
    app.switch_page("pages/table/export_results.py").run()
    app.segmented_control(key="export_results.format").set_value("Excel").run()
    assert "The table has 36 cells; at most 10 are written to Excel. Take CSV or Parquet." in words(app)
    app.segmented_control(key="export_results.format").set_value("Parquet").run()
    assert app.get("download_button")[0].label.endswith(".parquet")


def test_report_and_slides_are_made_when_they_are_asked_for(app: AppTest):
    part = next(each for each in app.expander if each.label == "Report and slides")
    assert not part.children
    app.session_state["export_results.documents"] = True
    app.run()
    assert not app.exception
    assert {"Report", "Slides"} <= {button.label for button in app.get("download_button")}
