"""The main job in a real browser: a table goes in, clusters come out, the same table comes back labelled."""

from __future__ import annotations

import base64
import csv
import io
from typing import Any

import numpy as np
import pytest

from tests.browser.conftest import Visit
from tests.browser.studio import Studio

SCATTER = "scatter.points.2"


def german_table() -> bytes:
    """Three groups as a German spreadsheet writes them: semicolons, decimal commas, quotes, leading zeros."""
    random = np.random.default_rng(5)
    lines = ['Nr;Größe;"Umsatz; netto";Notiz']
    for row in range(90):
        group = row % 3
        size = f"{random.normal(10 + 20 * group, 1):.2f}".replace(".", ",")
        sales = f"{random.normal(1000 * (3 - group), 40):.1f}".replace(".", ",")
        size = "k.A." if row == 7 else size
        note = '"sagte ""ja""; zweimal"' if row % 10 == 0 else f"Zeile {row}"
        lines.append(f"{row:05d};{size};{sales};{note}")
    return ("\r\n".join(lines) + "\r\n").encode("cp1252")


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def clusters(figure: dict[str, Any]) -> list[list[int]]:
    """Return the table rows drawn in each cluster's trace."""
    drawn = [numbers(trace["customdata"]) for trace in figure["data"] if "customdata" in trace]
    return [[number - 1 for number in rows] for rows in drawn]


def numbers(packed: Any) -> list[int]:
    """Read an array as Plotly holds it: a list, or base64 with its type."""
    if isinstance(packed, list):
        return packed
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()


def test_a_table_goes_in_and_comes_back_with_every_cell_and_its_clusters(studio: Studio) -> None:
    data = german_table()
    studio.upload("kunden.csv", data)
    assert "kunden.csv: 90 rows, 4 columns" in studio.text()
    studio.turn_to("Clusters")
    drawn = clusters(studio.figure(SCATTER))
    assert [len(rows) for rows in drawn] == [30, 30, 30]
    studio.turn_to("Export")
    name, back = studio.download("Download")
    assert name.startswith("kunden")
    assert name.endswith(".csv")
    before, after = cells(data.decode("cp1252"), ";"), cells(back.decode("cp1252"), ";")
    assert [row[:4] for row in after] == before
    assert after[0][4] == "cluster"
    labelled = [[i - 1 for i in range(1, 91) if after[i][4] == str(number)] for number in (1, 2, 3)]
    assert labelled == [sorted(rows) for rows in drawn]


def test_a_wrong_guess_can_be_overridden_and_taken_back(studio: Studio) -> None:
    studio.upload("both.csv", b"a,b;c,d\n1,5;2,5\n3,5;4,5\n5,5;6,5\n9,5;1,5\n")
    first = studio.text()
    studio.unfold("How this file was read")
    studio.choose("Delimiter", "comma")
    assert "both.csv: 4 rows, 3 columns" in studio.text()
    studio.choose("Delimiter", "semicolon")
    assert "both.csv: 4 rows, 2 columns" in studio.text()
    studio.choose("Delimiter", "guess")
    assert first.split("\n\n")[1] in studio.text()


SETTINGS = [
    ("choose", "Scaling", "None (original units)"),
    ("choose", "Start (init)", "Random rows"),
    ("enter", "Clusters (k)", "5"),
    ("enter", "Restarts (n_init)", "3"),
]
MORE = [
    ("choose", "Search", "Restarts only"),
    ("choose", "Algorithm", "Mini-batch"),
    ("enter", "Steps at most (max_iter)", "1"),
    ("enter", "Tolerance (tol)", "0.5"),
    ("enter", "Seed", "7"),
]


def test_a_setting_changes_the_drawn_chart_and_every_setting_stays_on_the_next_page(visit: Visit) -> None:
    studio = visit("/clusters")
    before = studio.figure(SCATTER)
    for hand, label, value in SETTINGS:
        getattr(studio, hand)(label, value)
    after = studio.figure(SCATTER)
    assert len(clusters(before)) == 4
    assert len(clusters(after)) == 5
    assert "no scaling · k = 5" in studio.text()
    studio.turn_to("Data").turn_to("Clusters")
    assert clusters(studio.figure(SCATTER)) == clusters(after)
    assert studio.field("Clusters (k)").input_value() == "5"


def test_every_further_setting_is_heard(visit: Visit) -> None:
    studio = visit("/clusters")
    studio.unfold("More settings")
    for hand, label, value in MORE:
        getattr(studio, hand)(label, value)
    studio.turn_to("Data").turn_to("Clusters").unfold("More settings")
    for hand, label, value in MORE:
        if hand == "enter":
            assert float(studio.field(label).input_value()) == float(value)
        else:
            assert studio.widget("stSelectbox", label).locator("input").input_value() == value


def test_rows_selected_with_the_box_are_listed_with_all_their_cells(visit: Visit) -> None:
    studio = visit("/clusters")
    chart = studio.chart(SCATTER)
    chart.locator("[data-title='Box Select']").click()
    area = chart.locator(".nsewdrag").first.bounding_box()
    assert area
    mouse = studio.page.mouse
    mouse.move(area["x"] + 3, area["y"] + 3)
    mouse.down()
    mouse.move(area["x"] + area["width"] - 3, area["y"] + area["height"] - 3, steps=8)
    mouse.up()
    studio.page.get_by_text("500 selected rows").wait_for()
    table = studio.page.locator(".st-key-scatter_selected")
    assert table.get_by_test_id("stDataFrame").count() == 1


PLACE = """([trace, point]) => {
  const plot = document.querySelector('.st-key-scatter-points-2 .js-plotly-plot');
  plot.scrollIntoView({block: "center"});
  const {_size: size, xaxis, yaxis} = plot._fullLayout, drawn = plot._fullData[trace];
  const {left, top} = plot.getBoundingClientRect();
  return [left + size.l + xaxis.d2p(drawn.x[point]), top + size.t + yaxis.d2p(drawn.y[point])];
}"""


def click_at(studio: Studio, trace: int, point: int) -> None:
    studio.chart(SCATTER)
    x, y = studio.page.evaluate(PLACE, [trace, point])
    studio.page.mouse.move(x - 30, y)
    studio.page.mouse.move(x, y, steps=5)
    studio.page.wait_for_timeout(300)  # Plotly looks fifteen times a second what the mouse points at
    studio.page.mouse.click(x, y, delay=50)
    studio.page.get_by_role("button", name="Show all").wait_for()
    studio.idle()


def test_a_click_on_a_point_or_a_centre_shows_its_cluster_alone(visit: Visit) -> None:
    studio = visit("/clusters")
    everything = clusters(studio.figure(SCATTER))
    click_at(studio, 1, 5)
    assert clusters(studio.figure(SCATTER)) == [[], everything[1], [], []]
    assert "1 selected row" in studio.text()
    studio.press("Show all")
    assert clusters(studio.figure(SCATTER)) == everything
    click_at(studio, 4, 2)
    assert clusters(studio.figure(SCATTER)) == [[], [], everything[2], []]


def test_the_view_changes_its_axes_and_its_dimensions(visit: Visit) -> None:
    studio = visit("/clusters")
    studio.choose("x axis", "income")
    assert studio.figure(SCATTER)["layout"]["xaxis"]["title"]["text"] == "income"
    studio.pick("3-D")
    assert {trace["type"] for trace in studio.figure("scatter.points.3")["data"]} == {"scatter3d"}


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("empty.csv", b"", "empty"),
        ("page.csv", b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        ("noise.csv", bytes(range(256)) * 40, "binary"),
        ("ragged.csv", b"a;b;c;d;e\n" + b"1;2\n3;4;5\n6;7;8;9\n" * 2, "line 4"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_keeps_the_table_before(
    studio: Studio, name: str, data: bytes, words: str
) -> None:
    studio.upload(name, data)
    said = studio.page.get_by_test_id("stAlert").first.inner_text()
    assert words in said
    assert "Customers" in studio.turn_to("Clusters").text()


def test_long_work_can_be_stopped_and_run_again(visit: Visit) -> None:
    studio = visit("/")
    studio.press("Digits").turn_to("Clusters").unfold("More settings")
    studio.choose("Search", "Restarts only").enter("Clusters (k)", 100)
    field = studio.page.get_by_label("Restarts (n_init)", exact=True).first
    field.fill("1000")
    field.press("Enter")
    studio.page.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    studio.page.get_by_text("Stopped.").wait_for()
    assert "explain" not in studio.idle().text()
    studio.enter("Restarts (n_init)", 1)
    assert len(clusters(studio.figure(SCATTER))) == 100


def test_hostile_headers_and_cells_stay_text(studio: Studio) -> None:
    head = '<script>window.__xss=1</script>,"![i](http://example.org/x.png)",%{x}'
    rows = "\n".join(f"{i % 7},{(i * 3) % 11},<img src=x onerror=window.__xss=1>{i}" for i in range(40))
    studio.upload("<b>bad</b>.csv", f"{head}\n{rows}\n".encode())
    for page in ("Clusters", "Export", "Data"):
        studio.turn_to(page)
        assert studio.page.evaluate("window.__xss") is None
        assert studio.page.locator("[data-testid=stMain] img[src*=example]").count() == 0


def test_a_column_unticked_in_the_table_of_columns_takes_no_part(studio: Studio) -> None:
    """The table is drawn on a canvas: its third row is `income`, its first column the tick."""
    table = studio.page.get_by_test_id("stDataFrame").last.locator(".dvn-scroller")
    table.click(position={"x": 30, "y": 36 + 35 * 2 + 17})
    studio.page.get_by_text("Scaled to mean 0 and standard deviation 1: 4 columns.").wait_for()
    studio.turn_to("Clusters")
    assert "4 features" in studio.text()


def test_centres_can_be_uploaded_and_k_means_starts_from_them(visit: Visit) -> None:
    studio = visit("/")
    studio.press("Three blobs").turn_to("Clusters")
    studio.choose("Start (init)", "Own centres").press("Enter centres")
    dialog = studio.page.get_by_role("dialog")
    file = {"name": "start.csv", "mimeType": "text/csv", "buffer": b"x,y\n-3,9\n5,2\n-7,-7\n0,0\n"}
    dialog.locator("input[type=file]").set_input_files(file)
    studio.idle()
    dialog.get_by_role("button", name="Start from these").click()
    studio.page.get_by_text("4 centres entered.").wait_for()
    studio.idle()
    assert len(clusters(studio.figure(SCATTER))) == 4
    assert "One start was made" in studio.figure("explore_clusters.restarts")["layout"]["title"]["text"]


def test_a_download_is_sent_as_it_is_for_packing_a_million_rows_takes_half_a_minute(visit: Visit):
    studio = visit("/export")
    answers: list[dict[str, str]] = []
    studio.page.on("response", lambda answer: "/media/" in answer.url and answers.append(answer.headers))
    _, back = studio.download("Download")
    sent = [headers for headers in answers if headers["content-type"].startswith("text/csv")]
    assert [headers.get("content-encoding") for headers in sent] == [None]
    assert sent[0]["content-length"] == str(len(back))


def test_some_selected_rows_are_told_apart_from_all_others_and_taken_away_marked(visit: Visit) -> None:
    studio = visit("/clusters")
    studio.chart(SCATTER).locator("[data-title='Box Select']").click()
    area = studio.chart(SCATTER).locator(".nsewdrag").first.bounding_box()
    assert area
    mouse = studio.page.mouse
    mouse.move(area["x"] + 3, area["y"] + 3)
    mouse.down()
    mouse.move(area["x"] + area["width"] / 2, area["y"] + area["height"] - 3, steps=8)
    mouse.up()
    studio.page.get_by_text("What sets them apart").wait_for()
    _, back = studio.idle().download("Download the table with these rows marked")
    lines = cells(back.decode())
    marked = [line[lines[0].index("cluster name")] for line in lines[1:]]
    assert {*marked} == {"selected", "other"}
    said = studio.page.get_by_text("selected rows").first.inner_text()
    assert marked.count("selected") == int(said.split()[0])


def test_a_centre_is_dragged_and_k_means_starts_from_where_it_was_put_down(visit: Visit) -> None:
    studio = visit("/clusters")
    studio.choose("Start (init)", "Own centres").press("Enter centres")
    centre = studio.page.locator(".centre").first
    before = centre.bounding_box()
    assert before
    centre.focus()
    for _ in range(9):
        studio.page.keyboard.press("ArrowRight")
    studio.page.keyboard.press("Enter")
    after = studio.idle().page.locator(".centre").first.bounding_box()
    assert after
    assert after["x"] > before["x"] + 20
    studio.page.get_by_role("dialog").get_by_role("button", name="Start from these").click()
    studio.page.get_by_text("4 centres entered.").wait_for()
    assert len(clusters(studio.idle().figure(SCATTER))) == 4
