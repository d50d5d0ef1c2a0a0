"""A browser that comes back finds its table, or is told that it is gone."""

from __future__ import annotations

from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor

TABLE = b"size,weight\n" + b"".join(b"%d,%d\n" % (i % 2 * 50 + i % 5, i % 7) for i in range(60))
GONE = (
    "What you had loaded is no longer on this server: it was restarted, or you were away for long. "
    "Until you load it again on the Data page, with the settings you had, you see a sample."
)


def test_a_reloaded_page_shows_the_same_table_and_another_browser_does_not(server: Server) -> None:
    with Visitor(server.port) as visitor:
        visitor.run().load("mine.csv", TABLE)
        with Visitor(server.port, visitor.cookies) as again:
            assert "mine.csv: 60 rows, 2 columns" in again.run().words()
            assert "mine.csv" in again.run("clusters").words()
        with Visitor(server.port) as other:
            assert "mine.csv" not in other.run().words()


def test_where_the_server_was_restarted_the_page_says_that_the_table_is_gone(
    server: Server, small_server: Server
) -> None:
    with Visitor(server.port) as visitor:
        assert GONE not in visitor.run().load("mine.csv", TABLE).words()
        cookies = visitor.cookies
    with Visitor(small_server.port, cookies) as visitor:
        assert GONE in visitor.run("export").words()
        assert GONE not in visitor.press("I see").words()
    with Visitor(small_server.port, {**cookies, "studio_visit": f"{'x' * 22}.1"}) as visitor:
        assert GONE in visitor.run().words()
        assert GONE not in visitor.load("mine.csv", TABLE).words()


def test_a_browser_that_uploaded_nothing_is_told_nothing(server: Server, small_server: Server) -> None:
    with Visitor(server.port) as visitor:
        visitor.run()
        cookies = visitor.cookies
    with Visitor(small_server.port, cookies) as visitor:
        assert GONE not in visitor.run().words()
