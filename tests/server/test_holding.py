"""A full or a stopping server says so in a sentence, and everybody else's work goes on."""

from __future__ import annotations

import gzip
import signal
import time

from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor

SMALL = b"a,b\n" + b"".join(b"%d,%d\n" % (i % 2 * 50 + i % 5, i % 7) for i in range(60))
FULL = "MB of its memory are free. Try a smaller file, or try again in some minutes."
STOPPING = "The server is being restarted. This page comes back by itself; then do this again."


def test_a_table_for_which_no_memory_is_free_is_refused_and_others_go_on(small_server: Server) -> None:
    large = gzip.compress(b"a,b\n" + b"1234567,7654321\n" * 6_000_000)  # 96 MB
    with Visitor(small_server.port) as visitor, Visitor(small_server.port) as other:
        other.run().load("small.csv", SMALL)
        before = small_server.memory()
        words = visitor.run().load("large.csv.gz", large).words()
        assert "The server is full: " in words
        assert FULL in words
        assert "large.csv.gz was not loaded; Customers.csv stays in its place." in words
        assert small_server.memory() - before < 200 * 2**20
        assert "small.csv" in other.run("clusters").words()
        assert "small.csv: 60 rows, 2 columns" in visitor.load("small.csv", SMALL).words()


def test_a_server_that_is_stopped_says_so_to_who_waits_and_ends() -> None:
    rows = b"".join(b'%d,"%d",%d,"word %d"\n' % (i, i * i % 97, i % 11, i % 13) for i in range(100_000))
    lines = b"a,b,c,d\n" + 30 * rows  # some seconds of reading
    with Server() as server, Visitor(server.port) as visitor:
        assert visitor.get("/health") == (200, b"ok")
        visitor.run()
        visitor.begin_loading("long.csv", lines)
        visitor.until(lambda message: "Stop" in [button.label for button in visitor.all("button")])
        server.process.send_signal(signal.SIGTERM)
        told = time.monotonic()
        visitor.until(lambda message: STOPPING in visitor.words())
        assert visitor.get("/health") == (503, b"stopping")
        assert server.process.wait(30) is not None
        assert time.monotonic() - told < 20
        assert "Traceback" not in server.said()
