"""A real server for each test process, and others with limits of their own where a test asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from benchmarks.load.server import Server


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """The app as `make run` starts it, on a free port."""
    with Server(hosts="studio.example, other.example") as running:
        yield running


@pytest.fixture(scope="session")
def small_server() -> Iterator[Server]:
    """A server that takes little: two tabs, two megabytes of uploads from each, and little memory."""
    with Server(sessions=2, session_mb=2, memory_mb=900) as running:
        yield running
