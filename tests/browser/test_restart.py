"""The server is restarted under an open tab: the person is told, and their settings wait for their table."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from benchmarks.load.server import Server
from tests.browser.studio import PATIENCE, Studio

TABLE = b"size;weight;when\n" + b"".join(b"%d,5;%d;x\n" % (i % 5 * 50 + i % 7, i % 3 * 9) for i in range(150))


def test_after_a_restart_the_tab_gets_its_settings_back_with_its_table(browser: Browser) -> None:
    with Server() as server:
        port = server.port
        page = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB").new_page()
        studio = Studio(page, f"http://127.0.0.1:{port}").open("/clusters")
        studio.turn_to("Data").upload("mine.csv", TABLE)
        studio.enter("Clusters (k)", 7)
        studio.enter("Restarts (n_init)", 3)
        assert "k = 7" in studio.turn_to("Clusters").text()
    again = Server()
    again.port = port
    with again:
        studio.idle().turn_to("Export")
        expect(page.get_by_text("is no longer on this server").first).to_be_visible(timeout=PATIENCE)
        assert "A recipe for mine.csv waits for its table" in studio.text()
        studio.turn_to("Data").upload("mine.csv", TABLE)
        words = studio.turn_to("Clusters").text()
        assert studio.field("Restarts (n_init)").input_value() == "3"
    assert "mine.csv · 150 rows" in words
    assert "k = 7" in words
    page.context.close()
