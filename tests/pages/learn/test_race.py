"""The Race page: three films side by side, and where a hundred starts end."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kmeans_core.teaching import film, race, shape
from tests.pages.conftest import OpenPage, words

NINE = shape("Nine blobs", 0.2).values


@pytest.fixture
def app(open_page: OpenPage) -> AppTest:
    return open_page("pages/learn/race_starts.py")


def shown(app: AppTest) -> list[dict[str, Any]]:
    """Return what the browser is given for the films, and then for the picture of one end."""
    given = [json.loads(part.proto.json) for part in app.get("bidi_component")]
    return [data for data in given if "films" in data]


def test_two_starts_and_the_swaps_run_side_by_side(app: AppTest):
    names = [each["name"] for each in shown(app)[0]["films"]]
    ends = [each["steps"][-1]["inertia"] for each in shown(app)[0]["films"]]
    assert names == ["random rows", "k-means++", "random rows, then swaps"]
    assert ends[0] == pytest.approx(film(NINE, 9, start="random rows").inertia)
    assert ends[2] <= min(ends)
    assert any(step["kind"] == "swap" for step in shown(app)[0]["films"][2]["steps"])


def test_the_bars_count_a_hundred_starts_of_each_kind(app: AppTest):
    spec = json.loads(app.get("plotly_chart")[0].proto.spec)
    found = race(NINE, 9, "random rows")
    best = film(NINE, 9, start="farthest first").inertia
    assert [trace["name"] for trace in spec["data"]] == ["random rows", "k-means++"]
    title = spec["layout"]["title"]["text"].replace("<br>", " ")
    assert title.startswith(
        f"The best was found by {found.share(best) * 100:.0f} of 100 starts by random rows and "
    )


def test_without_a_click_the_worst_end_is_shown(app: AppTest):
    one = shown(app)[1]["films"][0]
    worst = max(
        (race(NINE, 9, start).endings[-1] for start in ("random rows", "k-means++")), key=lambda e: e.inertia
    )
    assert one["name"].endswith(f", draw {worst.seed}")
    assert "above the best" in one["told"]


def test_the_same_start_twice_is_a_race_of_one(app: AppTest):
    app.selectbox(key="race.other").set_value("random rows").run()
    assert not app.exception
    assert len(json.loads(app.get("plotly_chart")[0].proto.spec)["data"]) == 1


def test_the_page_says_what_is_to_be_seen(app: AppTest):
    assert "The end depends on the start. Lower inertia is better." in words(app)


@pytest.mark.parametrize(
    "end", ["k-means++~1", "random rows~99", "random rows~100", "x~1", "random rows~²", "~"]
)
def test_a_link_opens_with_an_end_and_with_the_worst_where_it_names_none(app: AppTest, end: str):
    app.query_params["end"] = end
    name = shown(app.run())[1]["films"][0]["name"]
    assert not app.exception
    known = end in ("k-means++~1", "random rows~99")
    assert (name == end.replace("~", ", draw ")) == known
