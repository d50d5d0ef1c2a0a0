"""The Profiles page in a real browser: names, pictures, downloads, small screens and hostile text."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import PATIENCE, Studio

HOSTILE = (
    '"![i](http://127.0.0.1:1/x.png)","<img src=x onerror=alert(1)>","a_b *c* $x$ %{y}",town,note\n'
    + "".join(
        f'{10 * (i % 3) + i % 2},{i % 5},7,"[Oslo](http://127.0.0.1:1/{i % 3})",text {i}\n' for i in range(90)
    )
    + f"{'9' * 6},,7,<script>,{'long ' * 60}\n"
)
SECTIONS = ("Tests", "Known classes", "Two clusters", "Two settings", "Rules")


@pytest.fixture
def profiles(visit: Visit) -> Studio:
    studio = visit("/").turn_to("Profiles").enter("Clusters (k)", 4)
    expect(studio.page.get_by_label("Name of cluster 4", exact=True)).to_be_visible(timeout=PATIENCE)
    return studio.idle()


def test_a_name_given_on_a_card_is_in_the_legends_of_other_pages(profiles: Studio) -> None:
    profiles.enter("Name of cluster 2", "Big spenders")
    expect(profiles.page.get_by_role("heading", name="Big spenders")).to_be_visible(timeout=PATIENCE)
    profiles.turn_to("Clusters")
    names = [trace.get("name") for trace in profiles.figure("scatter.points.2")["data"]]
    assert "2 · Big spenders (120)" in names


def test_the_heat_map_becomes_lines_or_a_radar(profiles: Studio) -> None:
    assert profiles.figure("profile.differences.Heat map")["data"][0]["type"] == "heatmap"
    profiles.pick("Lines")
    lines = profiles.figure("profile.differences.Lines")["data"]
    assert [trace["name"][:3] for trace in lines] == ["1 ·", "2 ·", "3 ·", "4 ·"]
    profiles.pick("Radar")
    assert profiles.figure("profile.differences.Radar")["data"][0]["type"] == "scatterpolar"


def test_any_column_is_drawn_as_histogram_boxes_violins_or_shares(profiles: Studio) -> None:
    profiles.widget("stSelectbox", "Column").hover()  # scrolls there first: an open list closes on scrolling
    profiles.idle().choose("Column", "income")
    histogram = profiles.figure("profile.spread.Histogram")
    assert histogram["layout"]["xaxis"]["title"]["text"] == "income"
    profiles.pick("Boxes")
    assert {trace["type"] for trace in profiles.figure("profile.spread.Boxes")["data"]} == {"box"}
    profiles.pick("Violins")
    assert len(profiles.figure("profile.spread.Violins")["data"]) == 4
    profiles.choose("Column", "group")
    assert set(profiles.figure("profile.shares")["data"][0]["y"]) == {
        "families",
        "professionals",
        "retired regulars",
        "students",
    }


def test_the_profile_goes_out_as_csv_and_as_a_workbook(profiles: Studio) -> None:
    name, data = profiles.download("Profile as CSV")
    rows = list(csv.DictReader(io.StringIO(data.decode())))
    assert name.endswith(".csv")
    assert len(rows) == 5 * 5
    columns = "age, income, purchases a year, order value, loyalty years"
    assert {row["column"] for row in rows} == set(columns.split(", "))
    name, data = profiles.download("Profile as Excel")
    assert name.endswith(".xlsx")
    assert data.startswith(b"PK")


def test_every_section_opens_and_tells_something(profiles: Studio) -> None:
    for section, words in zip(
        SECTIONS,
        (
            "so none is shown",
            "lies in the cluster of its class",
            "Another cluster",
            "stays together",
            "small decision",
        ),
        strict=True,
    ):
        profiles.pick(section)
        expect(profiles.page.get_by_test_id("stMain")).to_contain_text(words, timeout=PATIENCE)


@pytest.mark.parametrize("width", [1440, 390])
def test_hostile_text_is_shown_as_it_is_and_fetches_nothing(visit: Visit, width: int) -> None:
    """The page's own checks see every request and error; nothing may run, load or push the page sideways."""
    studio = visit("/").upload("h.csv", HOSTILE.encode()).turn_to("Profiles")
    for section in SECTIONS:
        studio.pick(section)
    studio.unfold("Typical and odd rows")
    studio.page.set_viewport_size({"width": width, "height": 900})
    fits = "document.querySelector('[data-testid=stMain]').scrollWidth <= innerWidth"
    studio.page.wait_for_function(fits, timeout=PATIENCE)  # charts follow the screen a moment later
    assert studio.overflow() == 0
    assert "![i](http://127.0.0.1:1/x.png)" in studio.text()
    assert studio.page.locator("[data-testid=stMain] img").count() == 0
