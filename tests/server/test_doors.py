"""Who may come in, and by what rules their browser shows the pages."""

from __future__ import annotations

import http.client
import json

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks.load.server import KEY, Server
from benchmarks.load.visitor import Visitor


def asked(server: Server, path: str, **headers: str) -> tuple[http.client.HTTPMessage, int, str]:
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    line.request("GET", path, headers=headers)
    answer = line.getresponse()
    found = answer.headers, answer.status, answer.read().decode()
    line.close()
    return found


def test_a_page_comes_with_the_rules_its_browser_keeps_to(server: Server) -> None:
    headers, status, _ = asked(server, "/clusters")
    assert status == 200
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    rules = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'self'"
    assert rules["frame-ancestors"] == "'none'"
    assert rules["object-src"] == "'none'"
    assert "'unsafe-inline'" not in rules["script-src"]


def test_requests_under_a_foreign_name_are_turned_away(server: Server) -> None:
    _, status, words = asked(server, "/", Host="rebound.example")
    assert status == 421
    assert words == "This server does not answer to that name; STUDIO_HOSTS names those it does."


@pytest.mark.parametrize(
    "name", ["studio.example", "OTHER.example:443", "localhost", "[::1]:80", "192.0.2.7"]
)
def test_names_that_were_given_and_addresses_are_answered(server: Server, name: str) -> None:
    assert asked(server, "/", Host=name)[1] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:1", "http://localhost:3000", "null"]
)
def test_pages_of_others_get_no_connection(server: Server, origin: str) -> None:
    address, spoken = f"ws://127.0.0.1:{server.port}/_stcore/stream", [Subprotocol("streamlit")]
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(address, subprotocols=spoken, additional_headers={"Origin": origin}),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_no_page_may_steer_the_app_in_a_frame(server: Server) -> None:
    assert json.loads(asked(server, "/_stcore/host-config")[2])["allowedOrigins"] == []


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/status"])
def test_figures_are_for_who_runs_the_server(server: Server, path: str) -> None:
    assert asked(server, path)[1] == 404
    assert asked(server, path, Authorization="Bearer wrong")[1] == 404
    assert asked(server, path, Authorization=f"Bearer {KEY}")[1] == 200


def test_the_visits_cookie_is_seen_by_the_server_alone(server: Server) -> None:
    cookie = asked(server, "/")[0]["Set-Cookie"]
    assert cookie.partition("=")[0] == "studio_visit"
    assert cookie.partition("; ")[2] == "Path=/; HttpOnly; SameSite=Lax"
    assert asked(server, "/", **{"X-Forwarded-Proto": "https"})[0]["Set-Cookie"].endswith("; Secure")


def test_more_tabs_than_the_server_takes_are_turned_away(small_server: Server) -> None:
    with Visitor(small_server.port) as first, Visitor(small_server.port) as second:
        first.run()
        second.run()
        with pytest.raises(InvalidStatus), Visitor(small_server.port):
            pass
