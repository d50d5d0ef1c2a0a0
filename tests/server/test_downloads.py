"""Files made at a click come to whoever clicked, however busy the others are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor

VISITORS, EACH = 6, 4  # benchmarks/load/crowd.py has twenty fetch two hundred files


def own_table(number: int) -> bytes:
    return b"who,x,y\n" + b"".join(b"v%d,%d,%d\n" % (number, i % 2 * 50 + i % 5, i % 7) for i in range(40))


def test_visitors_at_the_same_time_get_their_own_files(server: Server) -> None:
    def visit(number: int) -> list[str]:
        problems = []
        with Visitor(server.port) as visitor:
            visitor.run().load(f"v{number}.csv", own_table(number)).run("export")
            for _ in range(EACH):
                address = visitor.make("Download")
                visitor.run(
                    "export"
                )  # its own script runs once more, as others' do, before the file is fetched
                status, file = visitor.get(address)
                lines = file.decode("utf-8-sig", "replace").splitlines()[1:]
                if status != 200 or {line.partition(",")[0] for line in lines} != {f"v{number}"}:
                    problems.append(f"visitor {number}: {status}, {lines[:1]}")
        return problems

    with ThreadPoolExecutor(VISITORS) as pool:
        assert [problem for problems in pool.map(visit, range(VISITORS)) for problem in problems] == []


def test_a_click_on_what_was_drawn_before_gets_its_file(server: Server) -> None:
    with Visitor(server.port) as visitor:
        visitor.run().run("export")
        shown = visitor.one("download_button", "Download").deferred_file_id
        visitor.run("export")
        visitor.one("download_button", "Download").deferred_file_id = shown
        assert visitor.get(visitor.make("Download"))[0] == 200
