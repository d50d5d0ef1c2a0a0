"""The page that gives new rows the clusters of a saved model."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest

from kmeans_core.clustering import KMeansSettings, cluster
from kmeans_core.features import prepare
from kmeans_core.tables import load_sample, read_table
from kmeans_core.takeaway import model_of, write_model
from tests.pages.conftest import OpenPage, words

OLD = b"x,y\n1,2\n2,1\n9,9\n8,9\n1,1\n9,8\n"


def saved() -> bytes:
    matrix = prepare(read_table(OLD, "old.csv"))
    found = cluster(matrix, KMeansSettings(k=2))
    return write_model(model_of(matrix, found, names=("small", "<b>large</b>"), source="old.csv"))


def assign(app: AppTest, model: bytes, rows: bytes) -> AppTest:
    app.file_uploader(key="assign.model").set_value(("m.json", model, "application/json")).run()
    return app.file_uploader(key="assign.rows").set_value(("new.csv", rows, "text/csv")).run()


def test_new_rows_are_counted_by_cluster(open_page: OpenPage) -> None:
    app = assign(open_page("pages/table/assign_new_rows.py"), saved(), b"x,y\n1,1\n2,2\n9,9\n90,90\n")
    assert not app.exception
    shown = app.dataframe[0].value
    assert shown["cluster"].tolist() == ["small", "<b>large</b>"]
    assert sorted(shown["rows"]) == [2, 2]
    assert shown["share then"].tolist() == ["50 %", "50 %"]
    assert sum(shown["far from their centre"]) >= 1
    assert app.get("download_button")[0].label.startswith("Download new_labelled_")


def test_what_is_missing_is_told(open_page: OpenPage) -> None:
    app = assign(open_page("pages/table/assign_new_rows.py"), saved(), b"x,z\n1,1\n2,2\n9,9\n")
    assert "The table has no column y; it counts as missing in every row." in words(app)


def test_a_model_that_is_none_is_told(open_page: OpenPage) -> None:
    app = assign(open_page("pages/table/assign_new_rows.py"), b"\x80\x04.", OLD)
    assert "This is not a model of the studio" in words(app)
    assert not app.exception


def test_without_files_the_page_says_what_it_needs(open_page: OpenPage) -> None:
    assert "Load a model and a table." in words(open_page("pages/table/assign_new_rows.py"))


def test_a_name_that_the_new_files_encoding_lacks_is_no_trouble(open_page: OpenPage) -> None:
    model = saved().replace(b"<b>large</b>", "大きい".encode())
    rows = "x,y,ort\n1,1,Köln\n9,9,Ulm\n".encode("cp1252")
    app = assign(open_page("pages/table/assign_new_rows.py"), model, rows)
    assert not app.exception
    assert app.dataframe[0].value["cluster"].tolist() == ["small", "大きい"]


def test_the_page_says_whether_the_rows_have_changed(open_page: OpenPage) -> None:
    table = load_sample("Three blobs")
    matrix = prepare(table)
    model = write_model(model_of(matrix, cluster(matrix), table=table))
    same = pd.DataFrame({name: table.column(name).numbers for name in "xy"})
    app = assign(open_page("pages/table/assign_new_rows.py"), model, same.to_csv(index=False).encode())
    assert not app.exception
    assert "Nothing has moved: keep the model." in words(app)
    far = (same + 40).to_csv(index=False).encode()
    app.file_uploader(key="assign.rows").set_value(("far.csv", far, "text/csv")).run()
    assert not app.exception
    assert "The rows have changed: fit a new model. Shifted: " in words(app)
