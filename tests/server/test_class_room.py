"""A class on a real server: phones see at once what the teacher does, and no phone harms another."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from benchmarks.load.phones import Phone, Screen
from benchmarks.load.server import Server

LINE = [[10.0 * i, 50.0] for i in range(6)]


@pytest.fixture
def wall(server: Server) -> Iterator[Screen]:
    """A teacher with an open room."""
    with Screen(server.port) as wall:
        wall.come().press("Open a room")
        yield wall
        wall.press("End it now")


def code(wall: Screen) -> str:
    found = re.search(r"\b(\w{3})-(\w{4})\b", wall.said())
    assert found
    return found[1] + found[2]


def test_a_phone_need_not_ask_to_be_told(server: Server, wall: Screen) -> None:
    with Phone(server.port, code(wall)) as phone:
        phone.come()
        assert "you are phone 1" in phone.said()
        wall.press("Place centres")
        assert phone.wait_for("Place 6 centres") < 8  # it asks by itself only every ten seconds
        phone.answer(LINE)
        assert "(1 start so far)" in phone.said()
        wall.wait_for("1 start so far")


@pytest.mark.parametrize(
    "payload",
    [
        "not JSON",
        "null",
        '"sent"',
        "[[[]]]",
        '[{"event": "sent"}]',
        '[{"event": "sent", "value": {"turn": "1", "value": []}}]',
        '[{"event": "sent", "value": {"turn": 1, "value": [[1e999, 1]]}}]',
        '[{"event": "sent", "value": {"turn": 1, "value": "<script>alert(1)</script>"}}]',
        '[{"event": ' * 2000 + "1" + "}]" * 2000,
        '[{"event": "sent", "value": {"turn": 1, "value": [' + "[50, 50]," * 50_000 + "[1, 1]]}}]",
    ],
    ids=lambda payload: payload[:40],
)
def test_what_an_enemy_sends_in_place_of_an_answer_reaches_nobody(
    server: Server, wall: Screen, payload: str
) -> None:
    room = code(wall)
    with Phone(server.port, room) as enemy, Phone(server.port, room) as other:
        enemy.come()
        other.come()
        wall.press("Place centres")
        for phone in (enemy, other):
            phone.wait_for("Place 6 centres")
        enemy.send_raw(payload)
        other.answer(LINE)
        assert "(1 start so far)" in other.said()
        wall.wait_for("1 start so far")
        assert not [alert.body for alert in other.all("alert")]
