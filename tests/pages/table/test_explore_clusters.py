"""The Clusters page: the scatter, the numbers beside it, and settings that are heard."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import silhouette_score
from streamlit.testing.v1 import AppTest

from kmeans_core.tables.samples import load_sample
from tests.pages.conftest import OpenPage


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/table/explore_clusters.py")


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def charts(app: AppTest) -> list[dict[str, Any]]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def legends(app: AppTest) -> list[str]:
    """The legend's entries of the scatter."""
    return [trace["name"] for trace in charts(app)[0]["data"] if trace.get("showlegend") is not False]


def test_the_numbers_are_those_of_the_clustering(app: AppTest):
    app.number_input(key="table.k").set_value(4).run()
    assert not app.exception
    table = load_sample("Customers")
    values = np.column_stack([c.numbers for c in table.columns if c.offered])
    scaled = (values - values.mean(0)) / values.std(0)
    truth = np.unique(table.text.column(6).to_pylist(), return_inverse=True)[1]
    centres = np.array([scaled[truth == i].mean(0) for i in range(4)])
    assert float(metrics(app)["Inertia"].replace(",", "")) == pytest.approx(
        ((scaled - centres[truth]) ** 2).sum(), rel=0.02
    )
    assert float(metrics(app)["Silhouette"]) == pytest.approx(silhouette_score(scaled, truth), abs=0.02)


def test_each_cluster_is_a_legend_entry_with_its_size(app: AppTest):
    sizes = [int(name.rsplit("(", 1)[1].rstrip(")").replace(",", "")) for name in legends(app)]
    assert len(sizes) == 4
    assert sum(sizes) == 500
    assert sizes == sorted(sizes, reverse=True)


def test_more_clusters_than_different_rows_cannot_be_asked_for(app: AppTest):
    assert app.number_input(key="table.k").max == 500


def test_colours_stay_with_their_groups_when_k_changes(app: AppTest):
    def colours() -> dict[int, str]:
        scatter = charts(app)[0]["data"]
        return {
            row: trace["marker"]["color"]
            for trace in scatter
            if "customdata" in trace
            for row in _numbers(trace["customdata"])
        }

    before = colours()
    app.number_input(key="table.k").set_value(5).run()
    after = colours()
    assert np.mean([before[row] == after[row] for row in before]) > 0.7
    app.number_input(key="table.k").set_value(4).run()
    assert colours() == before


def _numbers(packed: Any) -> list[int]:
    """Read an array as Plotly writes it: a list, or base64 with its type."""
    if isinstance(packed, list):
        return packed
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()


def test_a_result_without_a_solution_says_what_to_do(app: AppTest):
    app.selectbox(key="table.init").set_value("own centres").run()
    assert not app.exception
    assert "own centres" in app.error[0].value.replace("\\", "")
    app.selectbox(key="table.init").set_value("random rows").run()
    assert not app.error


def test_centres_and_means_are_shown_in_original_units(app: AppTest):
    frame = app.dataframe[-1].value
    assert frame["rows"].sum() == 500
    table = load_sample("Customers")
    income = next(c for c in table.columns if c.label == "income").numbers
    place = [c.label for c in table.columns if c.offered].index("income")
    weighted = (frame[f"f{place}"] * frame["rows"]).sum() / 500
    assert weighted == pytest.approx(income.mean())


def test_a_mean_is_that_of_the_cells_that_are_there_here_and_in_the_profiles(open_page: OpenPage):
    rows = "".join(
        f"{10 * (i % 2) + i % 3},{'' if i % 4 == 0 else 100 * (i % 2) + i % 5}\n" for i in range(80)
    )
    app = open_page("pages/table/load_data.py")
    app.file_uploader(key="load_data.file").set_value(("gaps.csv", f"a,b\n{rows}".encode(), "text/csv")).run()
    app.number_input(key="table.k").set_value(2).run()
    app.switch_page("pages/table/explore_clusters.py").run()
    here = app.dataframe[-1].value["f1"].tolist()
    app.switch_page("pages/table/profile_clusters.py").run()
    told = next(frame.value for frame in app.dataframe if "took" in frame.value.columns).set_index("column")
    assert here == pytest.approx(told.loc["b", ["c0", "c1"]].tolist())
