"""What visitors send: within their share, never to the disk, and without a trace in the log."""

from __future__ import annotations

import socket
import time

from benchmarks.load.server import KEY, Server
from benchmarks.load.visitor import Visitor

MB = 2**20


def test_a_visitors_files_together_stay_within_a_share() -> None:
    with Server(sessions=2, session_mb=2, memory_mb=900) as server, Visitor(server.port) as visitor:
        visitor.run()
        path = f"/_stcore/upload_file/{visitor.session}/"
        assert [visitor.put(f"{path}{i}", "a.csv", b"1" * (MB - 1000)) for i in range(4)] == [
            204,
            204,
            413,
            413,
        ]
        assert visitor.status(KEY)["uploads_mb"] == 2.0


def test_an_upload_of_untold_size_is_refused(server: Server) -> None:
    with Visitor(server.port) as visitor:
        visitor.run()
        path = f"/_stcore/upload_file/{visitor.session}/1"
        chunked = {"Transfer_Encoding": "chunked", "X_Xsrftoken": visitor.cookies["_streamlit_xsrf"]}
        assert visitor.request("PUT", path, None, **chunked) == (411, b"An upload says how long it is.")


def test_an_upload_that_is_broken_off_leaves_no_traceback(server: Server) -> None:
    before = len(server.said())
    with Visitor(server.port) as visitor:
        visitor.run()
        head = (
            f"PUT /_stcore/upload_file/{visitor.session}/1 HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            f"Cookie: _streamlit_xsrf={visitor.cookies['_streamlit_xsrf']}\r\n"
            f"X-Xsrftoken: {visitor.cookies['_streamlit_xsrf']}\r\n"
            "Content-Type: multipart/form-data; boundary=edge\r\nContent-Length: 1000000\r\n\r\n"
        )
        with socket.create_connection(("127.0.0.1", server.port)) as line:
            line.sendall(head.encode() + b"--edge\r\n")
            time.sleep(0.3)
        time.sleep(0.5)
        visitor.run()
    assert "Error" not in server.said()[before:]
    assert "Exception" not in server.said()[before:]


def test_what_a_visitor_left_goes_and_memory_is_handed_back() -> None:
    lines = b"a,b,c,d\n" + b"".join(b"%d,%d,%d,%d\n" % (i, i % 7, i % 11, i % 13) for i in range(150_000))
    with Server(visit_minutes=0, results_minutes=0) as server:
        with Visitor(server.port) as visitor:
            before = server.memory()
            visitor.run()
            started = server.memory()
            visitor.load("mine.csv", lines)
            held = server.memory()
        for _ in range(60):
            time.sleep(0.5)
            if server.memory() < started + (held - started) / 3:
                break
        with Visitor(server.port) as other:
            other.run()
            told = other.status(KEY)
        assert before < held
        assert (told["uploads"], told["sessions"], told["sessions_left"]) == (0, 1, 0)
        assert server.memory() < started + (held - started) / 3 + 30 * MB
