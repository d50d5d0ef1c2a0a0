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


def texts(app: AppTest) -> list[str]:
    return [each.value for each in app.caption]


def test_one_column_is_drawn_as_a_strip_whose_height_means_nothing(open_page: OpenPage):
    app = open_page("pages/table/load_data.py")
    rows = "".join(f"{10 * (i % 2) + i % 3 / 10}\n" for i in range(60))
    app.file_uploader(key="load_data.file").set_value(("one.csv", f"v\n{rows}".encode(), "text/csv")).run()
    app.switch_page("pages/table/explore_clusters.py").run()
    assert not app.exception
    layout = charts(app)[0]["layout"]
    assert layout["xaxis"]["title"]["text"] == "v"
    assert layout["yaxis"]["showticklabels"] is False


def test_a_cluster_is_looked_at_alone(app: AppTest):
    app.selectbox(key="scatter.only.5").set_value(2).run()
    drawn = [t for t in charts(app)[0]["data"] if "customdata" in t and len(_numbers(t["customdata"]))]
    assert len(drawn) == 1
    assert drawn[0]["name"] == legends(app)[1]


def test_scales_are_equal_on_request(app: AppTest):
    assert "scaleanchor" not in charts(app)[0]["layout"]["yaxis"]
    app.toggle(key="scatter.equal").set_value(True).run()
    assert charts(app)[0]["layout"]["yaxis"]["scaleanchor"] == "x"


def test_the_same_rows_are_shown_with_two_to_five_clusters_in_colours_that_stay(app: AppTest):
    app.session_state["explore_clusters.other_ks"] = True
    app.run()
    assert not app.exception
    small = [c for c in charts(app) if c["layout"]["title"]["text"] in {f"k = {k}" for k in (2, 3, 4, 5)}]
    assert [len(c["data"]) for c in small] == [2, 3, 4, 5]
    of_four = {trace["marker"]["color"] for trace in small[2]["data"]}
    assert {trace["marker"]["color"] for trace in small[0]["data"]} <= of_four
    assert sum("silhouette" in text and "explained" in text for text in texts(app)) >= 4


def test_a_chart_has_its_numbers_as_a_table_that_is_sent_when_it_is_unfolded(app: AppTest):
    before = len(app.dataframe)
    app.session_state["explore_clusters.sizes.numbers"] = True
    app.run()
    assert len(app.dataframe) == before + 1
    table = next(f.value for f in app.dataframe if "rows" in f.value.columns and len(f.value.columns) < 5)
    assert sorted(table["rows"], reverse=True)[0] <= 500
    assert sum(table["rows"]) == 500


def test_measures_are_said_in_words_too(app: AppTest):
    said = {metric.label: metric.delta for metric in app.metric}
    assert said["Silhouette"] == "clearly apart"
    assert said["Davies-Bouldin"] == "hardly any overlap"
    assert said["Explained"] == "most of it"


def test_own_centres_begin_at_those_that_are_found(app: AppTest):
    found = app.dataframe[-1].value
    app.selectbox(key="table.init").set_value("own centres").run()
    app.button(key="own_centres.open").click().run()
    assert not app.exception
    start = next(f.value for f in app.dataframe if list(f.value.columns) == [f"f{i}" for i in range(5)])
    means = found[[f"f{i}" for i in range(5)]]
    assert start.to_numpy() == pytest.approx(means.to_numpy(), rel=1e-6)


def test_hours_around_midnight_have_their_mean_there(app: AppTest):
    rows = "".join(f"{(23 + i % 3) % 24},{5 + i % 2}\n{11 + i % 3},{9 + i % 2}\n" for i in range(21))
    app.switch_page("pages/table/load_data.py").run()
    file = ("day.csv", f"hour,spend\n{rows}".encode(), "text/csv")
    app.file_uploader(key="load_data.file").set_value(file).run()
    app.button(key="doubts.mend.0").click().run()
    app.switch_page("pages/table/explore_clusters.py").run()
    app.number_input(key="table.k").set_value(2).run()
    assert not app.exception
    told = next(frame.value for frame in app.dataframe if "cluster" in frame.value)
    assert sorted(told["f0"].round(6).tolist()) == [0, 12]
