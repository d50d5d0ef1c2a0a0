"""Many visitors at once on a running server of this machine: what they wait for, and what they get.

    python -m benchmarks.load.crowd downloads [--visitors 20] [--each 10]
    python -m benchmarks.load.crowd arrivals  [--visitors 30] [--rows 100000]
    python -m benchmarks.load.crowd beside    [--visitors 3] [--rows 300000]
    python -m benchmarks.load.crowd soak      [--visitors 10] [--minutes 30]

A figure of one run compares only with another run under the same load, which is printed first.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import numpy as np

from benchmarks.load.server import Server
from benchmarks.load.visitor import Visitor
from benchmarks.machine import machine

MB = 2**20
PAGES = ("", "choose_k", "clusters", "profiles", "export")


def table(rows: int, seed: int) -> bytes:
    """Make a table of five groups in six columns, another one for each seed."""
    random_numbers = np.random.default_rng(seed)
    centres = random_numbers.normal(0, 20, (5, 6))
    values = centres[random_numbers.integers(0, 5, rows)] + random_numbers.normal(0, 3, (rows, 6))
    lines = ["a,b,c,d,e,f", *(",".join(f"{value:.3f}" for value in row) for row in values)]
    return "\n".join(lines).encode()


def told(what: str, seconds: list[float]) -> None:
    if seconds:
        median, late = np.percentile(seconds, [50, 95])
        print(f"{what}: median {median:.2f} s, 95 % within {late:.2f} s, longest {max(seconds):.2f} s")


def downloads(server: Server, visitors: int, each: int) -> None:
    """Let visitors fetch files made at the click while all the others' pages run."""

    def visit(number: int) -> int:
        right = 0
        with Visitor(server.port) as visitor:
            own = table(40, number).splitlines()
            visitor.run().load(f"v{number}.csv", b"\n".join(own)).run("export")
            for _ in range(each):
                address = visitor.make("Download")
                visitor.run("export")
                status, file = visitor.get(address)
                right += status == 200 and own[1] in file
        return right

    with ThreadPoolExecutor(visitors) as pool:
        right = sum(pool.map(visit, range(visitors)))
    print(f"downloads that came as they should: {right} of {visitors * each}")


def arrivals(server: Server, visitors: int, rows: int) -> None:
    """Let visitors come within two seconds, each with a table of their own."""
    tables = [table(rows, number) for number in range(visitors)]

    def visit(number: int) -> tuple[float, float, float]:
        time.sleep(2 * number / visitors)
        with Visitor(server.port) as visitor:
            first = visitor.run().first
            began = time.monotonic()
            visitor.begin_loading(f"v{number}.csv", tables[number])
            visitor.until(lambda message: f"v{number}.csv: " in visitor.words())
            shown = time.monotonic() - began
            visitor.until(lambda message: message.WhichOneof("type") == "script_finished")
            visitor.run("choose_k")
            return first, shown, time.monotonic() - began

    with ThreadPoolExecutor(visitors) as pool:
        found = list(pool.map(visit, range(visitors)))
    for what, seconds in zip(
        ("first content", "table shown", "Choose k whole"), zip(*found, strict=True), strict=True
    ):
        told(what, list(seconds))


def beside(server: Server, visitors: int, rows: int) -> None:
    """Let one visitor click through small pages while others have long work done."""
    over = Event()

    def heavy(number: int) -> None:
        with Visitor(server.port) as visitor:
            visitor.run()
            while not over.is_set():
                visitor.load(f"v{number}.csv", table(rows, random.randrange(10**6)))
                visitor.run("choose_k").run("load_data")

    clicks = []
    with ThreadPoolExecutor(max(1, visitors)) as pool, Visitor(server.port) as light:
        light.run()
        works = [pool.submit(heavy, number) for number in range(visitors)]
        time.sleep(5)
        for turn in range(30):
            began = time.monotonic()
            light.run(PAGES[1:][turn % 4])
            clicks.append(time.monotonic() - began)
        over.set()
        for work in works:
            work.result()
    told(f"a small page beside {visitors} with long work", clicks)


def soak(server: Server, visitors: int, minutes: float) -> None:
    """Let visitors come, load, look at every page and leave, and watch the memory."""
    end = time.monotonic() + 60 * minutes
    errors: list[str] = []

    def visit(number: int) -> int:
        visits = 0
        while time.monotonic() < end:
            with Visitor(server.port) as visitor:
                visitor.run().load(f"v{number}.csv", table(5_000, random.randrange(10**6)))
                for page in PAGES[1:]:
                    visitor.run(page)
                    errors.extend(alert.body for alert in visitor.all("alert") if "went wrong" in alert.body)
            visits += 1
        return visits

    with ThreadPoolExecutor(visitors) as pool:
        works = [pool.submit(visit, number) for number in range(visitors)]
        while not all(work.done() for work in works):
            time.sleep(min(60.0, 6 * minutes))
            print(f"{server.memory() / MB:.0f} MB held", flush=True)
    print(f"{sum(work.result() for work in works)} visits, {len(errors)} errors")


def main() -> None:
    """Start a server, let the visitors come, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["downloads", "arrivals", "beside", "soak"])
    parser.add_argument("--visitors", type=int)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--rows", type=int)
    parser.add_argument("--minutes", type=float, default=30)
    asked = parser.parse_args()
    print(machine())
    with Server() as server:
        match asked.what:
            case "downloads":
                downloads(server, asked.visitors or 20, asked.each)
            case "arrivals":
                arrivals(server, asked.visitors or 30, asked.rows or 100_000)
            case "beside":
                beside(server, asked.visitors or 3, asked.rows or 300_000)
            case "soak":
                soak(server, asked.visitors or 10, asked.minutes)
        print(f"at most {server.peak() / MB:.0f} MB held", file=sys.stdout)


if __name__ == "__main__":
    main()
