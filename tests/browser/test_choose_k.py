"""Choosing k in a real browser: the charts are drawn, the advice acts, a stop keeps what is done."""

from __future__ import annotations

import numpy as np
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import Studio


def table(values: np.ndarray) -> bytes:
    head = ",".join("abcdefghij"[: values.shape[1]])
    return (head + "\n" + "\n".join(",".join(f"{v:.4f}" for v in row) for row in values) + "\n").encode()


def three_groups(each: int = 60) -> np.ndarray:
    random = np.random.default_rng(4)
    middle = np.repeat([[0.0, 0], [9, 0], [4, 8]], each, axis=0)
    return middle + random.normal(size=middle.shape)


def test_the_verdict_is_read_its_charts_drawn_and_its_k_used_everywhere(studio: Studio) -> None:
    studio.upload("plain.csv", table(three_groups()))
    studio.enter("Clusters (k)", 2)
    studio.turn_to("Choose k")
    expect(studio.page.get_by_text("3 clusters, high confidence")).to_be_visible()
    curve = studio.figure("choose_k.inertia")["data"][0]
    assert curve["x"] == list(range(2, 11))
    assert studio.figure("choose_k.splits")["data"][0]["type"] == "sankey"
    assert len(studio.figure("choose_k.silhouettes")["data"]) == 2
    studio.press("Use k = 3")
    assert len(studio.figure("choose_k.silhouettes")["data"]) == 3
    studio.turn_to("Clusters")
    expect(studio.page.get_by_label("Clusters (k)", exact=True)).to_have_value("3")


def test_noise_gets_no_number(studio: Studio) -> None:
    studio.upload("noise.csv", table(np.random.default_rng(1).lognormal(size=(300, 2))))
    studio.turn_to("Choose k")
    expect(studio.page.get_by_text("No clear clusters")).to_be_visible()
    expect(studio.page.get_by_text("Take the logarithm of the skewed columns")).to_be_visible()
    studio.press("Take the logarithm of the skewed columns")
    expect(studio.page.get_by_text("Take the logarithm of the skewed columns")).to_have_count(0)


def test_fewer_rows_than_the_range_end_it_early(studio: Studio) -> None:
    studio.upload("few.csv", b"a,b\n0,0\n0,2\n10,0\n10,2\n10,2\n")
    studio.turn_to("Choose k")
    assert studio.figure("choose_k.inertia")["data"][0]["x"] == [2, 3, 4]


def test_nothing_scrolls_sideways_on_a_phone(visit: Visit) -> None:
    studio = visit("/choose_k", width=390, scheme="dark")
    assert studio.overflow() == 0
    studio.unfold("What if the settings were others?")
    studio.switch("Compare with other scalings, k and seeds")
    assert studio.figure("choose_k.robustness")["data"][0]["type"] == "heatmap"
    assert studio.overflow() == 0


def test_a_stop_keeps_the_k_that_are_done_and_the_rest_can_follow(studio: Studio) -> None:
    random = np.random.default_rng(0)
    studio.upload("long.csv", table(random.normal(size=(15_000, 8))))
    studio.turn_to("Choose k")
    studio.press("Tried: k = 2 to 10")
    field = studio.page.get_by_label("To k", exact=True)
    field.fill("90")
    field.press("Enter")
    studio.page.get_by_text("Trying every k").first.wait_for()
    studio.page.locator("[class*='st-key-stop'] button").click()
    studio.page.get_by_text("of 2 to 90 are shown").wait_for()
    shown = studio.idle().figure("choose_k.inertia")["data"][0]["x"]
    assert shown[:9] == list(range(2, 11))
    assert len(shown) < 89
    expect(studio.page.get_by_role("button", name="Go on")).to_be_visible()
