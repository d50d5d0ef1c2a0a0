"""A class in one room of a running server of this machine: what it costs, and how soon the wall knows.

    python -m benchmarks.load.class_room [--phones 100] [--minutes 1]

A figure of one run compares only with another run under the same load, which is printed first.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from threading import Event

from benchmarks.load.crowd import MB, told
from benchmarks.load.phones import Phone, Screen
from benchmarks.load.server import Server
from benchmarks.machine import machine


def opened(wall: Screen) -> str:
    """Open a room; return its code."""
    wall.come().press("Open a room")
    found = re.search(r"\b(\w{3})-(\w{4})\b", wall.said())
    assert found, wall.said()
    return found[1] + found[2]


def spent(server: Server) -> float:
    """Return the server's seconds of processor time."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Class:
    """Phones in a room, each listening in a thread of its own until it is asked to do something."""

    def __init__(self, server: Server, number: int) -> None:
        self.server, self.number = server, number
        self.over = Event()
        self.first: list[float] = []
        self.seen: list[float] = []
        self.answered: list[float] = []

    def pupil(self, code: str, number: int, go: Event) -> None:
        """Come within two seconds of the others, wait for the task, answer once `go` says so, and stay."""
        time.sleep(2 * number / self.number)
        with Phone(self.server.port, code) as phone:
            began = time.monotonic()
            phone.come()
            self.first.append(time.monotonic() - began)
            while not phone.asked() and not self.over.is_set():
                phone.listen(0.5)
            self.seen.append(time.monotonic())
            while not go.is_set() and not self.over.is_set():
                phone.listen(0.5)
            phone.listen(random.uniform(0, 5))
            began = time.monotonic()
            phone.answer([[random.uniform(0, 100), random.uniform(0, 100)] for _ in range(6)])
            self.answered.append(time.monotonic() - began)
            while not self.over.is_set():
                phone.listen(0.5)


def quiet(server: Server, wall: Screen, seconds: float) -> None:
    """Measure what a class costs that only looks on."""
    began, before = time.monotonic(), spent(server)
    wall.listen(seconds)
    share = (spent(server) - before) / (time.monotonic() - began)
    print(f"a class that looks on takes {100 * share:.0f} % of one core of the server")


def probe(server: Server, wall: Screen, code: str, times: int = 10) -> None:
    """Measure how soon an answer of one more phone is on the wall."""
    late = []
    with Phone(server.port, code) as phone:
        phone.come()
        for _ in range(times):
            phone.listen(1.1)
            wall.listen(0.01)
            after = starts(wall) + 1
            began = time.monotonic()
            phone.answer([[random.uniform(0, 100), random.uniform(0, 100)] for _ in range(6)])
            wait(wall, partial(shows, wall, after))
            late.append(time.monotonic() - began)
    told("from a phone's tap to the wall", late)


def starts(wall: Screen) -> int:
    """Return how many starts the wall shows."""
    found = re.search(r"(\d+) starts? so far", wall.said())
    return int(found[1]) if found else 0


def shows(wall: Screen, number: int) -> bool:
    return starts(wall) >= number


def wait(wall: Screen, ready: Callable[[], bool]) -> None:
    """Be the wall until it shows something."""
    end = time.monotonic() + 120
    while not ready() and time.monotonic() < end:
        wall.listen(0.05)
    assert ready(), wall.said()


def lesson(server: Server, phones: int, minutes: float) -> None:
    """Open a room, let the class in, begin a task, and let everybody answer within five seconds."""
    with ExitStack() as open_things:
        wall = open_things.enter_context(Screen(server.port))
        code = opened(wall)
        pupils, go = Class(server, phones), Event()
        pool = open_things.enter_context(ThreadPoolExecutor(phones))
        open_things.callback(pupils.over.set)
        works = [pool.submit(pupils.pupil, code, number, go) for number in range(phones)]
        wait(wall, lambda: f"**{phones} phones** here" in wall.said())
        told("from the link to the room", pupils.first)
        began = time.monotonic()
        wall.press("Place centres")
        wait(wall, lambda: len(pupils.seen) == phones)
        told("from the teacher's click to the phones", [seen - began for seen in pupils.seen])
        quiet(server, wall, 60 * minutes)
        probe(server, wall, code)
        had = starts(wall)
        go.set()
        wait(wall, lambda: len(pupils.answered) == phones)
        began = time.monotonic()
        wait(wall, partial(shows, wall, had + phones))
        print(
            f"after the last of {phones} answers the wall shows all within {time.monotonic() - began:.2f} s"
        )
        told("an answer, until the phone shows its end", pupils.answered)
        pupils.over.set()
        for work in works:
            work.result()


def main() -> None:
    """Start a server, hold a lesson, and print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phones", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=0.5)
    asked = parser.parse_args()
    print(machine())
    with Server() as server:
        lesson(server, asked.phones, asked.minutes)
        print(f"at most {server.peak() / MB:.0f} MB held")
        assert "error" not in server.said(), server.said()
        print(f"the phones themselves took {time.process_time():.0f} s of processor time")


if __name__ == "__main__":
    main()
