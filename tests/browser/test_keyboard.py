"""The whole way with the keyboard alone, every stop of it seen; and every page at twice its size."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.studio import Studio
from tests.browser.test_frame import every_page

FOCUSED = """() => {
  const e = document.activeElement;
  if (!e.matches("a, button, summary, input")) return {said: "", seen: true};  // a part that scrolls
  const box = e.closest('[data-testid*="Input"]') || e;
  const around = [e, e.parentElement, box].map(each => getComputedStyle(each));
  const lined = s => s.outlineStyle !== "none" && s.outlineWidth !== "0px";
  const ring = around.some(s => lined(s) || s.boxShadow !== "none");
  return {said: e.getAttribute("aria-label") || e.innerText, seen: ring};
}"""


def reach(studio: Studio, words: str, most: int = 120) -> None:
    """Press Tab until the focus is on what says these words; it must be seen there."""
    for _ in range(most):
        studio.page.keyboard.press("Tab")
        found = studio.page.evaluate(FOCUSED)
        if words in found["said"]:
            assert found["seen"], f"The focus on {words} is not seen."
            return
    raise AssertionError(f"{words} is not reached with the Tab key.")


def press(studio: Studio, words: str, key: str = "Enter") -> None:
    reach(studio, words)
    studio.page.keyboard.press(key)
    studio.idle()


def test_from_a_sample_to_named_clusters_and_their_file_without_a_mouse(visit: Visit) -> None:
    studio = visit("/")
    press(studio, "Iris")
    assert "Iris.csv: 150 rows" in studio.text()
    studio.page.evaluate("document.activeElement.blur()")
    press(studio, "Choose k")
    expect(studio.page.get_by_role("heading", name="Choose k", exact=True)).to_be_visible()
    press(studio, "As a table")
    expect(studio.page.get_by_test_id("stDataFrame").first).to_be_visible()
    press(studio, "Profiles")
    reach(studio, "Name of cluster 1")
    studio.page.keyboard.type("short petals")
    studio.page.keyboard.press("Enter")
    studio.idle()
    press(studio, "Export")
    reach(studio, "Download Iris")
    with studio.page.expect_download() as coming:
        studio.page.keyboard.press("Enter")
    assert b"short petals" in coming.value.path().read_bytes()


def test_every_word_on_the_pages_can_be_looked_up(studio: Studio) -> None:
    press(studio, "Words")
    dialog = studio.page.get_by_role("dialog")
    expect(dialog.get_by_text("How much nearer rows are to their own cluster")).to_be_visible()
    studio.enter("Find a word", "gap")
    expect(dialog.get_by_text("How much nearer rows are to their own cluster")).to_have_count(0)
    expect(dialog.get_by_text("Tibshirani, Walther and Hastie 2001")).to_be_visible()


@every_page
def test_a_page_at_twice_its_size_scrolls_in_one_direction_only(
    visit: Visit, address: str, title: str
) -> None:
    studio = visit(f"/{address}", width=720, height=450)  # what is left of 1440 x 900 pixels at 200 %
    assert studio.overflow() == 0
    assert title in studio.page.title()
