"""What a click costs, in a real browser: `python -m benchmarks.clicks [--quick]`.

A table of 10,000 rows is uploaded to the running app (2,000 with --quick). For each click: milliseconds until
what was asked for is drawn, bytes that came over the connection, and script runs that the server began; then,
counted without a browser, how many results were asked of the core, and how many of these were computed anew.
"""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, WebSocket, sync_playwright
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.testing.v1 import AppTest

from benchmarks.preview import serve, settled
from pages.shared.results.desk import Desk
from tests.browser import chromium
from tests.browser.conftest import FLAGS
from tests.browser.studio import Studio

ROWS = 2_000 if "--quick" in sys.argv else 10_000
SCATTER = ".st-key-scatter-points-2 .js-plotly-plot"
TRACES = f"document.querySelector('{SCATTER}')?.data?.filter(t => t.customdata).length"
DRAWN = "document.querySelector('.st-key-{} .main-svg') && document.title.startsWith('{}')"
PRESSED = "addEventListener('{}', () => {{ window.pressed = performance.now(); }}, {{capture: true}})"
SEEN = """() => new Promise(done => {
  const look = () => (CONDITION) ? done(performance.now() - window.pressed) : requestAnimationFrame(look);
  look();
})"""
CLICKS = (  # what is clicked, and what must then be there
    ("k + 1", lambda studio: step(studio, "ArrowUp"), f"{TRACES} === 5"),
    ("k - 1", lambda studio: step(studio, "ArrowDown"), f"{TRACES} === 4"),
    ("k + 1 again", lambda studio: step(studio, "ArrowUp"), f"{TRACES} === 5"),
    (
        "to Profiles",
        lambda studio: turn(studio, "Profiles"),
        DRAWN.format("profile-differences-Heat-map", "Prof"),
    ),
    ("to Clusters", lambda studio: turn(studio, "Clusters"), DRAWN.format("scatter-points-2", "Clusters")),
    ("to Choose k", lambda studio: turn(studio, "Choose k"), DRAWN.format("choose_k-inertia", "Choose")),
    ("to Clusters", lambda studio: turn(studio, "Clusters"), DRAWN.format("scatter-points-2", "Clusters")),
)


def table() -> bytes:
    """Four groups in five columns."""
    random = np.random.default_rng(8)
    values = random.normal(size=(4, 5))[random.integers(0, 4, ROWS)] * 5 + random.normal(size=(ROWS, 5))
    return b"a,b,c,d,e\n" + b"\n".join(b",".join(b"%.3f" % v for v in row) for row in values)


def step(studio: Studio, key: str) -> None:
    studio.field("Clusters (k)").press(key)


def turn(studio: Studio, title: str) -> None:
    studio.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()


class Connection:
    """What comes from the server: bytes, and script runs that begin."""

    def __init__(self, page: Page) -> None:
        self.bytes = self.runs = 0
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", self._note)

    def _note(self, payload: str | bytes) -> None:
        data = payload.encode() if isinstance(payload, str) else payload
        self.bytes += len(data)
        self.runs += ForwardMsg.FromString(data).WhichOneof("type") == "new_session"


def in_the_browser(page: Page, address: str) -> None:
    connection, studio = Connection(page), Studio(page, address)
    for kind in ("pointerdown", "keydown"):
        page.add_init_script(PRESSED.format(kind))
    studio.open("/")
    studio.upload("table.csv", table())
    studio.turn_to("Clusters")
    studio.enter("Clusters (k)", 4)
    print(f"{'click':14s}{'ms':>8s}{'kB':>8s}{'runs':>6s}")
    for words, click, there in CLICKS:
        settled(studio)
        connection.bytes = connection.runs = 0
        click(studio)
        taken = page.evaluate(SEEN.replace("CONDITION", there))
        settled(studio)
        print(f"{words:14s}{taken:8.0f}{connection.bytes / 1000:8.0f}{connection.runs:6d}", flush=True)


def asked_of_the_core() -> None:
    """Count the results that a run of the script asks for, and those among them that are computed."""
    asked = {"all": 0, "new": 0}

    def counting(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        def counted(desk: Desk, *words: Any) -> Any:
            asked[name] += 1
            return original(desk, *words)

        return counted

    Desk.kept = counting("all", Desk.kept)  # type: ignore[method-assign]
    Desk.ask = counting("new", Desk.ask)  # type: ignore[method-assign]
    app = AppTest.from_file(str(Path(__file__).parent.parent / "app.py"), default_timeout=300).run()
    app.file_uploader(key="load_data.file").set_value(("table.csv", table(), "text/csv")).run()
    app.switch_page("pages/table/explore_clusters.py").run()
    app.number_input(key="table.k").set_value(4).run()
    print(f"\n{'click':14s}{'asked':>8s}{'new':>8s}")
    for words, click in (
        ("k + 1", lambda: app.number_input(key="table.k").set_value(5).run()),
        ("k - 1", lambda: app.number_input(key="table.k").set_value(4).run()),
        ("to Profiles", lambda: app.switch_page("pages/table/profile_clusters.py").run()),
        ("to Choose k", lambda: app.switch_page("pages/table/choose_k.py").run()),
        ("to Clusters", lambda: app.switch_page("pages/table/explore_clusters.py").run()),
    ):
        asked.update(all=0, new=0)
        click()
        print(f"{words:14s}{asked['all']:8d}{asked['new']:8d}", flush=True)


if __name__ == "__main__":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = serve(port)
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium.find(), args=list(FLAGS), env=dict(os.environ)
            )
            in_the_browser(
                browser.new_page(viewport={"width": 1440, "height": 900}), f"http://127.0.0.1:{port}"
            )
            browser.close()
    finally:
        server.terminate()
        server.wait()
    asked_of_the_core()
