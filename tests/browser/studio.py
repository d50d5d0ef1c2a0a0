"""The app as a person has it in front of them: one browser page, and the hands and eyes that tests need."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Download, FilePayload, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

PICTURES = Path(__file__).parent / "screenshots"  # ignored by git
# Milliseconds until a slow machine is taken to be stuck; a very busy one needs `make test PATIENCE=120`.
PATIENCE = int(os.environ.get("PATIENCE", "30")) * 1000

# Runs before the page's own scripts: notes when the page and the server last spoke.
LISTEN = """
window.lastSpoke = performance.now();
const Socket = window.WebSocket;
window.WebSocket = class extends Socket {
  constructor(...args) {
    super(...args);
    this.addEventListener("message", () => { window.lastSpoke = performance.now(); });
  }
  send(...args) { window.lastSpoke = performance.now(); super.send(...args); }
};
"""
# The script has run, nothing was said for 500 ms (sliders and text fields wait 200 ms before they speak), and
# every chart that can be seen is drawn.
IDLE = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const charts = [...document.querySelectorAll('[data-testid="stPlotlyChart"]')].filter(c => c.offsetParent);
  return app && app.dataset.testScriptState === "notRunning"
    && app.dataset.testConnectionState === "CONNECTED"
    && performance.now() - window.lastSpoke > 500
    && !document.querySelector('[data-testid="stSkeleton"]')
    && charts.every(c => c.querySelector(".js-plotly-plot .main-svg"));
}"""
DRAWN = "chart => chart.querySelector('.js-plotly-plot')?.data"
AT_REST = "() => new Promise(done => requestIdleCallback(() => done(), {timeout: 5000}))"
FIGURE = """chart => {
  const plot = chart.querySelector(".js-plotly-plot");
  const plain = (key, value) => ArrayBuffer.isView(value) ? Array.from(value) : value;
  return JSON.stringify({data: plot.data, layout: plot.layout}, plain);
}"""

OPTIONS = "[data-testid=stRadio] label, [role=tab], [role=radio]"


class Studio:
    """One visitor's page; `trouble` holds what no page may cause: errors and requests to other machines."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.trouble: list[str] = []
        page.set_default_timeout(PATIENCE)
        page.add_init_script(LISTEN)
        page.on("request", self._note_request)
        page.on("console", self._note_message)
        page.on("pageerror", lambda error: self.trouble.append(f"error: {error}"))

    def _note_request(self, request: Any) -> None:
        where = urlsplit(request.url)
        if where.scheme not in ("data", "blob") and where.hostname != "127.0.0.1":
            self.trouble.append(f"request: {request.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        looking = (
            "/_stcore/" in message.location["url"]
        )  # Streamlit tries where its server is: /page/_stcore/health
        if message.type == "error" and not looking:
            self.trouble.append(f"console: {message.text}")

    # Getting about

    def open(self, path: str = "/") -> Studio:
        """Type a page's address and wait until it is there."""
        self.page.goto(self.address + path)
        return self.idle()

    def turn_to(self, title: str) -> Studio:
        """Click a page's name in the navigation."""
        link = self.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first
        there = urlsplit(link.get_attribute("href") or "").path
        link.click()
        self.page.wait_for_url(lambda url: urlsplit(url).path == there)
        return self.idle()

    def idle(self) -> Studio:
        """Wait until the server has answered everything and every chart is drawn."""
        self.page.wait_for_function(IDLE, timeout=PATIENCE, polling=50)
        self.page.evaluate(AT_REST)  # on a busy machine what was said is painted some time later
        self.page.wait_for_function(IDLE, timeout=PATIENCE, polling=50)
        return self

    # Hands

    def upload(self, name: str, data: bytes, label: str | None = None) -> Studio:
        """Drop a file on the uploader with this label (or the only one)."""
        uploader = self.page.get_by_test_id("stFileUploader")
        uploader = uploader.filter(has_text=label) if label else uploader
        file: FilePayload = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
        uploader.locator("input[type=file]").set_input_files(file)
        return self.idle()

    def choose(self, label: str, option: str) -> Studio:
        """Open a select box and click an option."""
        box = self.widget("stSelectbox", label)
        choice = self.page.get_by_role("option", name=option, exact=True)
        for _ in range(3):  # a page that is still being drawn closes the list again
            box.locator("[data-baseweb=select], [role=combobox], input").first.click()
            try:
                choice.click(timeout=PATIENCE / 3)
            except PlaywrightTimeout:
                self.page.keyboard.press("Escape")
            else:
                return self.idle()
        raise AssertionError(f"{label} offers no {option}")

    def field(self, label: str) -> Locator:
        """Find a field by its label."""
        return self.page.get_by_label(label, exact=True).first

    def enter(self, label: str, value: str | float) -> Studio:
        """Type into a number or text field and press Enter."""
        field = self.field(label)
        field.fill(str(value))
        field.press("Enter")
        return self.idle()

    def press(self, label: str) -> Studio:
        """Click the button with these words."""
        self.page.get_by_role("button", name=label).first.click()
        return self.idle()

    def switch(self, label: str) -> Studio:
        """Click a checkbox or toggle."""
        self.widget("stCheckbox", label).locator("label").first.click()
        return self.idle()

    def pick(self, option: str) -> Studio:
        """Click an option of a radio, of segmented buttons or pills, or a tab."""
        words = re.compile(rf"^\s*{re.escape(option)}\s*$")
        self.page.locator(OPTIONS).filter(has_text=words).first.click()
        return self.idle()

    def unfold(self, label: str) -> Studio:
        """Open an expander."""
        self.page.get_by_test_id("stExpander").filter(has_text=label).locator("summary").first.click()
        return self.idle()

    def download(self, label: str) -> tuple[str, bytes]:
        """Click a download button; return the file's name and its bytes."""
        with self.page.expect_download(timeout=PATIENCE) as coming:
            self.page.get_by_test_id("stDownloadButton").filter(has_text=label).first.locator(
                "button"
            ).click()
        download: Download = coming.value
        data = Path(download.path()).read_bytes()
        self.idle()
        return download.suggested_filename, data

    # Eyes

    def widget(self, kind: str, label: str) -> Locator:
        """Return the widget of a kind (Streamlit's test id) by its label."""
        return self.page.get_by_test_id(kind).filter(has_text=label).first

    def chart(self, key: str) -> Locator:
        """Return the chart drawn with this key."""
        name = "".join(c if c.isalnum() or c in "-_" else "-" for c in key)
        return self.page.locator(f".st-key-{name}").get_by_test_id("stPlotlyChart").first

    def figure(self, key: str | None = None) -> dict[str, Any]:
        """Return what a chart shows: `data` (traces) and `layout`, as Plotly's JSON with plain lists."""
        chart = self.chart(key) if key else self.page.get_by_test_id("stPlotlyChart").first
        expect(chart.locator(".main-svg").first).to_be_attached(timeout=PATIENCE)
        self.page.wait_for_function(DRAWN, arg=chart.element_handle(), timeout=PATIENCE)
        figure: dict[str, Any] = json.loads(chart.evaluate(FIGURE))
        return figure

    def text(self) -> str:
        """Return every word on the page, the sidebar left out."""
        return self.page.get_by_test_id("stMain").inner_text()

    def overflow(self) -> int:
        """Return by how many pixels the page itself scrolls sideways."""
        reach = "Math.max(...[...document.querySelectorAll('html, [data-testid=stMain]')].map({}))"
        return int(self.page.evaluate(reach.format("e => e.scrollWidth - e.clientWidth")))

    def picture(self, name: str, scheme: Literal["", "light", "dark"] = "") -> Path:
        """Take a picture of the whole page into the screenshots folder."""
        path = PICTURES / f"{name}{'-' if scheme else ''}{scheme}.png"
        self.page.screenshot(path=path, full_page=True)
        return path
