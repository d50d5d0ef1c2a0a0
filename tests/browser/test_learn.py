"""Teaching with the film: by keyboard, by hand, at the pace of the screen, and from a link."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from kmeans_core.teaching import film, shape
from tests.browser.conftest import Visit
from tests.browser.studio import PATIENCE, Studio

PACE = """async () => {
  const inside = e => e.shadowRoot?.querySelector(".film");
  const root = [...document.querySelectorAll("*")].map(inside).find(Boolean);
  const [drawn, begun] = [Number(root.dataset.drawn), performance.now()];
  let frames = 0;
  await new Promise(done => {
    const over = () => performance.now() - begun > 2500;
    const tick = () => { frames += 1; over() ? done() : requestAnimationFrame(tick); };
    requestAnimationFrame(tick);
  });
  return {frames, drawn: Number(root.dataset.drawn) - drawn, seconds: (performance.now() - begun) / 1000};
}"""


def said(studio: Studio) -> Any:
    return studio.page.locator(".said").first


def centre(studio: Studio, at: list[float], box: dict[str, float]) -> tuple[float, float]:
    """Return where a place in data units is on the screen, on a canvas that shows the three blobs."""
    values = shape("Three blobs", 0.3).values
    low, high = values.min(axis=0), values.max(axis=0)
    scale = min((box["width"] - 42) / (high - low)[0], (box["height"] - 42) / (high - low)[1])
    away = (at - (low + high) / 2) * scale
    return box["x"] + box["width"] / 2 + away[0], box["y"] + box["height"] / 2 - away[1]


def test_a_film_is_stepped_and_played_with_the_keyboard_alone_and_the_link_opens_where_it_stood(
    visit: Visit,
) -> None:
    studio = visit("/watch")
    keys = studio.page.keyboard
    keys.press("ArrowRight")
    expect(said(studio)).to_contain_text("Assign: every point joins its nearest centre. 300 points changed.")
    keys.press("ArrowRight")
    expect(said(studio)).to_contain_text("Move: every centre goes to the mean of its points.")
    keys.press("ArrowLeft")
    expect(said(studio)).to_contain_text("Assign")
    studio.page.wait_for_url(re.compile("step=1"))
    again = visit(studio.page.url.removeprefix(studio.address))
    expect(said(again)).to_contain_text("1 of")
    expect(said(again)).to_contain_text("300 points changed.")
    keys.press("r")
    expect(said(studio)).to_contain_text("Start with 3 centres.")
    keys.press("Space")
    expect(studio.page.get_by_role("button", name="Pause")).to_be_visible()
    expect(said(studio)).to_contain_text("Converged after", timeout=PATIENCE)
    expect(studio.page.get_by_role("button", name="Play")).to_be_visible()


def test_a_dragged_centre_begins_a_new_film_from_where_it_was_put(visit: Visit) -> None:
    studio = visit("/watch")
    canvas = studio.page.locator("canvas").first
    box = canvas.bounding_box()
    assert box
    steps = film(shape("Three blobs", 0.3).values, 3, start="random rows").steps
    x, y = centre(studio, steps[0].centres[1].tolist(), box)
    mouse = studio.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(box["x"] + 30, box["y"] + 30, steps=6)
    mouse.up()
    studio.page.wait_for_url(re.compile("centres="))
    studio.idle()
    expect(said(studio)).to_contain_text("The centres begin where you put them.")
    studio.page.keyboard.press("End")
    expect(said(studio)).to_contain_text("Converged after")


def test_a_centre_is_moved_with_the_keyboard_alone(visit: Visit) -> None:
    studio = visit("/watch")
    studio.page.keyboard.press("2")
    for _ in range(4):
        studio.page.keyboard.press("Shift+ArrowLeft")
    studio.page.wait_for_url(re.compile("centres="))
    studio.idle()
    expect(said(studio)).to_contain_text("The centres begin where you put them.")
    before = film(shape("Three blobs", 0.3).values, 3, start="random rows").steps[0].centres[1]
    put = re.search(r"centres=[^&]*?~([-\d.]+)_", studio.page.url)
    assert put
    assert float(put[1]) < before[0]


def test_it_plays_at_the_pace_of_the_screen(visit: Visit) -> None:
    studio = visit("/watch?watch.data=Uniform&watch.k=5")
    studio.page.keyboard.press("Space")
    found = studio.page.evaluate(PACE)
    assert found["drawn"] == pytest.approx(found["frames"], rel=0.1)  # one picture for each that is shown
    assert found["frames"] / found["seconds"] > 20  # on a machine that others use, too


def test_painted_points_make_a_film(visit: Visit) -> None:
    studio = visit("/watch?watch.data=Painted+by+hand&watch.k=2")
    studio.press("Add a cloud")
    studio.press("Add a cloud")
    expect(said(studio)).to_contain_text("Start with 2 centres.")
    assert "points=" in studio.page.url
    studio.press("Clear")
    expect(studio.page.get_by_text("Paint at least 2 points, or add clouds.")).to_be_visible()


def test_a_lecture_has_large_type_and_no_sidebar(visit: Visit) -> None:
    studio = visit("/watch?lecture=true", width=1920, height=1080)
    expect(studio.page.get_by_test_id("stSidebar")).to_be_hidden()
    assert said(studio).evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 28
    assert studio.overflow() == 0


def test_a_click_on_a_bar_shows_where_that_start_ended_and_the_link_keeps_it(visit: Visit) -> None:
    studio = visit("/race")
    bars = studio.chart("race.endings").locator(".bars .point path")
    bars.first.click(force=True)
    studio.page.wait_for_url(re.compile("end="))
    studio.idle()
    expect(studio.page.get_by_text("inertia 117, the best")).to_be_visible()


def test_a_picture_is_repainted_in_its_colours_as_the_film_plays(visit: Visit) -> None:
    studio = visit("/watch?watch.data=A+picture&watch.picture=Test+card&watch.k=4")
    pixels = "c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer"
    colours = f"c => new Set(new Uint32Array({pixels})).size"
    before = studio.page.locator("canvas").first.evaluate(colours)
    studio.page.keyboard.press("End")
    expect(said(studio)).to_contain_text("Converged after")
    after = studio.page.locator("canvas").first.evaluate(colours)
    assert before > 100
    assert after <= 5  # four colours, and nothing around the picture


def test_three_films_of_a_race_play_together(visit: Visit) -> None:
    studio = visit("/race")
    studio.page.keyboard.press("End")
    for number in ("1 · random rows", "2 · k-means++", "3 · random rows, then swaps"):
        expect(studio.page.locator("figcaption").filter(has_text=number)).to_contain_text("inertia")
